"""Referring without an account: ask for a link, open it, fill in its form, read what became of it."""

from fastapi import APIRouter

from app.routers.guests import asking, checking, filling

router = APIRouter(prefix="/refer")
for part in (asking, checking, filling):
    router.include_router(part.router)
