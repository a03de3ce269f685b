"""The receiver's part: accept, decline, ask, put on the waiting list."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from app import clocks, facts, pathway
from app.actions import mails, standards
from app.actions.cases import definition_for
from app.actions.referrals.opening import open_case_of
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    LIVE,
    Case,
    Commission,
    Fact,
    Person,
    Programme,
    Referral,
    ReferralQuestion,
    Whose,
)


def accept(database: Database, referral: Referral, *, person: Person | None = None) -> Case:
    """Take the person on: opens the case. `person` joins it to somebody we already know."""
    definition = definition_for(database, referral)
    pathway.advance(referral, "accept", database.viewer)
    referral.accepted_at = clocks.now()
    case = open_case_of(database, referral, definition, person)
    if referral.from_commission_id:
        _count_onward(database, referral, referral.from_commission_id)
    return case


def _count_onward(database: Database, referral: Referral, from_commission_id: UUID) -> None:
    """Count for the commission that referred on that its referral was accepted.

    The receiver states it, about the sender's provision: it cannot read the case it came from, and
    need not.
    """
    commission = database.find(Commission, from_commission_id)
    programme = database.find(Programme, commission.programme_id).code
    said = _of_offer(database, Kind.onward_accepted, referral, programme)
    database.state(
        replace(
            said,
            commission_id=commission.id,
            provider_id=commission.provider_id,
            programme=programme,
            side=referral.sender_side,
        )
    )


def decline(database: Database, referral: Referral, *, reason: str, whose: str) -> None:
    """Hand the referral back with a coded reason; the sender sees the reason and the date."""
    pathway.advance(referral, "decline", database.viewer)
    referral.declined_at, referral.decline_reason, referral.decline_whose = (
        clocks.now(),
        reason,
        Whose(whose),
    )
    standards.void(database, referral, referral.declined_at)
    database.record(referral, "declined", reason=reason, whose=whose)
    database.state(_of_offer(database, Kind.declined, referral, reason))
    mails.decided(database, referral)
    database.flush()


def ask(database: Database, referral: Referral, *, question: str) -> None:
    """Ask the sender for what is missing; both parties read question and answer."""
    pathway.advance(referral, "ask", database.viewer)
    referral.asked_at = clocks.now()
    database.flush()
    database.add(
        ReferralQuestion(
            referral_id=referral.id,
            organisation_id=referral.organisation_id,
            sender_side=referral.sender_side,
            provider_id=referral.provider_id,
            side=referral.side,
            state=referral.state,
            question=question,
        )
    )
    database.flush()
    database.record(referral, "asked")
    mails.asked(database, referral)


def wait(database: Database, referral: Referral, *, review_on: date) -> None:
    """Accept in principle while there is no place; counted as unmet demand until it is decided."""
    pathway.advance(referral, "wait", database.viewer)
    referral.waiting_since, referral.review_on = clocks.now(), review_on
    database.record(referral, "waiting")
    database.state(_of_offer(database, Kind.waiting, referral, ""))
    mails.decided(database, referral)
    database.flush()


def mark_seen(database: Database, referral: Referral) -> None:
    """Note that the receiver has opened the offer; after this it can no longer be recalled unread."""
    if referral.seen_at is None and referral.state in LIVE:
        referral.seen_at = clocks.now()
        database.record(referral, "seen")
        database.flush()


def _of_offer(database: Database, kind: Kind, referral: Referral, code: str) -> facts.Statement:
    """A fact about an offer, with what the 'received' fact already said of the person."""
    sent = database.exec(
        select(Fact)
        .where(Fact.source_id == referral.id, Fact.kind == Kind.received)
        .order_by(col(Fact.seq).desc())
        .limit(1)
    ).first()
    if sent is None:
        raise Refused("This referral was never counted as received, so it cannot be decided.")
    return facts.again(
        sent, kind, stated_by=database.viewer.organisation_id, on=clocks.today(), code=code
    )
