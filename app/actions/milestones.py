"""The milestones that sessions make true, and the facts about them.

Only here are first attempt, first contact and engagement written: to the case, to the sender's
receipt and to the ledger. A correction of a session tells them anew.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select

from app import clocks, facts
from app.actions import joined, standards
from app.database import Database
from app.errors import Refused
from app.facts import Kind, Statement
from app.models import (
    SEEN,
    Attendance,
    Case,
    Clock,
    Fact,
    Person,
    Referral,
    Session,
)
from app.programmes.definition import Definition
from app.programmes.loading import stored_definition

ATTEMPT = "attempt"
# What a new case begins with; done when the person was met.
FIRST_ACTION = "Make first contact"
BOTH = (
    select(Referral, Person)
    .join(Person, col(Person.id) == bindparam("person"))
    .where(col(Referral.id) == bindparam("referral"))
)


def context(database: Database, case: Case) -> tuple[Definition, Referral, Person]:
    """What a fact about a case needs: its programme, referral and person."""
    known = ((Referral, case.referral_id), (Person, case.person_id))
    if database.gathered is None and not any(one in database.kept for one in known):
        # Mostly neither was read yet: one statement brings both, to be found below.
        wanted = {"referral": case.referral_id, "person": case.person_id}
        for both in database.execute(BOTH, wanted):
            database.kept.update(zip(known, both, strict=True))
    return (
        stored_definition(database, case.programme_version_id),
        database.find(Referral, case.referral_id),
        database.find(Person, case.person_id),
    )


def refuse_impossible(database: Database, case: Case, at: datetime) -> None:
    """Refuse a session that is said to have been before the referral, or in the future."""
    if at > clocks.now():
        raise Refused("This session is in the future. Plan it instead, and record it when it was.")
    _definition, referral, _person = context(database, case)
    moments = [one for one in (referral.attended_at, referral.received_at, referral.sent_at) if one]
    begun = min(moments).astimezone(clocks.LONDON).date()
    if at.astimezone(clocks.LONDON).date() < begun:
        raise Refused(
            f"The referral came on {begun:%-d %B %Y}: a session cannot be before that day."
        )


def attempted(database: Database, case: Case, at: datetime) -> None:
    """Contact was tried: the first time is a milestone, also if it is written down later."""
    known = case.first_attempt_at
    if known is not None and known <= at:
        return
    case.first_attempt_at = at
    definition, referral, person = context(database, case)
    fresh = _of_case(Kind.first_attempt, case, definition, referral, person, at)
    if known is None:
        database.state(fresh)
        standards.stop(database, referral, definition, "first_attempt", at, person)
    else:
        _replace(database, case.id, Kind.first_attempt, fresh)
        _restart(database, referral, definition, ("first_attempt",), at, person)


def seen(database: Database, case: Case, at: datetime) -> None:
    """The person was met: the first time is first contact; after agreement, engagement.

    A session that was before one known already moves both to where they belong.
    """
    attempted(database, case, at)
    agreed = case.agreed_on is not None and case.agreed_on <= at.astimezone(clocks.LONDON).date()
    if (case.first_contact_at and at < case.first_contact_at) or (
        agreed and case.engaged_at and at < case.engaged_at
    ):
        retell(database, case)
        return
    case.last_contact_at = max(at, case.last_contact_at or at)
    definition, referral, person = context(database, case)
    if case.first_contact_at is None:
        if case.next_action == FIRST_ACTION:
            case.next_action = case.next_on = None
        case.first_contact_at = referral.first_contact_at = at
        database.state(
            _of_case(
                Kind.first_contact,
                case,
                definition,
                referral,
                person,
                at,
                standards.hours_waited(referral, at),
            )
        )
        standards.stop(database, referral, definition, "first_contact", at, person)
        standards.stop(database, referral, definition, "first_session", at, person)
        standards.start(database, referral, definition, "first_contact", at, case=case)
    joined.met(database, case, at, definition, person)
    if agreed and case.engaged_at is None:
        case.engaged_at = at
        database.state(_of_case(Kind.engaged, case, definition, referral, person, at))
        standards.stop(database, referral, definition, "engaged", at, person)


def retell(database: Database, case: Case) -> None:
    """After a correction: tell first contact and engagement anew from the sessions that stand."""
    database.flush()
    met = _met(database, case)
    definition, referral, person = context(database, case)
    case.last_contact_at = met[-1] if met else None
    first = met[0] if met else None
    if first != case.first_contact_at:
        case.first_contact_at = referral.first_contact_at = first
        fresh = (
            _of_case(
                Kind.first_contact,
                case,
                definition,
                referral,
                person,
                first,
                standards.hours_waited(referral, first),
            )
            if first
            else None
        )
        _replace(database, case.id, Kind.first_contact, fresh)
        _restart(database, referral, definition, ("first_contact", "first_session"), first, person)
    for link, further in joined.joined_to(database, case):
        after = next((at for at in met if at >= joined.moment_of(further)), None)
        if after != further.first_contact_at:
            further.first_contact_at = after
            fresh = joined.contact(link, further, definition, person, after) if after else None
            _replace(database, link.id, Kind.first_contact, fresh)
            _restart(
                database, further, definition, ("first_contact", "first_session"), after, person
            )
    since = [
        at for at in met if case.agreed_on and at.astimezone(clocks.LONDON).date() >= case.agreed_on
    ]
    engaged = since[0] if since else None
    if engaged != case.engaged_at:
        case.engaged_at = engaged
        fresh = (
            _of_case(Kind.engaged, case, definition, referral, person, engaged) if engaged else None
        )
        _replace(database, case.id, Kind.engaged, fresh)
        _restart(database, referral, definition, ("engaged",), engaged, person)
    database.flush()


def _met(database: Database, case: Case) -> list[datetime]:
    """When the person was met, the earliest first.

    A case that was brought in has meetings of which there is no session here: they stay.
    """
    rows = database.exec(
        select(Session.starts_at, Attendance.status)
        .join(Attendance, col(Attendance.session_id) == Session.id)
        .where(Attendance.case_id == case.id, Session.kind != ATTEMPT)
    ).all()
    told = {case.first_contact_at, case.engaged_at, case.last_contact_at} - {None}
    elsewhere = told - {at for at, _status in rows}
    return sorted([*(at for at, status in rows if status in SEEN), *(at for at in elsewhere if at)])


def count_session(
    database: Database, case: Case, session: Session, place: Attendance, *, counted: bool = True
) -> None:
    """Count one person's place in a session; an earlier count of the same place is corrected.

    `counted` is False for a place that cannot have been counted before.
    """
    if session.kind == ATTEMPT:
        return
    definition, referral, person = context(database, case)
    minutes = session.minutes if place.status in SEEN else None
    fresh = facts.about_person(
        Kind.session,
        referral,
        person,
        definition.code,
        on=session.starts_at.astimezone(clocks.LONDON).date(),
        source_id=place.id,
        code=str(place.status),
        value=minutes,
        setting_id=session.setting_id,
    )
    if counted:
        _replace(database, place.id, Kind.session, fresh)
    else:
        database.state(fresh)


def standing(database: Database, source_id: UUID, kind: Kind) -> Fact | None:
    """The fact of a kind that a record states now, if any."""
    ended = select(col(Fact.closes)).where(
        col(Fact.closes).is_not(None), Fact.source_id == source_id
    )
    return database.exec(
        select(Fact)
        .where(Fact.source_id == source_id, Fact.kind == int(kind), col(Fact.seq).not_in(ended))
        .order_by(col(Fact.seq).desc())
        .limit(1)
    ).first()


def _replace(database: Database, source_id: UUID, kind: Kind, fresh: Statement | None) -> None:
    """State `fresh` in place of what the record stated before; None withdraws it."""
    old = None if source_id in database.made else standing(database, source_id, kind)
    if old is None:
        if fresh:
            database.state(fresh)
    elif fresh is None:
        database.state(facts.withdraw(old, "corrected"))
    elif facts.of_row(old) != fresh:
        database.state(facts.correct(old, fresh))


def _restart(
    database: Database,
    referral: Referral,
    definition: Definition,
    stops: tuple[str, ...],
    at: datetime | None,
    person: Person,
) -> None:
    """Set the clocks right that a withdrawn or moved milestone had stopped."""
    own = definition.for_side(referral.side)
    names = [one.name for one in own.clocks if one.stops in stops]
    for clock in database.exec(
        select(Clock).where(
            Clock.organisation_id == referral.provider_id,
            Clock.side == referral.side,
            Clock.referral_id == referral.id,
            col(Clock.name).in_(names),
            col(Clock.void).is_(False),
        )
    ).all():
        if clock.stopped_at is not None:
            _replace(
                database,
                clock.id,
                Kind.clock,
                None if at is None else standards.said(clock, referral, person, definition, at),
            )
            clock.stopped_at = at
        elif at is not None:
            for milestone in stops:
                standards.stop(database, referral, definition, milestone, at, person)


def _of_case(
    kind: Kind,
    case: Case,
    definition: Definition,
    referral: Referral,
    person: Person,
    at: datetime,
    value: float | None = None,
) -> Statement:
    day = at.astimezone(clocks.LONDON).date()
    return facts.about_person(
        kind, referral, person, definition.code, on=day, source_id=case.id, value=value
    )
