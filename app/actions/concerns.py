"""Safeguarding concerns: raised, acted on in time, closed with an outcome."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app import clocks, facts
from app.actions.days import refuse_future
from app.actions.milestones import context
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Case, Concern, ConcernAction
from app.models.naming import copied_from_case
from app.programmes.lists import Entry, code_list
from app.programmes.loading import stored_definition
from app.programmes.safeguarding import A_DAY, Limit, limit_of

# Somebody must always have to do something: without another plan, this.
AT_LEAST = "lead"
AT_ONCE = "police-999"
WAITING = "waiting"


def raise_concern(
    database: Database,
    case: Case,
    *,
    category: str,
    at_risk: str,
    in_danger: bool,
    noticed_on: date,
    seen: str,
    own_words: str | None = None,
    plan: Iterable[str] = (),
) -> Concern:
    """Write down a concern, and start a clock for everything that is to be done about it.

    `plan` are codes of the list `safeguarding-action`; in danger the police (999) come first, and
    with nothing planned the safeguarding lead is told. The guardian hears of it by mail, without a
    word about whom. Raises Refused for a day in the future.
    """
    refuse_future(noticed_on)
    concern = Concern(
        **copied_from_case(case),
        category=category,
        at_risk=at_risk,
        in_danger=in_danger,
        noticed_on=noticed_on,
        seen=seen,
        own_words=own_words,
        raised_by_id=database.viewer.account_id,
    )
    database.add(concern)
    database.flush()
    database.record(concern, "raised", in_danger=in_danger)
    _count(database, case, Kind.concern_raised, concern)
    wanted = dict.fromkeys([*([AT_ONCE] if in_danger else []), *plan] or [AT_LEAST])
    for kind in wanted:
        plan_action(database, concern, kind=kind)
    database.later("concern", concern.id)
    return concern


def plan_action(
    database: Database, concern: Concern, *, kind: str, since: datetime | None = None
) -> ConcernAction:
    """Say that something is to be done; its clock runs from `since` (now) as `limit_of` says."""
    _refuse_closed(concern)
    start, limit = since or clocks.now(), _limit(database, concern.case_id, kind)
    action = ConcernAction(
        **copied_from_case_of(concern),
        concern_id=concern.id,
        kind=kind,
        due_at=clocks.add_working_days(start, limit.working_days)
        if limit.working_days
        else start + timedelta(hours=limit.hours or A_DAY),
    )
    database.add(action)
    database.flush()
    database.record(action, "planned", kind=kind)
    return action


def do_action(
    database: Database,
    action: ConcernAction,
    *,
    at: datetime,
    words: str | None = None,
    outcome: str,
) -> None:
    """Say that something was done, when, and what came of it at once.

    Where an answer is waited for, its clock starts; a referral by phone starts the clock of the one
    in writing. Raises Refused if it was done before, lies in the future, or the concern is closed.
    """
    concern = database.find(Concern, action.concern_id, lock=True)
    _refuse_closed(concern)
    if action.made_at is not None:
        raise Refused("This was recorded before. Nothing was changed.")
    if at > clocks.now():
        raise Refused("This moment is in the future.")
    entry, in_time = _entry(action.kind), action.due_at is None or at <= action.due_at
    action.made_at, action.by_id = at, database.viewer.account_id
    action.words, action.outcome = words, outcome
    limit = _limit(database, action.case_id, action.kind)
    waits = (limit.answer or 1) if outcome == WAITING else 0
    action.due_at = clocks.add_working_days(at, waits) if waits else None
    action.escalated_at = None
    database.flush()
    database.record(action, "done", kind=action.kind, outcome=outcome)
    case = database.find(Case, action.case_id)
    _count(database, case, Kind.concern_action, action, n=int(in_time))
    if follows := entry.also.get("then"):
        _follow(database, concern, str(follows), at)


def hear_back(
    database: Database,
    action: ConcernAction,
    *,
    on: date,
    outcome: str,
    feedback: str | None = None,
) -> None:
    """Keep what was answered; it stops the clock unless more is waited for.

    Raises Refused when the thing was not done yet, or for a day in the future or before it.
    """
    concern = database.find(Concern, action.concern_id, lock=True)
    _refuse_closed(concern)
    if action.made_at is None:
        raise Refused("Record first that it was done.")
    if on > clocks.today() or on < action.made_at.astimezone(clocks.LONDON).date():
        raise Refused("The answer came between the day it was done and today. Check the day.")
    action.outcome, action.feedback, action.feedback_on = outcome, feedback, on
    waits = _limit(database, action.case_id, action.kind).answer or 1
    action.due_at = clocks.add_working_days(clocks.now(), waits) if outcome == WAITING else None
    action.escalated_at = None
    database.flush()
    database.record(action, "answered", kind=action.kind, outcome=outcome)


def close(database: Database, concern: Concern, *, outcome: str, words: str) -> None:
    """End a concern with an outcome and why.

    Raises Refused while something is still to be done or answered, or if it was closed before.
    """
    _refuse_closed(concern)
    left = database.exec(
        select(col(ConcernAction.kind)).where(
            ConcernAction.concern_id == concern.id, col(ConcernAction.due_at).is_not(None)
        )
    ).all()
    if left:
        names = ", ".join(sorted(_entry(kind).label for kind in left))
        raise Refused(f"This is still open: {names}. Record what happened first.")
    concern.outcome, concern.outcome_words = outcome, words
    concern.closed_at, concern.closed_by_id = clocks.now(), database.viewer.account_id
    database.flush()
    database.record(concern, "closed", outcome=outcome)


def not_needed(database: Database, action: ConcernAction, *, why: str) -> None:
    """Say that something planned is not to be done after all, and why. Raises Refused once done."""
    concern = database.find(Concern, action.concern_id, lock=True)
    _refuse_closed(concern)
    if action.made_at is not None:
        raise Refused("This was done already. Record what came of it instead.")
    action.made_at, action.by_id = clocks.now(), database.viewer.account_id
    action.words, action.outcome = why, "not-needed"
    action.due_at = action.escalated_at = None
    database.flush()
    database.record(action, "not-needed", kind=action.kind)


def refuse_open(database: Database, case: Case) -> None:
    """A case is not closed over an open concern. Raises Refused."""
    still = database.exec(
        select(col(Concern.id))
        .where(Concern.case_id == case.id, col(Concern.closed_at).is_(None))
        .limit(1)
    ).first()
    if still is not None:
        raise Refused(
            "A safeguarding concern is open on this case. Close the concern with its outcome first."
        )


def copied_from_case_of(concern: Concern) -> dict[str, Any]:
    """The columns that an action takes over from its concern."""
    names = ("case_id", "organisation_id", "commission_id", "side", "restricted")
    return {name: getattr(concern, name) for name in names}


def _follow(database: Database, concern: Concern, kind: str, at: datetime) -> None:
    before = database.exec(
        select(col(ConcernAction.id)).where(
            ConcernAction.concern_id == concern.id, ConcernAction.kind == kind
        )
    ).first()
    if before is None:
        plan_action(database, concern, kind=kind, since=at)


def _refuse_closed(concern: Concern) -> None:
    if concern.closed_at is not None:
        raise Refused("This concern is closed. Raise a new one if there is a new worry.")


def _limit(database: Database, case_id: UUID, kind: str) -> Limit:
    """The times of an action under the programme of its case, as it was referred under."""
    case = database.find(Case, case_id)
    own = stored_definition(database, case.programme_version_id).for_side(case.side)
    return limit_of(_entry(kind), own.safeguarding)


def _entry(kind: str) -> Entry:
    entry = code_list("safeguarding-action").get(kind)
    if entry is None:
        raise Refused("Select what is to be done from the list.")
    return entry


def _count(
    database: Database,
    case: Case,
    kind: Kind,
    row: Concern | ConcernAction,
    *,
    n: int = 1,
) -> None:
    """State the fact: that it happened, never what it was about."""
    definition, referral, person = context(database, case)
    at = row.raised_at if isinstance(row, Concern) else row.made_at or clocks.now()
    database.state(
        facts.about_person(
            kind,
            referral,
            person,
            definition.code,
            on=at.astimezone(clocks.LONDON).date(),
            source_id=row.id,
            code=row.kind if isinstance(row, ConcernAction) else "",
            n=n,
        )
    )
