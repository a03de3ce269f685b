"""A provider's own figures: every measure as SQL over its own facts, under row-level security.

The statements are made from the declarations in `reporting/measures/`, the same that the columns
for commissioners read. What a measure counts is a set of lines (`figure_lines.py`); its figure is
their number (or sum) and its list is the lines themselves, so a number always equals the list behind
it. The quarters that a page shows beside each other are counted in one pass.
"""

# ruff: noqa: S608 - statements are put together from our own declarations; what is typed is bound

from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Commission, Programme
from app.queries import figure_totals
from app.queries.figure_lines import ALL, BEFORE, LIVE, NOW, lines, total
from app.queries.figure_waits import waits
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.programmes import said_by_programmes
from app.reporting.statistics import DAYS, incidence
from app.reporting.waits import median_wait

WORKED_OUT = {
    "median-hours": ("percentile_cont(0.5) WITHIN GROUP (ORDER BY value)", "first-contacts"),
    "oldest-wait": ("CAST(least(:today, :end - 1) - min(happened_on) AS float8)", "still-waiting"),
}
"""What is worked out from the lines of a measure, in SQL."""


class Figures(NamedTuple):
    """A provider's figures for a quarter: a number for each measure, and what is worked out of them.

    `statistics` has the keys of `measures.STATISTICS`; None where there is no such figure.
    """

    values: dict[str, int]
    statistics: dict[str, float | None]


def figures(database: Database, quarter: Quarter, commission: UUID | None = None) -> Figures:
    """Every measure over the viewer's own facts of a quarter, exactly. `commission` keeps to one."""
    days = _bound(database, quarter, commission)
    return _counted(database, days, both=False)[0]


def with_before(
    database: Database, quarter: Quarter, commission: UUID | None = None
) -> tuple[Figures, dict[str, int]]:
    """The same, and every measure for the quarter before, in one pass over the ledger."""
    days = _bound(database, quarter, commission) | {"before": quarter.before.start}
    now, before = _counted(database, days, both=True)
    return now, before.values


def _counted(database: Database, days: dict[str, Any], *, both: bool) -> list[Figures]:
    """Every figure of the quarter, and with `both` every measure of the one before."""
    figure_totals.plan(database, row_by_row=False)
    statement, bound = _statement(both=both)
    told = figure_totals.read(database.execute(text(statement), days | bound))
    now, *before = (
        _values([one for one in told if one.is_now is is_now])
        for is_now in (True, False)[: 1 + both]
    )
    worked_out = {one.part: one.value for one in told if one.part in WORKED_OUT and one.is_now}
    statistics = _of_waits(database, days) | worked_out
    return [Figures(now, statistics), *(Figures(one, {}) for one in before)]


def _values(told: list[figure_totals.Told]) -> dict[str, int]:
    """The number of every measure, from what was told of one quarter."""
    counted = {one.part: one.lines for one in told}
    return {
        key: round(
            float(
                figure_totals.number(measure, told)
                if figure_totals.is_told(measure)
                else counted[key]
            )
        )
        for key, measure in MEASURES.items()
    }


@cache
def _statement(*, both: bool) -> tuple[str, dict[str, Any]]:
    """The one statement for all figures, and the codes that it binds."""
    values: dict[str, Any] = {}
    parts: list[str] = []
    for measure in MEASURES.values():
        if not figure_totals.is_told(measure):
            each, bound = lines(measure)
            values |= bound
            parts.append(f"""SELECT '{measure.key}', true, 0, '', '', true, true,
              (SELECT {total(measure)} FROM ({each}) one), 0, 0""")
    counted = " UNION ALL ".join(parts)
    for key, (worked_out, rests_on) in WORKED_OUT.items():
        each, bound = lines(MEASURES[rests_on])
        values |= bound
        parts.append(f"""SELECT '{key}', true, 0, '', '', true, true, 0, 0,
          (SELECT {worked_out} FROM ({each}) one)""")
    here = " UNION ALL ".join(parts)
    tables = LIVE.replace(ALL, ALL[:-1] + f" AND kind IN ({figure_totals.kinds_inside()}))")
    statement = f"WITH {tables} {figure_totals.statement()} UNION ALL (WITH {NOW} {here})"
    if both:
        earlier = counted.replace(":start", ":before").replace(", true, 0,", ", false, 0,")
        statement += f" UNION ALL (WITH {BEFORE} {earlier})"
    return statement, values


def _of_waits(database: Database, days: dict[str, Any]) -> dict[str, float | None]:
    """What is worked out from single waits."""
    found = list(waits(database, days).values())
    contacted = incidence(found)
    return {"median-wait": median_wait(found)} | {
        f"incidence-{day}": 100 * contacted.contacted[day] if contacted else None for day in DAYS
    }


def own_commissions(database: Database) -> list[tuple[UUID, str]]:
    """What the viewer's organisation provides, by name."""
    statement = (
        select(col(Commission.id), col(Commission.name))
        .where(col(Commission.provider_id) == database.viewer.organisation_id)
        .order_by(col(Commission.name))
    )
    return [(row.id, row.name) for row in database.execute(statement)]


def own_programmes(database: Database) -> list[tuple[str, str]]:
    """The programmes that the viewer's organisation provides: code and name."""
    statement = (
        select(col(Programme.code), col(Programme.name))
        .join(Commission, col(Commission.programme_id) == col(Programme.id))
        .where(col(Commission.provider_id) == database.viewer.organisation_id)
        .distinct()
        .order_by(col(Programme.name))
    )
    return [(row.code, row.name) for row in database.execute(statement)]


def _bound(database: Database, quarter: Quarter, commission: UUID | None) -> dict[str, Any]:
    return said_of_codes(database) | {
        "before": quarter.start,
        "start": quarter.start,
        "end": quarter.end,
        "today": clocks.today(),
        "commission": commission,
    }


def said_of_codes(database: Database) -> dict[str, Any]:
    """What the documents say of scores and codes, as the statements bind it: `programme:code`."""
    said = said_by_programmes(database)
    errors = sorted(said.errors.items())
    found: dict[str, Any] = {
        "lower": [":".join(one) for one, good in sorted(said.scales.items()) if good < 0],
        "sure_scales": [":".join(one) for one, _ in errors],
        "sure_errors": [error for _, error in errors],
    }
    for name, pairs in said.marks.items():
        found[f"marked_{name}"] = sorted(":".join(pair) for pair in pairs)
    return found
