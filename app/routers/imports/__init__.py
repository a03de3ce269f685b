"""Bring cases in: choose a file, say what its columns and values mean, look at the dry run, press."""

from fastapi import APIRouter

from app.access import Permission
from app.routers.imports import bringing, choosing, meaning
from app.web.door import allowed

router = APIRouter(dependencies=[allowed(Permission.allocate)])
for part in (choosing, meaning, bringing):
    router.include_router(part.router)
