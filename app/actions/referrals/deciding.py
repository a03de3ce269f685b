"""The receiver's part: accept, decline, ask, put on the waiting list."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from app import clocks, facts, pathway
from app.actions import guest_questions, joined, mails, standards
from app.actions.cases import definition_for
from app.actions.referrals.opening import open_case_of
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    GUESTS,
    LIVE,
    Case,
    Commission,
    DeclineGround,
    Fact,
    Person,
    Programme,
    Referral,
    ReferralQuestion,
    ReferralState,
    Whose,
)

# What a sender reads for every reason that is the provider's own.
SERVICE_REASON = "service-reason"


def accept(database: Database, referral: Referral, *, person: Person | None = None) -> Case:
    """Take the person on: opens the case. `person` joins it to somebody we already know."""
    definition = definition_for(database, referral)
    pathway.advance(referral, "accept", database.viewer)
    referral.accepted_at = clocks.now()
    case = open_case_of(database, referral, definition, person)
    _tell_first_case(database, referral)
    return case


def join(database: Database, referral: Referral, *, case: Case) -> None:
    """Accept by linking the offer to the case that is open for the same person already."""
    joined.join(database, referral, case)
    _tell_first_case(database, referral)


def _tell_first_case(database: Database, referral: Referral) -> None:
    """Count and settle for the case that the referral came from, if it came from one."""
    if referral.from_commission_id:
        _count_onward(database, referral, referral.from_commission_id)
    if referral.transfer:
        database.later("transfer", referral.id)


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
    """Hand the referral back with a coded reason; the sender sees the agreed reason and the date.

    What the sender is told is on the referral; the ground itself is the provider's own.
    """
    mails.decided(database, referral)
    pathway.advance(referral, "decline", database.viewer)
    told, told_whose = told_reason(reason, Whose(whose))
    referral.declined_at, referral.decline_reason, referral.decline_whose = (
        clocks.now(),
        told,
        told_whose,
    )
    ground = DeclineGround(
        referral_id=referral.id,
        organisation_id=referral.provider_id,
        commission_id=referral.commission_id,
        side=referral.side,
        reference=referral.reference,
        programme_version_id=referral.programme_version_id,
        reason=reason,
        whose=Whose(whose),
        declined_by_id=database.viewer.account_id,
        declined_at=referral.declined_at,
    )
    database.add(ground)
    database.record(ground, "kept", reason=reason)
    standards.void(database, referral, referral.declined_at)
    database.record(referral, "declined", reason=told, whose=told_whose)
    database.state(_of_offer(database, Kind.declined, referral, reason))
    if referral.transfer:
        database.later("transfer", referral.id)
    database.flush()


def told_reason(reason: str, whose: Whose) -> tuple[str, Whose]:
    """What the sender is told: whether the person is known to the provider never shows.

    "Already with us" and every reason that is the provider's alone read the same.
    """
    if whose in {Whose.provider, Whose.already_with_us}:
        return SERVICE_REASON, Whose.provider
    return reason, whose


def ask(database: Database, referral: Referral, *, question: str) -> None:
    """Ask the sender for what is missing; both parties read question and answer."""
    pathway.advance(referral, "ask", database.viewer)
    referral.asked_at = clocks.now()
    database.flush()
    asked = ReferralQuestion(
        referral_id=referral.id,
        organisation_id=referral.organisation_id,
        sender_side=referral.sender_side,
        provider_id=referral.provider_id,
        side=referral.side,
        state=referral.state,
        question=question,
    )
    database.add(asked)
    database.flush()
    database.record(referral, "asked")
    if referral.organisation_id == GUESTS:
        guest_questions.email_link(database, referral, asked)
    else:
        mails.asked(database, referral)


def wait(database: Database, referral: Referral, *, review_on: date) -> None:
    """Accept in principle while there is no place; counted as unmet demand until it is decided."""
    pathway.advance(referral, "wait", database.viewer)
    referral.waiting_since, referral.review_on = clocks.now(), review_on
    database.record(referral, "waiting")
    database.state(_of_offer(database, Kind.waiting, referral, ""))
    mails.decided(database, referral)
    database.flush()


def review(database: Database, referral: Referral, *, review_on: date) -> None:
    """Move the day on which somebody on the waiting list is looked at again."""
    if referral.state != ReferralState.waiting:
        raise Refused("This referral is not on the waiting list any more. Nothing was changed.")
    referral.review_on = review_on
    database.record(referral, "reviewed")
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
