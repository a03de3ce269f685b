"""Referring without an account: ask for a link, open it, fill in its form, read what became of it."""

from fastapi import APIRouter

from app.routers.guests import answering, asking, checking, filling

router = APIRouter(prefix="/refer")
for part in (asking, checking, filling, answering):
    router.include_router(part.router)
