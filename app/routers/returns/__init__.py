"""A provider's returns: the list, preview, texts, a file of figures, signing, versions, case studies."""

from fastapi import APIRouter

from app.routers.returns import bringing, listing, preparing, sent, signing, studies

router = APIRouter()
for part in (listing, bringing, preparing, signing, sent, studies):
    router.include_router(part.router)
