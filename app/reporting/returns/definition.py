"""The schema of a return definition: what a provider reports to its commissioner each quarter.

A document under `reference/returns/`, checked and versioned as programme documents are: rows are
measures, columns are breakdowns, beside them texts to write and case studies. A submitted return
keeps the version it was made under.
"""

from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from app import clocks
from app.programmes.consistency import Fault
from app.programmes.parts import Code, Key, Part, Sentences, Words
from app.reporting.bridge.cells import BREAKDOWNS
from app.reporting.bridge.units import is_countable
from app.reporting.measure import By, Measure
from app.reporting.measures import MEASURES, SHARES
from app.reporting.periods import Quarter

Breakdown = Literal[
    "area", "age", "sex", "ethnicity", "source", "reason", "outcome", "scale", "role", "stage", "action"
]  # fmt: skip
MoneyRow = Literal["spent", "spent-to-date", "cost-per-start", "cost-per-planned-exit"]
RESTS_ON: dict[str, str] = {"cost-per-start": "starts", "cost-per-planned-exit": "planned-exits"}


class Due(Part):
    """When a return is due: so many days after the last day of its quarter."""

    days: int | None = Field(default=None, ge=1, le=120)
    working_days: int | None = Field(default=None, ge=1, le=90)

    def day(self, quarter: Quarter) -> date:
        """The last day on which the return of a quarter is in time."""
        last = quarter.end
        if self.working_days is None:
            return date.fromordinal(last.toordinal() - 1 + (self.days or 0))
        left, day = self.working_days, date.fromordinal(last.toordinal() - 1)
        while left:
            day = date.fromordinal(day.toordinal() + 1)
            left -= clocks.is_working_day(day)
        return day


class Explain(Part):
    """Which changes since the quarter before need a sentence: both limits must be reached."""

    per_cent: int = Field(default=25, ge=1, le=500)
    least: int = Field(default=10, ge=1, le=10_000)

    def is_big(self, now: int, before: int) -> bool:
        """Whether a number moved so far that it wants explaining."""
        change = abs(now - before)
        return change >= self.least and change * 100 >= self.per_cent * max(before, 1)


class Row(Part):
    """One row: a measure in all, and broken down by the columns that it has."""

    measure: Code
    by: tuple[Breakdown, ...] = ()
    """Breakdowns of this row beside the columns of all."""


class Section(Part):
    """Rows under a heading, and the shares that are worked out from them."""

    title: Words
    rows: tuple[Row, ...] = Field(min_length=1)
    shares: tuple[Code, ...] = ()


class Narrative(Part):
    """A text to write."""

    key: Key
    label: Words
    help: Sentences | None = None
    required: bool = False


class CaseStudies(Part):
    """How many case studies are hoped for, and what they should tell."""

    most: int = Field(default=2, ge=0, le=10)
    says: Sentences | None = None


class ReturnDefinition(Part):
    """One return definition."""

    code: Code
    name: Words
    says: Sentences
    delivery: tuple[Literal["named", "activity", "both"], ...] = ()
    """Commissions of programmes that are delivered so fill it in, unless another names them."""
    programmes: tuple[Code, ...] = ()
    """Codes of the programmes whose commissions fill it in, whatever their delivery."""
    since: str | None = Field(default=None, pattern=r"^20[0-9]{2}-[1-4]$")
    """The first quarter that is asked for, such as 2026-1; without it that in which it was taken on."""
    due: Due
    explain: Explain = Explain()
    columns: tuple[Literal["area", "age", "sex", "ethnicity"], ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    money: tuple[MoneyRow, ...] = ()
    """What it says about money: worked out of the spend that was stated, beside what was counted."""
    narrative: tuple[Narrative, ...] = ()
    case_studies: CaseStudies = CaseStudies(most=0)

    @cached_property
    def rows(self) -> tuple[tuple[Measure, tuple[By, ...]], ...]:
        """Every measure with the breakdowns it is counted in, in the order of the document."""
        return tuple(
            (MEASURES[row.measure], self.breakdowns(row))
            for section in self.sections
            for row in section.rows
            if row.measure in MEASURES
        )

    def breakdowns(self, row: Row) -> tuple[By, ...]:
        """What a row is broken down by: the columns its measure has, then its own."""
        measure = MEASURES[row.measure]
        own = (*self.columns, *row.by)
        return tuple(dict.fromkeys(By(by) for by in own if by in measure.by))


def faults(definition: ReturnDefinition) -> list[Fault]:
    """What of a well-shaped document cannot be counted."""
    found: list[Fault] = []
    if (definition.due.days is None) == (definition.due.working_days is None):
        found.append(Fault(("due",), "say either “days” or “working_days”"))
    if not definition.delivery and not definition.programmes:
        says = "nobody fills this in: say “delivery” or “programmes”"
        found.append(Fault(("delivery",), says))
    seen: set[str] = set()
    for place, section in enumerate(definition.sections):
        for number, row in enumerate(section.rows):
            found += _faults_of_row(row, ("sections", place, "rows", number), seen)
        for number, share in enumerate(section.shares):
            found += _faults_of_share(share, ("sections", place, "shares", number), definition)
    for number, name in enumerate(definition.money):
        if name in RESTS_ON and RESTS_ON[name] not in seen:
            says = f"“{name}” is worked out from “{RESTS_ON[name]}”, which is no row here"
            found.append(Fault(("money", number), says))
    keys: set[str] = set()
    for number, part in enumerate(definition.narrative):
        if part.key in keys:
            says = f"“{part.key}” is asked twice"
            found.append(Fault(("narrative", number, "key"), says))
        keys.add(part.key)
    return found


def _faults_of_row(row: Row, path: tuple[Any, ...], seen: set[str]) -> list[Fault]:
    measure = MEASURES.get(row.measure)
    if measure is None:
        says = f"there is no measure “{row.measure}”"
        return [Fault((*path, "measure"), says, row.measure, tuple(MEASURES))]
    found = []
    if row.measure in seen:
        found.append(Fault((*path, "measure"), f"“{row.measure}” is there twice"))
    seen.add(row.measure)
    if measure.own_only:
        says = f"“{row.measure}” is for the provider alone: what stands at two ends gives away who left"
        found.append(Fault((*path, "measure"), says))
    if not is_countable(measure):
        says = f"“{row.measure}” cannot be followed row by row, so a return cannot have it"
        found.append(Fault((*path, "measure"), says))
    can_be = tuple(str(by) for by in measure.by if by in BREAKDOWNS)
    for number, by in enumerate(row.by):
        if by not in measure.by:
            says = f"“{row.measure}” is not broken down by “{by}”"
            found.append(Fault((*path, "by", number), says, by, can_be))
    return found


def _faults_of_share(key: str, path: tuple[Any, ...], definition: ReturnDefinition) -> list[Fault]:
    share = SHARES.get(key)
    if share is None:
        says = f"there is no share “{key}”"
        return [Fault(path, says, key, tuple(SHARES))]
    has = {row.measure for section in definition.sections for row in section.rows}
    return [
        Fault(path, f"“{key}” is worked out from “{needed}”, which is no row here")
        for needed in (share.of, share.among)
        if needed not in has
    ]
