"""Working a case: open, engage, pause, resume, close, reopen, and what is said about it."""

from datetime import date, datetime

from sqlmodel import col, select

from app import clocks, facts, pathway
from app.actions import concerns, joined, mails, pauses, restriction, sessions, standards
from app.actions.days import refuse_future
from app.actions.milestones import FIRST_ACTION, context, retell
from app.actions.offered import refuse_offered
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    Case,
    CaseDate,
    CaseState,
    Person,
    Referral,
    SessionState,
    Task,
)
from app.models.naming import copied_from_case
from app.programmes.definition import Definition
from app.programmes.delivery import HANDED_ON
from app.programmes.loading import stored_definition
from app.queries.tasks import FOLLOW_UP

# Nobody is asked how things are who died or went on with somebody else, or whose case was a mistake.
HANDING_ON = frozenset(one.code for one in HANDED_ON)
NO_FOLLOW_UP = frozenset({"died", "opened-in-error"}) | HANDING_ON
# What the sender reads as "could not be reached", by whatever words the programme calls it.
UNREACHABLE = frozenset({"not-reachable", "no-safe-contact"})


def definition_for(database: Database, row: Referral | Case) -> Definition:
    """The programme's document as the referral was made under."""
    return stored_definition(database, row.programme_version_id)


def open_case(
    database: Database, referral: Referral, person: Person, definition: Definition
) -> Case:
    """Open the case of an accepted referral. Raises Refused if the person has an open one there."""
    if database.held(Case, person) is None and _is_worked_with(database, referral, person):
        raise Refused(
            "This person already has an open case in this service. Decline as already with us."
        )
    own = definition.for_side(referral.side)
    case = Case(
        organisation_id=referral.provider_id,
        commission_id=referral.commission_id,
        side=referral.side,
        restricted=own.restricted,
        person_id=person.id,
        referral_id=referral.id,
        programme_version_id=referral.programme_version_id,
        next_action=FIRST_ACTION,
        next_on=clocks.today(),
    )
    database.add(case)
    database.flush()
    if own.restricted:
        restriction.begin(database, case, referral)
    database.record(case, "opened", person_id=person.id, referral_id=referral.id)
    return case


def _is_worked_with(database: Database, row: Referral | Case, person: Person) -> bool:
    """Whether a person has an open case in the service of a referral or case."""
    provider = row.provider_id if isinstance(row, Referral) else row.organisation_id
    already = select(Case.id).where(
        Case.organisation_id == provider,
        Case.side == row.side,
        Case.person_id == person.id,
        Case.commission_id == row.commission_id,
        col(Case.state) != CaseState.closed,
    )
    return database.exec(already).first() is not None


def bedside(database: Database, case: Case, referral: Referral, definition: Definition) -> None:
    """Record "seen at" as the case's first session: the navigator met the person there."""
    own = definition.for_side(case.side).sessions
    kind = (
        next((one.code for one in own.kinds if one.shape == "individual"), "bedside")
        if own
        else "bedside"
    )
    at = referral.attended_at or clocks.now()
    if case.agreed_on is None and referral.agreement == "agreed":
        # Agreed when they were met: that may have been before midnight.
        engage(database, case, agreed_on=at.astimezone(clocks.LONDON).date())
    new = sessions.NewSession(kind=kind, starts_at=at, setting_id=referral.setting_id)
    sessions.record(database, case, new, status="attended")


def engage(database: Database, case: Case, *, agreed_on: date) -> None:
    """Record that the person agreed to take part: the case is active.

    Who was met on that day or after it is engaged since then, also where the agreement is written
    down later. Raises Refused for a day in the future; that it is not before the referral is for
    the form to say.
    """
    refuse_future(agreed_on, "The day of agreement")
    pathway.advance(case, "engage", database.viewer)
    case.agreed_on = agreed_on
    database.flush()
    database.record(case, "agreed")
    definition, referral, person = context(database, case)
    at = min(clocks.now(), datetime.combine(agreed_on, datetime.min.time(), clocks.LONDON))
    database.state(
        facts.about_person(
            Kind.agreed, referral, person, definition.code, on=agreed_on, source_id=case.id
        )
    )
    standards.stop(database, referral, definition, "agreed", clocks.now(), person)
    standards.start(database, referral, definition, "agreed", at, case=case)
    met = case.last_contact_at
    if met is not None and met.astimezone(clocks.LONDON).date() >= agreed_on:
        retell(database, case)


def pause(database: Database, case: Case, *, reason: str, review_on: date) -> None:
    """Pause the work (custody, hospital …) until a review date.

    Standards that wait for the person rest with it, and go on when the work does.
    """
    pathway.advance(case, "pause", database.viewer)
    case.pause_reason, case.pause_review_on = reason, review_on
    # Until then the review is what comes next.
    case.next_action = case.next_on = None
    database.flush()
    database.record(case, "paused", reason=reason)
    definition, referral, _person = context(database, case)
    pauses.rest_with_case(database, case, referral, definition.for_side(case.side))


def resume(database: Database, case: Case) -> None:
    """Go on with a paused case."""
    pathway.advance(case, "resume", database.viewer)
    case.pause_reason = case.pause_review_on = None
    database.flush()
    database.record(case, "resumed")
    definition, referral, _person = context(database, case)
    pauses.go_on_with_case(database, case, referral, definition.for_side(case.side))


def close(
    database: Database, case: Case, *, reason: str, planned: bool, person_view: str | None = None
) -> None:
    """Close the case with a coded reason of its programme; the sender's receipt says that it closed.

    Sessions still planned are cancelled; clocks still running end without their milestone. Raises
    Refused while the case is offered to another provider.
    """
    definition, referral, person = context(database, case)
    at = clocks.now()
    concerns.refuse_open(database, case)
    if reason not in HANDING_ON:
        refuse_offered(database, case)
    pathway.advance(case, "close", database.viewer)
    case.closed_at, case.close_reason, case.planned, case.person_view = (
        at,
        reason,
        planned,
        person_view,
    )
    case.pause_reason = case.pause_review_on = case.next_action = case.next_on = None
    unreachable_at = at if reason in UNREACHABLE and case.first_contact_at is None else None
    referral.closed_at, referral.unreachable_at = at, unreachable_at
    joined.tell_closed(database, case, at, unreachable_at)
    mails.tell_guest(database, referral)
    database.flush()
    for session in sessions.planned_for(database, case):
        if session.shape == "individual" and session.state == SessionState.planned:
            sessions.cancel(database, session, by="provider", of=case)
    database.record(case, "closed", reason=reason, planned=planned)
    database.state(
        facts.about_person(
            Kind.closed,
            referral,
            person,
            definition.code,
            on=clocks.today(),
            source_id=case.id,
            code=reason,
            n=int(planned),
        )
    )
    standards.stop(database, referral, definition, "closed", at, person)
    standards.void(database, referral, at)
    if case.engaged_at and reason not in NO_FOLLOW_UP:
        _follow_up(database, case, definition)
    database.flush()


def _follow_up(database: Database, case: Case, definition: Definition) -> None:
    """Leave the tasks of asking again some months after the end, as the programme says."""
    left = {
        task.kind: task
        for task in database.exec(
            select(Task).where(Task.case_id == case.id, col(Task.done_at).is_(None))
        )
    }
    for later in definition.for_side(case.side).follow_up:
        kind, due_on = f"{FOLLOW_UP}{later.months}", clocks.add_months(clocks.today(), later.months)
        # Closed once before: what was left then to be asked is asked once, after this end.
        if kind in left:
            left[kind].due_on = due_on
        else:
            task = Task(
                **copied_from_case(case), account_id=case.worker_id, kind=kind, due_on=due_on
            )
            database.add(task)


def reopen(database: Database, case: Case) -> None:
    """Open a closed case again.

    The closure stays counted on its own day, so earlier quarters do not move; the reopening is
    counted on its day. Raises Refused where the person has a newer case in the service.
    """
    definition, referral, person = context(database, case)
    pathway.open_move(case, "reopen", database.viewer)
    if _is_worked_with(database, case, person):
        raise Refused(
            "This person has a newer case in this service that is open. Go on in that one."
        )
    pathway.advance(case, "reopen", database.viewer)
    case.closed_at = case.close_reason = case.planned = None
    referral.closed_at = referral.unreachable_at = None
    joined.tell_closed(database, case, None, None)
    database.flush()
    database.record(case, "reopened")
    database.state(
        facts.about_person(
            Kind.reopened, referral, person, definition.code, on=clocks.today(), source_id=case.id
        )
    )


def set_next(database: Database, case: Case, *, words: str | None, on: date | None) -> None:
    """Say what comes next, in a few words, and by when."""
    case.next_action, case.next_on = words, on
    database.record(case, "next-action-set")
    database.flush()


def set_level(database: Database, case: Case, *, level: str) -> None:
    """Say which level of work this is (a code of the programme)."""
    case.level = level
    database.record(case, "level-set", level=level)
    database.flush()


def set_risk(database: Database, case: Case, *, risk: str) -> None:
    """Say how high the risk is."""
    case.risk = risk
    database.record(case, "risk-set", risk=risk)
    database.flush()


def set_date(
    database: Database,
    case: Case,
    *,
    name: str,
    falls_on: date,
    kind: str | None = None,
    confidence: str | None = None,
) -> CaseDate:
    """Set or move a date such as the release date; clocks that run towards it move with it."""
    made = CaseDate(
        **copied_from_case(case), name=name, falls_on=falls_on, kind=kind, confidence=confidence
    )
    database.add(made)
    definition, referral, _person = context(database, case)
    standards.run_towards(database, case, referral, definition, name, falls_on)
    database.record(made, "set", name=name)
    database.flush()
    return made
