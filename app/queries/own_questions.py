"""A provider's question about its own facts: one measure, of a period, cut and kept as it likes.

Every answer counts a set of lines (`figure_lines.py`), joined with the statement that stands for
each. The table of an answer, its number and the list behind it are made of the same lines.
"""

# ruff: noqa: S608 - statements are put together from our own declarations; what is typed is bound

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Commission, CommissionArea, Programme, Setting
from app.queries import figure_totals
from app.queries.figure_cuts import SCOPED, WAIT, Cut, counts_anew, cuts_of
from app.queries.figure_lines import lines, tables, total
from app.queries.figure_waits import waits
from app.queries.figures import said_of_codes
from app.reporting.measure import Measure
from app.reporting.values import NOT_KNOWN
from app.reporting.waits import wait_code

FIRST_DAY = date(1900, 1, 1)


class Days(Protocol):
    """A month, quarter or year."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def end(self) -> date:
        """The first day after it."""


@dataclass(frozen=True)
class Asking:
    """What is asked. `kept` has the values that cuts keep to, by the code of the cut.

    With `cohort` what is counted are the facts of referrals received in the period, to this day.
    """

    measure: Measure
    period: Days
    kept: Mapping[str, str] = field(default_factory=dict)
    cohort: bool = False


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


class _Made(NamedTuple):
    """The common tables, the lines that are counted, what is bound, and how each wait ended."""

    tables: str
    lines: str
    bound: dict[str, Any]
    waited: dict[UUID, str]


def number(database: Database, asking: Asking) -> int:
    """The number that answers a question."""
    figure_totals.plan(database, row_by_row=False)
    made = _made(database, asking)
    statement = f"WITH {made.tables} SELECT {total(asking.measure)} FROM ({made.lines}) one"
    return round(float(database.execute(text(statement), made.bound).scalar_one()))


def cells(database: Database, asking: Asking, by: tuple[Cut, ...]) -> dict[tuple[str, ...], int]:
    """The number for each value of a cut, or of several together; those of nought are left out.

    Within each commission, programme or tier people are counted anew; broken down by what is known
    of them, each counts once.
    """
    figure_totals.plan(database, row_by_row=False)
    anew = next((cut for cut in by if counts_anew(asking.measure, cut)), None)
    tiers = tiers_of(database) if any(cut.code == "tier" for cut in by) else {}
    apart = _apart(anew) if anew else ""
    made = _made(database, asking, apart=apart, tiers=tiers, waited=WAIT in by)
    # Ages and the like are gathered here: the database groups by what is stored.
    stored = list(dict.fromkeys(column for cut in by for column in cut.columns))
    sums = total(asking.measure).replace("(n)", "(one.n)").replace("(value)", "(one.value)")
    statement = f"""
    WITH {made.tables}
    SELECT {", ".join(stored)}, {sums} FROM ({made.lines}) one JOIN fact f ON f.seq = one.seq
    GROUP BY {", ".join(stored)}
    """
    found: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for row in database.execute(text(statement), made.bound):
        told = dict(zip(stored, row, strict=False))
        values = tuple(_value(cut, told, made.waited, tiers) for cut in by)
        found[values] += float(row[-1])
    return {values: round(count) for values, count in found.items() if round(count)}


def behind(database: Database, asking: Asking, *, size: int = 100, skip: int = 0) -> list[Behind]:
    """The lines behind a number, newest first: as many as it counts, or adding up to it."""
    figure_totals.plan(database, row_by_row=True)
    made = _made(database, asking)
    statement = f"""
    WITH {made.tables}
    SELECT one.happened_on, one.code, one.programme, c.name AS commission, one.n, one.value,
      r.id AS referral_id, k.id AS case_id, r.reference, coalesce(k.state, r.state) AS state,
      g.name AS "group", s.name AS setting
    FROM ({made.lines}) one
    LEFT JOIN referral r ON r.id = one.referral LEFT JOIN "case" k ON k.referral_id = one.referral
    LEFT JOIN commission c ON c.id = one.commission_id LEFT JOIN "group" g ON g.id = one.group_id
    LEFT JOIN setting s ON s.id = one.setting_id
    ORDER BY one.happened_on DESC, one.seq DESC LIMIT :size OFFSET :skip
    """
    rows = database.execute(text(statement), made.bound | {"size": size, "skip": skip})
    return [Behind(**row) for row in rows.mappings()]


def names_of_places(database: Database, places: Collection[str]) -> dict[str, str]:
    """The names of places, by id; what is no id has none."""
    wanted = [UUID(one) for one in places if one not in ("", NOT_KNOWN)]
    if not wanted:
        return {}
    rows = database.execute(
        select(col(Setting.id), col(Setting.name)).where(col(Setting.id).in_(wanted))
    )
    return {str(place): name for place, name in rows}


def own_areas(database: Database, commissions: Collection[UUID] | None) -> list[str]:
    """The areas of the viewer's commissions, or of these among them."""
    wanted = select(col(CommissionArea.area)).join(
        Commission, col(Commission.id) == col(CommissionArea.commission_id)
    )
    wanted = wanted.where(col(Commission.provider_id) == database.viewer.organisation_id)
    if commissions is not None:
        wanted = wanted.where(col(Commission.id).in_(commissions))
    return sorted({row[0] for row in database.execute(wanted)})


def tiers_of(database: Database) -> dict[UUID, str]:
    """The prevention tier of every commission that the viewer's organisation provides."""
    rows = database.execute(
        select(col(Commission.id), col(Commission.tier)).where(
            col(Commission.provider_id) == database.viewer.organisation_id
        )
    )
    return {commission: str(tier) for commission, tier in rows}


def chosen_commissions(database: Database, kept: Mapping[str, str]) -> list[UUID] | None:
    """The commissions that a question keeps to by programme, tier or itself; None for all."""
    if not SCOPED & kept.keys():
        return None
    rows = database.execute(
        select(col(Commission.id), col(Programme.code), col(Commission.tier))
        .join(Programme, col(Programme.id) == col(Commission.programme_id))
        .where(col(Commission.provider_id) == database.viewer.organisation_id)
    )
    return [
        commission
        for commission, programme, tier in rows
        if kept.get("commission", str(commission)) == str(commission)
        and kept.get("programme", programme) == programme
        and kept.get("tier", str(tier)) == str(tier)
    ]


def _made(
    database: Database,
    asking: Asking,
    *,
    apart: str = "",
    tiers: Mapping[UUID, str] | None = None,
    waited: bool = False,
) -> _Made:
    """The statement for a question. Cuts of what was commissioned come first, the others after."""
    chosen = chosen_commissions(database, asking.kept)
    period, today = asking.period, clocks.today()
    bound: dict[str, Any] = said_of_codes(database) | {
        "before": period.start, "start": period.start, "end": period.end, "today": today,
        "since": period.start, "upto": period.end, "commission": None, "commissions": chosen,
    }  # fmt: skip
    cuts = cuts_of(asking.measure)
    kept = [(cuts[code], value) for code, value in asking.kept.items() if code not in SCOPED]
    ended: dict[UUID, str] = {}
    if waited or WAIT.code in asking.kept:
        ended = _waited(database, bound, chosen=chosen is not None)
    if asking.cohort:
        bound |= {"before": FIRST_DAY, "start": FIRST_DAY, "end": today + timedelta(days=1)}
    if apart:
        bound |= {"tiered": [*(tiers or {})], "tiers": [*(tiers or {}).values()]}
    each, values = lines(asking.measure, apart)
    bound |= values
    conditions = []
    for place, (cut, value) in enumerate(kept):
        name = f"kept_{place}"
        where, more = cut.where(value, name)
        if cut is WAIT:
            where = f"f.referral = ANY(:{name})"
            more = {name: [one for one, code in ended.items() if code == value]}
        conditions.append(where)
        bound |= more
    if conditions:
        each = f"""SELECT one.* FROM ({each}) one JOIN fact f ON f.seq = one.seq
          WHERE {" AND ".join(conditions)}"""
    common = tables(chosen=chosen is not None, cohort=asking.cohort)
    return _Made(common, each, bound, ended)


def _waited(database: Database, bound: dict[str, Any], *, chosen: bool) -> dict[UUID, str]:
    found = waits(database, bound, chosen=chosen)
    return {referral: wait_code(*wait) for referral, wait in found.items()}


def _apart(cut: Cut) -> str:
    """The expression in whose every value people are counted anew."""
    if cut.code == "tier":
        return "(CAST(:tiers AS text[]))[array_position(CAST(:tiered AS uuid[]), commission_id)]"
    return cut.columns[0].removeprefix("f.")


def _value(
    cut: Cut, told: Mapping[str, Any], waited: Mapping[UUID, str], tiers: Mapping[UUID, str]
) -> str:
    read = [told[column] for column in cut.columns]
    if cut is WAIT:
        return waited[read[0]]
    return tiers[read[0]] if cut.code == "tier" else cut.value(*read)
