"""Writing down who is around a person, and whether a child can agree for themselves."""

from datetime import date
from typing import Any

from app import clocks
from app.actions.assigning import assign
from app.actions.days import refuse_future
from app.database import Database
from app.models import Case, Competence, Professional, Relative
from app.models.naming import copied_from_case


def add_relative(database: Database, case: Case, **said: Any) -> Relative:
    """Write down somebody of the family; an age is written down with today's date."""
    made = Relative(**copied_from_case(case), **_with_day(said, None))
    database.add(made)
    database.flush()
    database.record(made, "added", relation=made.relation)
    return made


def change_relative(database: Database, row: Relative, *, gone: bool, **said: Any) -> None:
    """Correct what is known of somebody of the family, or say that they are no longer part of it."""
    changed = assign(row, _with_day(said, row) | {"ended_on": _end(row.ended_on, gone=gone)})
    if changed:
        database.record(row, "changed", fields=sorted(changed))
        database.flush()


def add_professional(database: Database, case: Case, **said: Any) -> Professional:
    """Write down somebody who works with the person elsewhere."""
    made = Professional(**copied_from_case(case), **said)
    database.add(made)
    database.flush()
    database.record(made, "added")
    return made


def change_professional(database: Database, row: Professional, *, gone: bool, **said: Any) -> None:
    """Correct what is known of a professional, or say that they are no longer involved."""
    changed = assign(row, said | {"ended_on": _end(row.ended_on, gone=gone)})
    if changed:
        database.record(row, "changed", fields=sorted(changed))
        database.flush()


def assess_competence(
    database: Database,
    case: Case,
    *,
    question: str,
    decision: str,
    assessor: str,
    assessed_on: date,
    ground: str,
    review_on: date | None = None,
) -> Competence:
    """Keep an assessment of a child's ability to decide; earlier ones stay. Raises Refused."""
    refuse_future(assessed_on, "The day of the assessment")
    made = Competence(
        **copied_from_case(case),
        question=question,
        decision=decision,
        assessor=assessor,
        assessed_on=assessed_on,
        ground=ground,
        review_on=review_on,
        by_id=database.viewer.account_id,
    )
    database.add(made)
    database.flush()
    database.record(made, "assessed", decision=decision, question=question)
    return made


def _with_day(said: dict[str, Any], known: Relative | None) -> dict[str, Any]:
    """An age says on which day it was given; the same age keeps its day."""
    age = said.get("age")
    kept = known.age_on if known and known.age == age else None
    return said | {"age_on": None if age is None else kept or clocks.today()}


def _end(ended_on: date | None, *, gone: bool) -> date | None:
    return (ended_on or clocks.today()) if gone else None
