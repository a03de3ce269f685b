"""What was done in the administration, from the record, in sentences."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.forms.reasons import (
    EndReason,
    Reason,
    ResetCodeReason,
    RetireReason,
    SuspendReason,
)
from app.models import Account, Event

MOST = 20
# noun, what → the sentence. A doing without a sentence is shown by its code.
SENTENCES = {
    ("organisation", "added"): "Organisation added",
    ("organisation", "changed"): "Organisation changed",
    ("organisation", "retired"): "Organisation retired",
    ("organisation", "reopened"): "Organisation reopened",
    ("account", "added"): "Account made",
    ("account", "changed"): "Name, job or email address changed",
    ("account", "invited"): "Link to set a password sent",
    ("account", "code-reset"): "Code at sign-in turned off for them",
    ("account", "suspended"): "Suspended and signed out everywhere",
    ("account", "restored"): "Suspension ended",
    ("account", "signed-out-everywhere"): "Signed out everywhere",
    ("account", "password-changed"): "Password changed",
    ("account", "code-set-up"): "Code at sign-in set up",
    ("account", "code-turned-off"): "Code at sign-in turned off",
    ("account", "recovery-codes-made"): "New recovery codes made",
    ("membership", "added"): "Role given",
    ("membership", "changed"): "Role changed",
    ("membership", "ended"): "Role ended",
    ("setting", "added"): "Setting added",
    ("setting", "changed"): "Setting changed",
    ("setting", "stage-reached"): "Stage recorded",
    ("commission", "added"): "Commission added",
    ("commission", "changed"): "Terms changed",
    ("commission", "varied"): "Terms varied",
    ("commission", "threshold-agreed"): "Threshold for small numbers agreed",
    ("commission", "guests-let-in"): "Opened to people without an account",
    ("commission", "guests-kept-out"): "Closed to people without an account",
}
REASONS: dict[tuple[str, str], type[Reason]] = {
    ("organisation", "retired"): RetireReason,
    ("account", "suspended"): SuspendReason,
    ("account", "code-reset"): ResetCodeReason,
    ("membership", "ended"): EndReason,
}
# Fields whose name alone does not say what they are.
FIELDS = {
    "active": "whether it can be chosen",
    "ends_on": "last day",
    "mail": "email address",
    "ods_code": "ODS code",
    "starts_on": "first day",
    "tier": "prevention tier",
}


class Doing(NamedTuple):
    """Something that an administrator did; `why` is a coded reason in words."""

    at: datetime
    by: str
    title: str
    why: str


def doings_about(database: Database, ids: Sequence[UUID]) -> list[Doing]:
    """Return the last things done with these records by the viewer's organisation, newest first."""
    rows = database.execute(
        select(col(Event.at), col(Account.name), col(Event.noun), col(Event.what), col(Event.codes))
        .outerjoin(Account, col(Account.id) == Event.account_id)
        .where(
            col(Event.organisation_id) == database.viewer.organisation_id,
            col(Event.about_id).in_(ids),
            ~col(Event.viewed),
        )
        .order_by(col(Event.at).desc(), col(Event.seq).desc())
        .limit(MOST)
    )
    return [
        Doing(
            at=at,
            by=name or "Throughline",
            title=SENTENCES.get((noun, what), f"{noun} {what}".capitalize()),
            why=_why(noun, what, codes),
        )
        for at, name, noun, what, codes in rows
    ]


def _why(noun: str, what: str, codes: dict[str, object]) -> str:
    """Return the reason or the fields of a doing in words."""
    labels = {one.value: one.label for one in REASONS.get((noun, what), ())}
    if label := labels.get(str(codes.get("reason"))):
        return label
    fields = codes.get("fields")
    if isinstance(fields, list) and fields:
        return "Changed: " + ", ".join(FIELDS.get(str(one), str(one)) for one in fields)
    return ""
