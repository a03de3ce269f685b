"""Many figures from few passes over the ledger: what most measures count differs only in a code.

`figures.py` says for each measure which lines it counts, and tests hold the numbers made here against
those lists. What is not made here is counted from its lines.
"""

# ruff: noqa: S608 - statements are put together from our own declarations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import text

from app.database import Database
from app.facts import Kind
from app.queries.figure_lines import MET
from app.reporting.measure import Distinct, Measure, OnTime, Rows, Standing, Sum
from app.reporting.measures import MEASURES
from app.reporting.measures.named import FIRST_CONTACT

MARKS = "n = 1 AS is_one, coalesce(value, 0) = 1 AS is_worth_one"
GROUP = "GROUP BY is_now, kind, code, audience, n = 1, coalesce(value, 0) = 1"
# Whether a line is of the quarter itself, or of the one before.
BOTH = "(SELECT *, happened_on >= :start AS is_now FROM inside) inside"
EVERY = """(SELECT *, happened_on >= :start AS is_now FROM ever
  WHERE kind IN ({kinds}) AND happened_on >= :before) every"""
# First contacts of both, and how the standard of each had ended by the end of its own quarter.
CLOCKS = f"""SELECT kind, n, referral, happened_on, seq, false AS is_now FROM ever
  WHERE kind = {int(Kind.clock)} AND code = '{FIRST_CONTACT}'
    AND referral IN (SELECT referral FROM inside WHERE kind = {MET})"""
ENDED = f"coalesce(max(n) FILTER (WHERE kind <> {MET} AND happened_on < %s) OVER (PARTITION BY referral), -1)"
TIMED = f"""SELECT DISTINCT ON (is_now, referral) is_now, CASE WHEN is_now THEN ended ELSE had END AS ended
  FROM (SELECT *, {ENDED % ":end"} AS ended, {ENDED % ":start"} AS had FROM (
      SELECT kind, n, referral, happened_on, seq, is_now FROM {BOTH}
      WHERE kind = {MET} AND referral IS NOT NULL UNION ALL {CLOCKS}) each_kind) timed
  WHERE kind = {MET} ORDER BY is_now, referral, happened_on, seq"""


PLAN = text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true),"
    " set_config('enable_nestloop', :joins, true)"
)


def plan(database: Database, *, row_by_row: bool) -> None:
    """Have the rest of the transaction planned for what it asks.

    A plan for any days, which PostgreSQL takes to after ten questions, takes minutes; and where
    thousands are counted it expects a handful, as a list shows (`row_by_row`). What is read a dozen
    times stays in memory: two quarters of a large provider are some 20 MB.
    """
    database.execute(PLAN, {"joins": "on" if row_by_row else "off"})


class Told(NamedTuple):
    """Lines of one kind, code and audience: how many there are, and what they add up to."""

    part: str
    is_now: bool
    kind: int
    code: str
    audience: str
    is_one: bool
    is_worth_one: bool
    lines: int
    n: int
    value: float | None


def is_told(measure: Measure) -> bool:
    """Whether a measure's number is made here."""
    match measure.count:
        case Distinct(what=what):
            return what == "referral" and measure.codes is None and measure.audiences is None
        case Rows() | Sum() | OnTime() | Standing():
            return measure.marked is None
        case _:
            return False


@cache
def statement() -> str:
    """One statement for all that is told here, on top of the common tables of `figure_lines.py`."""
    return " UNION ALL ".join(
        f"({part})"
        for part in (
            f"""SELECT 'rows' AS part, is_now, kind, code, audience, {MARKS}, count(*) AS lines, sum(n),
              coalesce(sum(value), 0) FROM {EVERY.format(kinds=_listed(_kinds(Rows, Sum)))} {GROUP}""",
            _each("first", "ASC"),
            _each("last", "DESC"),
            f"""SELECT 'on time', is_now, ended, '', '', true, true, count(*), 0, 0
            FROM ({TIMED}) one GROUP BY is_now, ended""",
            _standing(),
        )
    )


def number(measure: Measure, told: Iterable[Told]) -> float:
    """The number of a measure, from what was told."""
    match measure.count:
        case Rows():
            return sum(one.lines for one in told if one.part == "rows" and _fits(measure, one))
        case Sum(what=what):
            mine = [one for one in told if one.part == "rows" and _fits(measure, one)]
            return sum(one.n if what == "n" else one.value or 0 for one in mine)
        case Distinct(pick=pick):
            return sum(one.lines for one in told if one.part == pick and _fits(measure, one))
        case OnTime(met=met):
            marks = {-1 if one is None else one for one in met}
            return sum(one.lines for one in told if one.part == "on time" and one.kind in marks)
        case _:
            place = _standings().index(measure)
            return next(one.lines for one in told if one.part == "standing" and one.kind == place)


def _fits(measure: Measure, one: Told) -> bool:
    if one.kind != measure.of:
        return False
    if measure.codes is not None and one.code not in measure.codes:
        return False
    if measure.audiences is not None and one.audience not in measure.audiences:
        return False
    if measure.among is not None and one.code not in measure.among:
        return False
    if measure.besides is not None and one.code in measure.besides:
        return False
    said = one.is_one if measure.outcome_in == "n" else one.is_worth_one
    return (
        measure.outcome is None or isinstance(measure.count, Sum) or said == (measure.outcome == 1)
    )


def _each(pick: str, falling: str) -> str:
    """The first (or last) statement of each referral in each quarter, by kind."""
    kinds = sorted(
        {
            int(measure.of)
            for measure in MEASURES.values()
            if is_told(measure)
            and isinstance(measure.count, Distinct)
            and measure.count.pick == pick
        }
    )
    return f"""SELECT '{pick}', is_now, kind, code, '', {MARKS}, count(*), 0, 0
      FROM (SELECT DISTINCT ON (is_now, kind, referral) is_now, kind, code, '' AS audience, n, value
        FROM {BOTH} WHERE kind IN ({_listed(kinds)}) AND referral IS NOT NULL
        ORDER BY is_now, kind, referral, happened_on {falling}, seq {falling}) one {GROUP}"""


def _standing() -> str:
    """Referrals with more statements in than out by the end of each quarter, in one pass."""
    every: set[Kind] = set()
    sums, now, before = [], [], []
    for place, count in enumerate(one.count for one in _standings()):
        if not isinstance(count, Standing):
            continue
        every |= {*count.enter, *count.leave}
        steps = (
            f"sum(CASE WHEN kind IN ({_listed(count.enter)}) THEN 1"
            f" WHEN kind IN ({_listed(count.leave)}) THEN -1 ELSE 0 END)"
        )
        sums += [
            f"{steps} AS here{place}",
            f"{steps} FILTER (WHERE happened_on < :start) AS was{place}",
        ]
        now.append(f"count(*) FILTER (WHERE here{place} > 0)")
        before.append(f"count(*) FILTER (WHERE was{place} > 0)")
    of_one = len(now)
    return f"""SELECT 'standing', place <= {of_one}, CAST((place - 1) % {of_one} AS integer), '', '',
        true, true, each.one, 0, 0
      FROM (SELECT ARRAY[{", ".join(now + before)}] AS lines FROM (SELECT {", ".join(sums)} FROM ever
        WHERE kind IN ({_listed(sorted(every))}) AND referral IS NOT NULL GROUP BY referral) one) all_of
      CROSS JOIN LATERAL unnest(lines) WITH ORDINALITY AS each(one, place)"""


@cache
def _standings() -> tuple[Measure, ...]:
    return tuple(one for one in MEASURES.values() if isinstance(one.count, Standing))


def _kinds(*counts: type[Any]) -> list[int]:
    """The kinds of statements that measures look at which are counted in one of these ways."""
    return sorted({int(one.of) for one in MEASURES.values() if isinstance(one.count, counts)})


def kinds_inside() -> str:
    """The kinds of which every line is looked at: the many others are only grouped."""
    return _listed(
        sorted({int(one.of) for one in MEASURES.values() if not isinstance(one.count, Rows | Sum)})
    )


def _listed(kinds: Iterable[Kind | int]) -> str:
    return ", ".join(str(int(kind)) for kind in kinds)


def read(rows: Iterable[Any]) -> list[Told]:
    """The answer to the statement."""
    return [Told(*row) for row in rows]
