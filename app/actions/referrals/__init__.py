"""Handing a person over: refer, accept, decline, ask, answer, wait, take back."""

from app.actions.cases import definition_for
from app.actions.referrals.deciding import accept, ask, decline, mark_seen, wait
from app.actions.referrals.sending import (
    NewReferral,
    answer,
    log_received,
    send,
    withdraw,
)

__all__ = [
    "NewReferral",
    "accept",
    "answer",
    "ask",
    "decline",
    "definition_for",
    "log_received",
    "mark_seen",
    "send",
    "wait",
    "withdraw",
]
