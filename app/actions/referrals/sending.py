"""The sender's part: refer, log what was received, answer a question, take an offer back."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import col, select

from app import clocks, facts, pathway
from app.actions import mails, people, standards
from app.actions.cases import definition_for
from app.actions.people import PersonDetails
from app.actions.referrals.opening import open_case_of
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    LIVE,
    Case,
    Commission,
    Person,
    Referral,
    ReferralContent,
    ReferralOffer,
    ReferralQuestion,
    Role,
    SafeContact,
    Side,
)
from app.programmes.definition import Definition
from app.programmes.loading import newest_id, stored_definition


class NewReferral(NamedTuple):
    """What a sender says. `side` is the receiver's; `received_at` is for referrals that staff log."""

    commission: Commission
    person: PersonDetails | Person
    answers: dict[str, Any]
    source: str
    agreement: str
    agreement_reason: str | None = None
    channel: str = "throughline"
    setting_id: UUID | None = None
    attended_at: datetime | None = None
    received_at: datetime | None = None
    immediate_risk: bool = False
    notice_how: str | None = None
    from_case: Case | None = None
    side: str = ""
    # The case itself is to go over to the receiver (`transfers.offer`), perhaps with others.
    transfer: bool = False
    batch_id: UUID | None = None


def send(database: Database, new: NewReferral) -> Referral:
    """Refer a person to a commission.

    Where a navigator's own organisation holds the commission, accepting is part of sending, and
    `attended_at` (seen at) becomes the case's first session. Raises Refused if the person already
    has a live offer there, or the commission is not open.
    """
    viewer = database.viewer
    own = new.commission.provider_id == viewer.organisation_id and new.side == viewer.side
    if own and viewer.role is Role.navigator:
        referral, person, definition = _write(database, new, "take_on")
        open_case_of(database, referral, definition, person)
    else:
        referral, _person, _definition = _write(database, new, "send")
        mails.new_referral(database, referral)
    return referral


def log_received(database: Database, new: NewReferral) -> Referral:
    """Log what came by phone, mail, panel or in person: the clocks start when it was received."""
    if new.commission.provider_id != database.viewer.organisation_id:
        raise Refused("You can log a referral only for a service of your own organisation.")
    return _write(database, new, "send")[0]


def _write(database: Database, new: NewReferral, move: str) -> tuple[Referral, Person, Definition]:
    """Write the three parts of a referral, send it, start its clocks and count it as received."""
    commission = new.commission
    _refuse_closed(commission)
    version_id = newest_id(database, commission.programme_id)
    if version_id is None:
        raise Refused("This programme has no document yet. Ask your administrator to load it.")
    definition = stored_definition(database, version_id)
    if new.side not in (definition.side_names or ("",)):
        raise Refused("Say first who this referral is about.")
    at = clocks.now()
    with database.together():
        if isinstance(new.person, Person):
            # Of two who send the same person at once the second waits, and then sees the first.
            person = database.find(Person, new.person.id, lock=True)
        else:
            person = people.record_person(database, new.person)
        _refuse_twice(database, person, commission)
        referral, parts = _drafted(database, new, person, version_id, definition)
        pathway.advance(referral, move, database.viewer)
        for part in parts:
            part.state = referral.state
        referral.sent_at = at
        referral.accepted_at = at if move == "take_on" else None
        starts = {"sent": new.received_at or at, "received": new.received_at or at}
        if new.attended_at:
            starts["attended"] = new.attended_at
        for milestone, moment in starts.items():
            standards.start(database, referral, definition, milestone, moment)
        own = definition.for_side(new.side)
        referral.expected_by = standards.expected(own, starts)
        referral.act_by = standards.act_by(own, starts["sent"])
    database.record(referral, "logged" if new.received_at else "sent")
    database.state(
        facts.about_person(
            Kind.received,
            referral,
            person,
            definition.code,
            on=(new.received_at or at).astimezone(clocks.LONDON).date(),
            stated_by=database.viewer.organisation_id,
            code=new.source,
        )
    )
    return referral, person, definition


def _drafted(
    database: Database,
    new: NewReferral,
    person: Person,
    version_id: UUID,
    definition: Definition,
) -> tuple[Referral, tuple[ReferralOffer, ReferralContent]]:
    viewer, notice = database.viewer, definition.for_side(new.side).privacy_notice
    referral = Referral(
        organisation_id=viewer.organisation_id,
        sender_side=viewer.side,
        person_id=person.id,
        provider_id=new.commission.provider_id,
        commission_id=new.commission.id,
        side=Side(new.side),
        programme_version_id=version_id,
        source=new.source,
        channel=new.channel,
        sent_by_id=viewer.account_id,
        setting_id=new.setting_id,
        immediate_risk=new.immediate_risk,
        agreement=new.agreement,
        notice_how=new.notice_how,
        notice_version=notice.version if notice else None,
        from_case_id=new.from_case.id if new.from_case else None,
        # A transfer is no onward referral: the work leaves the commission with the person.
        from_commission_id=new.from_case.commission_id
        if new.from_case and not new.transfer
        else None,
        transfer=new.transfer,
        batch_id=new.batch_id,
        attended_at=new.attended_at,
        received_at=new.received_at,
    )
    database.add(referral)
    database.flush()
    contact = database.get(SafeContact, person.id)
    parts: dict[str, Any] = {
        "referral_id": referral.id,
        "organisation_id": referral.organisation_id,
        "sender_side": referral.sender_side,
        "provider_id": referral.provider_id,
        "side": referral.side,
        "state": referral.state,
    }
    offer = definition.offer_view(with_core(new, person), side=new.side)
    answers = new.answers
    if new.agreement_reason:
        # About the person, so closed to a receiver that declines.
        answers = answers | {"agreement_reason": new.agreement_reason}
    handed = people.snapshot(person, contact)
    both = (
        offer_of(parts, offer),
        ReferralContent(**parts, answers=answers, person=handed),
    )
    database.add_all(both)
    database.flush()
    return referral, both


def offer_of(parts: dict[str, Any], shown: dict[str, Any]) -> ReferralOffer:
    """The part that a receiver sees before deciding, with how the name sounds that it shows."""
    first, *others = str(shown.get("preferred_name", "")).split() or [""]
    last = people.sound(others[-1]) if others else None
    return ReferralOffer(**parts, answers=shown, name_sound=people.sound(first), other_sound=last)


def with_core(new: NewReferral, person: Person) -> dict[str, Any]:
    """The answers with the platform's own fields beside them, as `offer_view` may show them."""
    core = {
        "preferred_name": person.preferred_name,
        "age": facts.age_of(person, clocks.today()),
        "area": person.area,
        "agreement": new.agreement,
        "immediate_risk": "yes" if new.immediate_risk else "no",
    }
    return {**new.answers, **{name: value for name, value in core.items() if value is not None}}


def _refuse_closed(commission: Commission) -> None:
    today = clocks.today()
    if commission.starts_on > today or (commission.ends_on and commission.ends_on < today):
        raise Refused("This service is not open for referrals today. Choose another one.")


def _refuse_twice(database: Database, person: Person, commission: Commission) -> None:
    if database.held(Referral, person) is not None:
        # Written down a moment ago: nobody can have referred them.
        return
    live = select(Referral.id).where(
        Referral.organisation_id == person.organisation_id,
        Referral.sender_side == person.side,
        Referral.person_id == person.id,
        Referral.commission_id == commission.id,
        col(Referral.state).in_(LIVE),
    )
    if database.exec(live).first():
        raise Refused(
            "This person already has a referral to this service that has not been decided yet."
        )


def answer(database: Database, referral: Referral, *, answer: str) -> None:
    """Answer the receiver's open question; the referral is theirs to decide again."""
    open_one = database.exec(
        select(ReferralQuestion)
        .where(
            ReferralQuestion.referral_id == referral.id, col(ReferralQuestion.answered_at).is_(None)
        )
        .order_by(col(ReferralQuestion.asked_at).desc())
    ).first()
    if open_one is None:
        raise Refused("There is no open question on this referral.")
    pathway.advance(referral, "answer", database.viewer)
    open_one.answer, open_one.answered_at = answer, clocks.now()
    own = definition_for(database, referral).for_side(referral.side)
    referral.act_by = standards.act_by(own, open_one.answered_at)
    database.record(referral, "answered")
    mails.new_referral(database, referral)
    database.flush()


def withdraw(database: Database, referral: Referral, *, reason: str) -> None:
    """Take an undecided offer back; the receiver keeps only that there was one."""
    definition = definition_for(database, referral)
    pathway.advance(referral, "withdraw", database.viewer)
    referral.withdrawn_at, referral.withdraw_reason = clocks.now(), reason
    database.record(referral, "withdrawn", reason=reason)
    person = people.person_of(database, referral)
    database.state(
        facts.about_person(
            Kind.retracted,
            referral,
            person,
            definition.code,
            on=clocks.today(),
            stated_by=database.viewer.organisation_id,
            code=reason,
        )
    )
    database.flush()
