"""Tries to reach somebody before a referral is accepted, and why there were no more of them."""

from datetime import datetime

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Case, OfferAttempt, Referral
from app.queries.contact_tries import Tries


def try_offer(
    database: Database, referral: Referral, *, at: datetime, method: str, outcome: str
) -> OfferAttempt:
    """Keep that the receiver of an offer tried to reach the person. Codes only: no note.

    Raises Refused for a time in the future or before the referral came.
    """
    came = referral.received_at or referral.sent_at or clocks.now()
    if at > clocks.now():
        raise Refused("This is in the future. Record it when you have tried.")
    if at.astimezone(clocks.LONDON).date() < came.astimezone(clocks.LONDON).date():
        raise Refused("The referral came later than that. Check the day.")
    made = OfferAttempt(
        referral_id=referral.id,
        organisation_id=database.viewer.organisation_id,
        commission_id=referral.commission_id,
        side=referral.side,
        method=method,
        outcome=outcome,
        by_id=database.viewer.account_id,
        tried_at=at,
    )
    database.add(made)
    database.flush()
    database.record(made, "attempted", method=method, outcome=outcome)
    return made


def explain_few(database: Database, row: Case | Referral, *, reason: str, tries: Tries) -> None:
    """Say why "not reachable" ends something after fewer tries than the programme asks for.

    `reason` is of the list `few-attempts-reason`. It stands in the record beside the decision.
    """
    database.record(row, "few-attempts", reason=reason, attempts=tries.number, days=tries.days)
