"""What is delivered to named people: plan, record, mark, cancel; and tries to reach somebody."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.actions import letters, milestones
from app.actions.milestones import ATTEMPT
from app.database import Database
from app.errors import Refused
from app.models import (
    SEEN,
    Attendance,
    AttendanceStatus,
    Case,
    CaseState,
    Session,
    SessionShape,
    SessionState,
)
from app.models.naming import copied_from_case
from app.programmes.loading import stored_definition
from app.queries.session_caps import cap_of

MISSED = (AttendanceStatus.did_not_attend, AttendanceStatus.not_brought)


class NewSession(NamedTuple):
    """When, what and where. `kind` and `method` are codes of the programme; `minutes` of work."""

    kind: str
    starts_at: datetime
    method: str | None = None
    purpose: str | None = None
    minutes: int | None = None
    place: str | None = None
    setting_id: UUID | None = None
    note: str | None = None
    module: int | None = None
    group_id: UUID | None = None
    series_id: UUID | None = None
    # Who meets the person; whoever writes it down, if nobody else is named.
    led_by_id: UUID | None = None


def plan(database: Database, case: Case, new: NewSession, *, capped: bool = True) -> Session:
    """Plan a session with one person. Raises Refused on a closed case, or above the cap.

    `capped=False` where the caller has asked for the cap already.
    """
    _refuse_closed(case)
    if capped:
        refuse_above_cap(database, case, planning=1)
    session, attendance = _write(
        database, case, new, SessionState.planned, AttendanceStatus.expected
    )
    database.record(attendance, "planned", session_id=session.id)
    return session


def record(database: Database, case: Case, new: NewSession, *, status: str) -> Session:
    """Record a session with one person that was due: who came, or how it failed.

    Raises Refused on a closed case, for a time in the future or before the referral.
    """
    _refuse_closed(case)
    milestones.refuse_impossible(database, case, new.starts_at)
    said = AttendanceStatus(status)
    session, attendance = _write(database, case, new, SessionState.held, said)
    _count(database, case, session, attendance)
    return session


def mark(
    database: Database,
    attendance: Attendance,
    *,
    status: str,
    minutes: int | None = None,
    note: str | None = None,
) -> None:
    """Say how a planned place ended, or correct what was said; the count follows."""
    session = database.find(Session, attendance.session_id, lock=True)
    case = database.find(Case, attendance.case_id)
    milestones.refuse_impossible(database, case, session.starts_at)
    before = attendance.status
    attendance.status, attendance.said_at = AttendanceStatus(status), clocks.now()
    attendance.note = note if note is not None else attendance.note
    session.minutes = minutes if minutes is not None else session.minutes
    if session.state == SessionState.planned and session.led_by_id in database.viewer.covers:
        # Who stands in held it; that it was for somebody is read off the absence.
        session.led_by_id = database.viewer.account_id
    if session.state != SessionState.held:
        # Also a session that was called off by mistake.
        session.state, session.cancelled_by = SessionState.held, None
    database.flush()
    _count(database, case, session, attendance, corrected=before != AttendanceStatus.expected)


def cancel(
    database: Database,
    session: Session,
    *,
    by: str,
    of: Case | None = None,
    note: str | None = None,
) -> None:
    """Cancel a planned session; `by` is person or provider. Places in it end as cancelled by them.

    `note` is kept at every place: give it only for a session with one person.
    """
    if session.state != SessionState.planned:
        raise Refused("Only a planned session can be cancelled. Correct the attendance instead.")
    session.state, session.cancelled_by = SessionState.cancelled, by
    places = database.exec(select(Attendance).where(Attendance.session_id == session.id)).all()
    ends = (
        AttendanceStatus.cancelled_by_person
        if by == "person"
        else AttendanceStatus.cancelled_by_provider
    )
    for place in places:
        place.status, place.said_at, place.note = ends, clocks.now(), note or place.note
    database.flush()
    for place in places:
        database.record(place, "cancelled", session_id=session.id, by=by)
        case = of or database.find(Case, place.case_id)
        milestones.count_session(database, case, session, place)
    if not places:
        database.record(session, "cancelled", by=by)


def refuse_above_cap(database: Database, case: Case, *, planning: int) -> None:
    """Refuse to plan more sessions than the programme gives at this level, or a manager allowed.

    Only planning is refused: what took place can always be recorded.
    """
    definition = stored_definition(database, case.programme_version_id).for_side(case.side)
    if definition.sessions is None or definition.sessions.most(case.level) is None:
        return
    cap = cap_of(database, case, definition)
    if cap.left is not None and planning > cap.left:
        raise Refused(
            f"{cap.used + cap.planned} of {cap.most} sessions are used or planned: "
            f"{planning} more would be too many. A manager can allow more, with a reason. "
            "Leave the next session empty if you record one."
        )


def attempt(
    database: Database,
    case: Case,
    *,
    at: datetime,
    method: str,
    outcome: str | None = None,
    note: str | None = None,
) -> Session:
    """Keep that contact was tried and the person not reached. Counts for the first attempt only.

    `outcome` is of the list `attempt-outcome`.
    """
    _refuse_closed(case)
    milestones.refuse_impossible(database, case, at)
    new = NewSession(kind=ATTEMPT, starts_at=at, method=method, note=note)
    session, attendance = _write(
        database, case, new, SessionState.held, AttendanceStatus.late_not_seen
    )
    attendance.outcome = outcome
    database.record(attendance, "attempted", session_id=session.id, method=method, outcome=outcome)
    milestones.attempted(database, case, at)
    return session


def hold_group(
    database: Database,
    session: Session,
    register: dict[UUID, str],
    notes: dict[UUID, str] | None = None,
) -> None:
    """Fill the whole register of a group session in one press, or correct it.

    `register` maps case id to attendance status; who is not in it stays as they were.
    """
    places = database.exec(
        select(Attendance)
        .where(Attendance.session_id == session.id)
        .order_by(col(Attendance.case_id))
        .with_for_update(key_share=True)
    ).all()
    known = {place.case_id: place for place in places}
    session.state = SessionState.held
    for case_id in sorted(register):
        case = database.find(Case, case_id)
        milestones.refuse_impossible(database, case, session.starts_at)
        place = known.get(case_id) or Attendance(**copied_from_case(case), session_id=session.id)
        before = place.status
        status = AttendanceStatus(register[case_id])
        note = (notes or {}).get(case_id)
        if status == before and not note:
            continue
        place.status, place.said_at, place.note = status, clocks.now(), note or place.note
        database.add(place)
        database.flush()
        _count(database, case, session, place, corrected=before != AttendanceStatus.expected)
    database.flush()


def planned_for(database: Database, case: Case) -> list[Session]:
    """The sessions still planned in which this case has a place."""
    places = select(Attendance.session_id).where(
        Attendance.case_id == case.id, Attendance.status == AttendanceStatus.expected
    )
    return list(database.exec(select(Session).where(col(Session.id).in_(places))).all())


def _write(
    database: Database, case: Case, new: NewSession, state: SessionState, status: AttendanceStatus
) -> tuple[Session, Attendance]:
    session = Session(
        organisation_id=case.organisation_id,
        commission_id=case.commission_id,
        side=case.side,
        shape=SessionShape.individual,
        state=state,
        **new._replace(note=None, led_by_id=new.led_by_id or database.viewer.account_id)._asdict(),
    )
    database.add(session)
    database.flush()
    # The note is about this person, so it hangs on the case: a restricted case hides it.
    attendance = Attendance(
        **copied_from_case(case), session_id=session.id, status=status, note=new.note
    )
    database.add(attendance)
    database.flush()
    return session, attendance


def _count(
    database: Database,
    case: Case,
    session: Session,
    attendance: Attendance,
    *,
    corrected: bool = False,
) -> None:
    """Everything that follows from a mark: milestones, facts, the event, a letter if one is due."""
    what = "corrected" if corrected else "recorded"
    database.record(
        attendance, what, session_id=session.id, status=str(attendance.status), kind=session.kind
    )
    milestones.count_session(database, case, session, attendance, counted=corrected)
    if corrected:
        milestones.retell(database, case)
    elif attendance.status in SEEN:
        milestones.seen(database, case, session.starts_at)
    else:
        milestones.attempted(database, case, session.starts_at)
    if attendance.status in MISSED and not corrected:
        letters.missed_session(
            database, case, stored_definition(database, case.programme_version_id)
        )
    database.flush()


def _refuse_closed(case: Case) -> None:
    if case.state == CaseState.closed:
        raise Refused(
            "This case is closed, so nothing more can be recorded in it. Nothing you typed is lost."
        )
