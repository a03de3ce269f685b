"""A provider's own figures: every measure as SQL over its own facts, under row-level security.

The statements are made from the declarations in `reporting/measures.py`, the same that the columns
for commissioners read. What a measure counts is a set of lines; its figure is their number (or sum)
and its list is the lines themselves, so a number always equals the list behind it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from app import clocks
from app.database import Database
from app.facts import Kind
from app.models import Commission
from app.programmes.loading import definition_of, newest_versions
from app.reporting.measure import (
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    Paired,
    Rows,
    Standing,
    Sum,
)
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.waits import median_wait

COLUMNS = "seq, kind, code, happened_on, subject, referral, group_id, setting_id, n, value, commission_id, programme"
# The ledger as it stands now, up to the last day of the period, and the part that lies within it.
LIVE = f"""
ever AS MATERIALIZED (
  SELECT {COLUMNS}, audience FROM fact f
  WHERE kind <> 0 AND happened_on < :end AND happened_on <= :today
    AND (CAST(:commission AS uuid) IS NULL OR commission_id = CAST(:commission AS uuid))
    AND NOT EXISTS (SELECT FROM fact later WHERE later.closes = f.seq)
),
inside AS MATERIALIZED (SELECT * FROM ever WHERE happened_on >= :start)
"""
WAITS = text(f"""
WITH {LIVE.replace("happened_on < :end AND", "")},
came AS (
  SELECT DISTINCT ON (referral) referral, happened_on FROM inside
  WHERE kind = {int(Kind.received)} AND happened_on < :end ORDER BY referral, happened_on, seq
)
SELECT came.happened_on,
  min(e.happened_on) FILTER (WHERE e.kind = {int(Kind.first_contact)}) AS met_on,
  min(e.value) FILTER (WHERE e.kind = {int(Kind.first_contact)}) AS hours,
  min(e.happened_on) FILTER (WHERE e.kind <> {int(Kind.first_contact)}) AS left_on
FROM came LEFT JOIN ever e ON e.referral = came.referral
  AND e.kind IN ({int(Kind.first_contact)}, {int(Kind.declined)}, {int(Kind.retracted)}, {int(Kind.closed)})
GROUP BY came.referral, came.happened_on
""")  # noqa: S608 - our own names and numbers


class Figures(NamedTuple):
    """A provider's figures for a quarter: a number for each measure, and the median wait in days."""

    values: dict[str, int]
    median_wait: float | None


class Behind(NamedTuple):
    """One line of the list behind a number. `reference` is None for a record the viewer may not open."""

    happened_on: date
    code: str
    programme: str
    commission: str
    n: int
    value: float | None
    referral_id: UUID | None
    case_id: UUID | None
    reference: str | None
    state: str | None
    group: str | None
    setting: str | None


def figures(database: Database, quarter: Quarter, commission: UUID | None = None) -> Figures:
    """Every measure over the viewer's own facts of a quarter, exactly. `commission` keeps to one."""
    values: dict[str, Any] = _days(quarter, commission) | {"lower": _lower_is_better(database)}
    counts = []
    for measure in MEASURES.values():
        lines, bound = _lines(measure)
        values |= bound
        counts.append(f"SELECT '{measure.key}', (SELECT {_total(measure)} FROM ({lines}) one)")  # noqa: S608
    statement = f"WITH {LIVE} " + " UNION ALL ".join(counts)
    found = {key: round(float(total)) for key, total in database.execute(text(statement), values)}
    today = clocks.today()
    waits = [
        _wait(row, today) for row in database.execute(WAITS, _days(quarter, commission)).mappings()
    ]
    return Figures(found, median_wait(waits))


def behind(
    database: Database,
    measure: Measure,
    quarter: Quarter,
    commission: UUID | None = None,
    *,
    size: int = 100,
    skip: int = 0,
) -> list[Behind]:
    """The lines behind a number, newest first: as many as it counts, or adding up to it."""
    lines, bound = _lines(measure)
    values = _days(quarter, commission) | bound | {"size": size, "skip": skip}
    if ":lower" in lines:
        values["lower"] = _lower_is_better(database)
    statement = f"""
    WITH {LIVE}
    SELECT one.happened_on, one.code, one.programme, c.name AS commission, one.n, one.value,
      r.id AS referral_id, k.id AS case_id, r.reference, coalesce(k.state, r.state) AS state,
      g.name AS "group", s.name AS setting
    FROM ({lines}) one
    LEFT JOIN referral r ON r.id = one.referral LEFT JOIN "case" k ON k.referral_id = one.referral
    LEFT JOIN commission c ON c.id = one.commission_id LEFT JOIN "group" g ON g.id = one.group_id
    LEFT JOIN setting s ON s.id = one.setting_id
    ORDER BY one.happened_on DESC, one.seq DESC LIMIT :size OFFSET :skip
    """  # noqa: S608 - put together from the declarations of measures
    return [Behind(**row) for row in database.execute(text(statement), values).mappings()]


def own_commissions(database: Database) -> list[tuple[UUID, str]]:
    """What the viewer's organisation provides, by name."""
    statement = (
        select(col(Commission.id), col(Commission.name))
        .where(col(Commission.provider_id) == database.viewer.organisation_id)
        .order_by(col(Commission.name))
    )
    return [(row.id, row.name) for row in database.execute(statement)]


def _days(quarter: Quarter, commission: UUID | None) -> dict[str, Any]:
    return {
        "start": quarter.start,
        "end": quarter.end,
        "today": clocks.today(),
        "commission": commission,
    }


def _total(measure: Measure) -> str:
    match measure.count:
        case Sum(what="value"):
            return "coalesce(sum(value), 0)"
        case Sum() | LargestPerGroup() | Latest(what="n"):
            return "coalesce(sum(n), 0)"
        case _:
            return "count(*)"


def _lines(measure: Measure) -> tuple[str, dict[str, Any]]:
    """The statement for what a measure counts, and what it binds. Names are made from its key."""
    name = measure.key.replace("-", "_")
    bound: dict[str, Any] = {}
    fits = f"kind = {int(measure.of)}"
    if measure.codes is not None:
        bound[f"{name}_codes"] = sorted(measure.codes)
        fits += f" AND code = ANY(:{name}_codes)"
    if measure.audiences is not None:
        bound[f"{name}_audiences"] = sorted(measure.audiences)
        fits += f" AND audience = ANY(:{name}_audiences)"
    if measure.outcome is None:
        suits = "true"
    else:
        suits = f"(coalesce({measure.outcome_in}, 0) = 1) = {str(measure.outcome == 1).lower()}"
    return _counted(measure, fits, suits), bound


def _counted(measure: Measure, fits: str, suits: str) -> str:  # noqa: PLR0911 - one for each way of counting
    held = f"""SELECT group_id FROM ever WHERE kind = {int(Kind.delivered)} AND group_id IS NOT NULL
      GROUP BY group_id HAVING count(*) >= """
    match measure.count:
        case Rows() | Sum():
            return f"SELECT {COLUMNS} FROM inside WHERE {fits} AND {suits}"
        case Distinct(what=what, pick=pick):
            thing = "referral" if what == "referral" else "subject"
            falling = "DESC" if pick == "last" else "ASC"
            return f"""SELECT * FROM (SELECT DISTINCT ON ({thing}) {COLUMNS} FROM inside
              WHERE {fits} AND {thing} IS NOT NULL
              ORDER BY {thing}, happened_on {falling}, seq {falling}) d WHERE {suits}"""
        case LargestPerGroup(sessions=least):
            met = f"group_id IN ({held} {least})" if least else "group_id IS NOT NULL"
            return f"""SELECT DISTINCT ON (group_id) max(seq) AS seq, 0 AS kind, '' AS code, happened_on,
              CAST(NULL AS uuid) AS subject, CAST(NULL AS uuid) AS referral, group_id,
              CAST(NULL AS uuid) AS setting_id, sum(n) AS n, CAST(NULL AS float) AS value,
              commission_id, programme FROM inside
              WHERE {fits} AND {met} GROUP BY group_id, happened_on, commission_id, programme
              ORDER BY group_id, sum(n) DESC, happened_on"""
        case GroupsWith(sessions=least):
            return f"""SELECT DISTINCT ON (group_id) {COLUMNS} FROM inside
              WHERE {fits} AND group_id IN ({held} {least}) ORDER BY group_id, happened_on, seq"""
        case Standing(enter=enter, leave=leave):
            came = ", ".join(str(int(kind)) for kind in enter)
            left = ", ".join(str(int(kind)) for kind in leave)
            return f"""SELECT DISTINCT ON (referral) {COLUMNS} FROM ever
              WHERE kind IN ({came}) AND referral IN (SELECT referral FROM ever
                WHERE kind IN ({came}, {left}) GROUP BY referral
                HAVING count(*) FILTER (WHERE kind IN ({came})) > count(*) FILTER (WHERE kind IN ({left})))
              ORDER BY referral, happened_on, seq"""
        case Latest():
            return f"""SELECT DISTINCT ON (setting_id, commission_id) {COLUMNS} FROM ever
              WHERE {fits} ORDER BY setting_id, commission_id, happened_on DESC, seq DESC"""
        case Paired(change=change):
            good = "CASE WHEN l.programme || chr(58) || l.key = ANY(:lower) THEN -1 ELSE 1 END"
            moved = f"sign((l.value - b.value) * {good})"
            wanted = {
                "any": "true",
                "better": f"{moved} = 1",
                "same": f"{moved} = 0",
                "worse": f"{moved} = -1",
            }[change]
            return f"""SELECT {", ".join("l." + one.strip() for one in COLUMNS.split(","))}
              FROM ({_newest("inside", "exit")}) l JOIN ({_newest("ever", "baseline")}) b
                ON b.referral = l.referral AND b.key = l.key AND b.happened_on <= l.happened_on
              WHERE {wanted}"""


def _newest(table: str, occasion: str) -> str:
    key = "split_part(code, chr(58), 1)"  # a colon in the text would be taken for a parameter
    return f"""SELECT DISTINCT ON (referral, {key}) {COLUMNS}, {key} AS key FROM {table}
      WHERE kind = {int(Kind.measure)} AND split_part(code, chr(58), 2) = '{occasion}' AND referral IS NOT NULL
      ORDER BY referral, {key}, happened_on DESC, seq DESC"""  # noqa: S608 - our own names


def _wait(row: Mapping[Any, Any], today: date) -> tuple[float, bool]:
    if row["met_on"] is not None:
        hours = row["hours"]
        days = max((row["met_on"] - row["happened_on"]).days, 0)
        return (days if hours is None else hours / 24), True
    return max(((row["left_on"] or today) - row["happened_on"]).days, 0), False


def _lower_is_better(database: Database) -> list[str]:
    """The measures of all programmes whose score is meant to fall, as `programme:key`."""
    found = []
    for programme, version in newest_versions(database):
        definition = definition_of(version)
        sides = [definition.for_side(side) for side in definition.side_names] or [definition]
        found += [
            f"{programme.code}:{measure.key}"
            for own in sides
            for measure in own.measures
            if measure.direction == "lower-is-better"
        ]
    return found
