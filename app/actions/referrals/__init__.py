"""Handing a person over: refer, accept, decline, ask, answer, wait, take back."""

from app.actions.cases import definition_for
from app.actions.referrals.deciding import (
    SERVICE_REASON,
    accept,
    ask,
    decline,
    join,
    mark_seen,
    review,
    wait,
)
from app.actions.referrals.sending import (
    NewReferral,
    answer,
    log_received,
    send,
    withdraw,
)

__all__ = [
    "SERVICE_REASON",
    "NewReferral",
    "accept",
    "answer",
    "ask",
    "decline",
    "definition_for",
    "join",
    "log_received",
    "mark_seen",
    "review",
    "send",
    "wait",
    "withdraw",
]
