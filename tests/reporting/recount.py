"""An independent recount: plain Python over the rows of the ledger, sharing no code with reporting.

Only the declarations of the measures are read (which kind, which codes), never how they are counted.
"""

# ruff: noqa: C901, PLR0911, PLR0912, PLR0915 - a judge is plain and long, so that it shares no cleverness

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.facts import Kind
from app.programmes.lists import code_list
from app.reporting.measure import (
    Begun,
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    OnTime,
    Paired,
    Rows,
    Standing,
    Sum,
)

COUNTY = {
    entry.code: entry.also["county"]
    for entry in code_list("area").entries
    if "county" in entry.also
}
ETHNIC = {entry.code: entry.group for entry in code_list("ethnicity").entries}
WHOSE = {entry.code: entry.also["whose"] for entry in code_list("decline-reason").entries}
REACH = {entry.code: entry.also.get("reach") for entry in code_list("audience").entries}


def standing_at(rows: Iterable[Any], known_at: int) -> list[Any]:
    """Rows as known at a moment, by day and then by when they became known."""
    known = [row for row in rows if row.seq <= known_at]
    closed = {row.closes for row in known if row.closes is not None}
    stands = [row for row in known if row.seq not in closed and row.kind != 0]
    return sorted(stands, key=lambda row: (row.happened_on, row.seq))


def identities_at(persons: Iterable[Any], known_at: int) -> dict[Any, Any]:
    known = [row for row in persons if row.seq <= known_at]
    closed = {row.closes for row in known if row.closes is not None}
    return {row.subject: row.identity for row in known if row.seq not in closed and row.identity}


def told_by(row: Any, by: str, measure: Measure) -> str:
    """The value of a row in a breakdown that is about the row itself."""
    if by == "all":
        return ""
    if by == "age":
        if measure.of is Kind.headcount:
            return {"young": "to-24", "adult": "over-24"}.get(REACH.get(row.audience), "not-known")
        return "not-known" if row.age is None else "to-24" if row.age <= 24 else "over-24"
    if by == "area":
        return COUNTY.get(row.area, row.area) or "not-known"
    if by == "sex":
        return "not-known" if row.sex == "U" else row.sex
    if by == "ethnicity":
        return "not-known" if row.ethnicity == "NK" else ETHNIC[row.ethnicity]
    if by in ("reason", "outcome", "stage", "action"):
        return row.code or "not-known"
    if by == "whose":
        return WHOSE.get(row.code, "provider") if row.code else "not-known"
    if by == "role":
        return row.audience or "not-known"
    if by == "source":
        return row.source or "not-known"
    if by == "commission":
        return f"{row.commission_id}:{row.side}" if row.side else str(row.commission_id)
    if by == "programme":
        return f"{row.programme}:{row.side}" if row.side else row.programme
    if by == "provider":
        return str(row.provider_id)
    if by == "scale":
        return f"{row.programme}:{row.code.rpartition(':')[0]}"
    raise AssertionError(by)


def recount(
    measure: Measure,
    by: str,
    rows: list[Any],
    *,
    start: date,
    end: date,
    identity: dict[Any, Any],
    lower_is_better: frozenset[tuple[str, str]] = frozenset(),
    marks: Mapping[str, Container[tuple[str, str]]] = MappingProxyType({}),
    errors: Mapping[tuple[str, str], float] = MappingProxyType({}),
    waited: Mapping[Any, str] = MappingProxyType({}),
    compared: Container[tuple[Any, str]] = (),
) -> dict[str, int]:
    """One measure in one breakdown, over `rows` (standing, in order of day).

    `marks` and `errors` are what documents say of codes and scores; `waited` how each wait ended;
    `compared` has (subject, provider) for whoever was looked for in that provider's records.
    """
    before = [row for row in rows if row.happened_on < end]
    fitting = [
        row
        for row in before
        if row.kind == measure.of
        and (measure.codes is None or row.code in measure.codes)
        and (measure.audiences is None or row.audience in measure.audiences)
    ]
    inside = [row for row in fitting if row.happened_on >= start]

    def suits(row: Any) -> bool:
        if measure.among is not None and row.code not in measure.among:
            return False
        if measure.besides is not None and row.code in measure.besides:
            return False
        if measure.marked is not None and (row.programme, row.code) not in marks[measure.marked]:
            return False
        if measure.outcome is None:
            return True
        said = row.n if measure.outcome_in == "n" else row.value
        return (said == 1) == (measure.outcome == 1)

    def value_of(row: Any, by: str, measure: Measure) -> str:
        return waited[row.referral] if by == "wait" else told_by(row, by, measure)

    personal = by in {str(one) for one in measure.by}
    counts: dict[str, Any] = defaultdict(int)
    match measure.count:
        case Rows():
            for row in inside:
                if suits(row):
                    counts[value_of(row, by, measure)] += 1
        case Sum(what=what):
            for row in inside:
                counts[value_of(row, by, measure)] += getattr(row, what) or 0
        case Distinct(what="referral", pick=pick):
            chosen: dict[Any, Any] = {}
            for row in inside:
                if row.referral is not None and (pick == "last" or row.referral not in chosen):
                    chosen[row.referral] = row
            for row in chosen.values():
                if suits(row):
                    counts[value_of(row, by, measure)] += 1
        case OnTime(met=wanted):
            ended: dict[Any, int] = {}
            for row in before:
                if row.kind == Kind.clock and row.code == "first-contact":
                    ended[row.referral] = max(row.n, ended.get(row.referral, row.n))
            first: dict[Any, Any] = {}
            for row in inside:
                first.setdefault(row.referral, row)
            for row in first.values():
                if ended.get(row.referral) in wanted:
                    counts[value_of(row, by, measure)] += 1
        case Distinct(unmatched=True):
            people: dict[Any, dict[Any, str]] = defaultdict(dict)
            for row in inside:
                people[identity.get(row.subject, row.subject)][row.subject] = str(row.provider_id)
            asked = {str(row.provider_id) for row in inside}
            cells = set()
            for row in inside:
                person = identity.get(row.subject, row.subject)
                if not any(
                    all((subject, other) in compared for other in asked - {own})
                    for subject, own in people[person].items()
                ):
                    cells.add((value_of(row, by, measure), person))
            for value, _ in cells:
                counts[value] += 1
        case Distinct():
            seen: set[Any] = set()
            for row in inside:
                person = identity.get(row.subject, row.subject)
                value = value_of(row, by, measure)
                mark = person if personal else (person, value)
                if mark not in seen:
                    seen.add(mark)
                    counts[value] += 1
        case LargestPerGroup(sessions=least):
            held = _sessions(before)
            days: dict[Any, int] = defaultdict(int)
            for row in inside:
                if row.group_id is not None and held[row.group_id] >= least:
                    days[value_of(row, by, measure), row.group_id, row.happened_on] += row.n
            largest: dict[Any, int] = defaultdict(int)
            for (value, group, _), n in days.items():
                largest[value, group] = max(largest[value, group], n)
            for (value, _), n in largest.items():
                counts[value] += n
        case GroupsWith(sessions=least):
            held = _sessions(before)
            met = {row.group_id: row for row in reversed(inside) if row.group_id is not None}
            for group, row in met.items():
                if held[group] >= least:
                    counts[value_of(row, by, measure)] += 1
        case Standing(enter=enter, leave=leave):
            balance: dict[Any, int] = defaultdict(int)
            came: dict[Any, Any] = {}
            for row in before:
                if row.kind in enter:
                    balance[row.referral] += 1
                    came.setdefault(row.referral, row)
                elif row.kind in leave:
                    balance[row.referral] -= 1
            for referral, row in came.items():
                if balance[referral] > 0:
                    counts[value_of(row, by, measure)] += 1
        case Latest(what=what):
            newest = {(row.setting_id, row.commission_id): row for row in fitting}
            for row in newest.values():
                if suits(row):
                    counts[value_of(row, by, measure)] += 1 if what == "rows" else row.n
        case Paired(change=change):
            for row, moved in pairs(before, start, lower_is_better):
                error = errors.get((row.programme, row.code.rpartition(":")[0]))
                said = {"any", "better" if moved > 0 else "worse" if moved < 0 else "same"}
                if error is None:
                    said.add("unsure")
                elif abs(moved) <= error:
                    said.add("not-sure")
                else:
                    said.add("surely-better" if moved > 0 else "surely-worse")
                if moved and not said & {"surely-better", "surely-worse"}:
                    said.add("perhaps-better" if moved > 0 else "perhaps-worse")
                if change in said:
                    counts[value_of(row, by, measure)] += 1
        case Begun(paired=paired):
            closed = {
                row.referral
                for row in before
                if row.kind == Kind.closed and row.happened_on >= start
            }
            first, last = {}, set()
            for row in fitting:
                scale, _, occasion = row.code.rpartition(":")
                if row.referral in closed and occasion == "baseline":
                    first[row.referral, scale] = row
                elif occasion == "exit":
                    last.add((row.referral, scale))
            for score, row in first.items():
                if paired is None or (score in last) == paired:
                    counts[value_of(row, by, measure)] += 1
    return {value: round(count) for value, count in counts.items() if round(count)}


def pairs(
    before: list[Any], start: date, lower: frozenset[tuple[str, str]]
) -> list[tuple[Any, float]]:
    """Exit rows of the period with a baseline not after them, and how far each moved for good."""
    first: dict[Any, Any] = {}
    last: dict[Any, Any] = {}
    for row in before:
        if row.kind == Kind.measure:
            key, _, occasion = row.code.rpartition(":")
            if occasion == "baseline":
                first[row.referral, key] = row
            elif occasion == "exit" and row.happened_on >= start:
                last[row.referral, key] = row
    found = []
    for (referral, key), row in last.items():
        base = first.get((referral, key))
        if base is not None and base.happened_on <= row.happened_on:
            good = -1 if (row.programme, key) in lower else 1
            found.append((row, good * (row.value - base.value)))
    return found


def _sessions(before: list[Any]) -> dict[Any, int]:
    held: dict[Any, int] = defaultdict(int)
    for row in before:
        if row.kind == Kind.delivered and row.group_id is not None:
            held[row.group_id] += 1
    return held
