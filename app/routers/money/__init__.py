"""What commissions cost: their list, one of them, and the forms that change it."""

from fastapi import APIRouter

from app.routers.money import listing, one, planning, spending, targets, threshold, varying

router = APIRouter()
for part in (listing, targets, planning, spending, varying, threshold, one):
    router.include_router(part.router)
