"""Goals and measures of a case: what it works towards, and how far it came."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import Goal, MeasureTaken, Occasion
from app.programmes.lists import code_list
from app.programmes.measures import reliable_change, shelf
from app.programmes.scales import Measure
from app.queries.case_file import CaseFile


class GoalLine(NamedTuple):
    """A goal in the person's own words, and what became of it."""

    id: UUID
    words: str
    domain: str
    set_on: date
    aimed_on: date | None
    result: str | None
    result_on: date | None
    version: int


GOAL = (
    col(Goal.id),
    col(Goal.words),
    col(Goal.domain),
    col(Goal.set_on),
    col(Goal.aimed_on),
    col(Goal.result),
    col(Goal.result_on),
    col(Goal.version),
)
# Open ones first, then by the day they were set.
IN_ORDER = (col(Goal.result).is_not(None), col(Goal.set_on), col(Goal.id))


def goals(database: Database, file: CaseFile) -> list[GoalLine]:
    """Every goal of the case: open ones first, then by the day they were set."""
    statement = select(*GOAL).where(col(Goal.case_id) == file.case.id).order_by(*IN_ORDER)
    return [goal_line(row) for row in database.execute(statement.limit(100)).all()]


def goal_line(row: Sequence[Any]) -> GoalLine:
    """A goal in words, from the columns of `GOAL`."""
    row_id, words, domain, set_on, aimed_on, result, on, version = row
    label = code_list("goal-result").label(result) if result else None
    about = code_list("goal-domain").label(domain)
    return GoalLine(row_id, words, about, set_on, aimed_on, label, on, version)


def goal_of_case(database: Database, file: CaseFile, goal_id: UUID, *, lock: bool = False) -> Goal:
    """One goal of this very case. Raises NotFound."""
    goal = database.find(Goal, goal_id, lock=lock)
    if goal.case_id != file.case.id:
        raise NotFound
    return goal


class Reading(NamedTuple):
    """One measure taken: a score, or why it was not asked."""

    score: float | None
    not_asked: str | None
    taken_on: date


class MeasureLine(NamedTuple):
    """One measure with its readings side by side."""

    measure: Measure
    baseline: Reading | None
    reviews: list[Reading]
    exit: Reading | None
    follow_up: Reading | None
    change: str | None

    @property
    def latest(self) -> Reading | None:
        """The newest score, to be shown beside the next question."""
        taken = [*self.reviews, *filter(None, (self.exit, self.follow_up))]
        scored = [one for one in taken if one.score is not None]
        return scored[-1] if scored else self.baseline


def measures(database: Database, file: CaseFile) -> list[MeasureLine]:
    """The programme's measures about the person, and others begun with them, with every score."""
    own = [one for one in file.definition.measures if one.about == "person"]
    rows = database.execute(
        select(
            col(MeasureTaken.key),
            col(MeasureTaken.occasion),
            col(MeasureTaken.score),
            col(MeasureTaken.not_asked),
            col(MeasureTaken.taken_on),
        )
        .where(col(MeasureTaken.case_id) == file.case.id, ~col(MeasureTaken.replaced))
        .order_by(col(MeasureTaken.taken_on), col(MeasureTaken.said_at))
        .limit(500)
    ).all()
    taken: dict[tuple[str, str], list[Reading]] = {}
    for key, occasion, score, not_asked, on in rows:
        taken.setdefault((key, occasion), []).append(Reading(score, not_asked, on))
    keys = {key for key, _occasion in taken}
    more = [one for one in shelf().measures.values() if one.key in keys]
    return [_line(measure, taken) for measure in (*own, *more)]


def _line(measure: Measure, taken: dict[tuple[str, str], list[Reading]]) -> MeasureLine:
    def last(occasion: Occasion) -> Reading | None:
        found = taken.get((measure.key, occasion))
        return found[-1] if found else None

    first, end = last(Occasion.baseline), last(Occasion.exit)
    # Until the end is there, the newest review says how things move.
    newest = last(Occasion.review)
    return MeasureLine(
        measure,
        first,
        taken.get((measure.key, Occasion.review), []),
        end,
        last(Occasion.follow_up),
        change(measure, first, end or newest),
    )


def change(measure: Measure, first: Reading | None, end: Reading | None) -> str | None:
    """How a measure moved between two readings, in words; None while one of them is missing.

    Where reliability and spread are published it also says whether chance alone might do that.
    """
    if first is None or end is None or first.score is None or end.score is None:
        return None
    moved = end.score - first.score
    if moved == 0:
        return "Same"
    better = moved > 0 if measure.direction == "higher-is-better" else moved < 0
    said = (
        f"{'Better' if better else 'Worse'}, {abs(moved):.3g} {'higher' if moved > 0 else 'lower'}"
    )
    sure = reliable_change(measure, first.score, end.score)
    if sure is None:
        return said
    return said + (", more than chance" if sure else ", may be chance")


def open_goals(database: Database, file: CaseFile) -> list[Goal]:
    """The goals that have no result yet, as rows to be ended with the case."""
    return list(
        database.scalars(
            select(Goal)
            .where(col(Goal.case_id) == file.case.id, col(Goal.result).is_(None))
            .order_by(col(Goal.set_on), col(Goal.id))
        )
    )
