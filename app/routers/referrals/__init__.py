"""Referrals as their sender sees them: making one, and following what becomes of it."""

from fastapi import APIRouter

from app.routers.referrals import (
    checking,
    choosing,
    programme,
    quick,
    receipt,
    received,
    sent,
    taking_back,
)
from app.routers.referrals.home import navigator_home, referrer_home

router = APIRouter()
for part in (checking, choosing, quick, programme, received, sent, receipt, taking_back):
    router.include_router(part.router)

__all__ = ["navigator_home", "referrer_home", "router"]
