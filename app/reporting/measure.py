"""What a measure is: one declaration that every screen, file, chart and test reads.

A measure says which facts it looks at (`of`, `codes`, `outcome`, `audiences`), how they are counted
(`count`) and what it means in words (`says`). `queries/figures.py` turns the declaration into SQL
for a provider's own figures, `reporting/cells.py` into columns for commissioners.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.facts import Kind
from app.programmes.lists import code_list


class By(StrEnum):
    """What a count can be broken down by. Only ever one of these at a time."""

    all = "all"
    commission = "commission"
    programme = "programme"
    provider = "provider"
    area = "area"
    age = "age"
    sex = "sex"
    ethnicity = "ethnicity"
    source = "source"
    whose = "whose"
    reason = "reason"
    wait = "wait"
    action = "action"
    outcome = "outcome"
    scale = "scale"
    role = "role"
    stage = "stage"


SCOPES = (By.commission, By.programme, By.provider)
"""Cuts of the same commissions: a cell of one is a sum of cells of another."""

PERSONAL = (By.area, By.age, By.sex, By.ethnicity)
"""What is known about a person on the day; "not known" is a value like any other."""


class Unit(StrEnum):
    """What one is one of."""

    people = "people"
    referrals = "referrals"
    cases = "cases"
    sessions = "sessions"
    contacts = "contacts"
    concerns = "concerns"
    professionals = "professionals"
    goals = "goals"
    pairs = "pairs of scores"
    scores = "scores"
    follow_ups = "follow-ups"
    approaches = "approaches"
    incidents = "incidents"
    shifts = "shifts"
    hours = "hours"
    groups = "groups"
    places = "places"
    estimated = "people (estimate)"


@dataclass(frozen=True)
class Rows:
    """Each statement is one."""


@dataclass(frozen=True)
class Distinct:
    """Different referrals, or different people (identity across providers), over all that is asked.

    Each stands for its first statement of the period (`pick="last"`: its last), so that broken down
    by what is known about a person, each counts once. With `unmatched` only people none of whose
    records could be compared with those of every other provider that is asked about.
    """

    what: Literal["referral", "person"]
    pick: Literal["first", "last"] = "first"
    unmatched: bool = False


@dataclass(frozen=True)
class OnTime:
    """Different referrals of first contacts, by whether the standard was met (1), missed (0) or none."""

    met: tuple[int | None, ...]


@dataclass(frozen=True)
class Sum:
    """The numbers added up: `n` (people) or `value` (hours)."""

    what: Literal["n", "value"] = "n"


@dataclass(frozen=True)
class LargestPerGroup:
    """The largest count of a group on one day, then added over groups: people, not contacts.

    With `sessions`, only groups that had at least so many sessions by the end of the period.
    """

    sessions: int = 0


@dataclass(frozen=True)
class GroupsWith:
    """Groups that met in the period and had at least so many sessions by its end."""

    sessions: int = 0


@dataclass(frozen=True)
class Standing:
    """Referrals that stand here when the period ends: more statements in than out by then."""

    enter: tuple[Kind, ...]
    leave: tuple[Kind, ...]


@dataclass(frozen=True)
class Latest:
    """The newest statement about each place by the end of the period; `what` counts or adds it."""

    what: Literal["rows", "n"] = "rows"


@dataclass(frozen=True)
class Paired:
    """First scores with a last score taken in the period, and whether the change was one hoped for.

    `surely` is a change by more than the measure's own error would make (`programmes/measures.py`),
    `perhaps` any other that way, `not-sure` any other; `unsure` are pairs of measures that state no error.
    """

    change: Literal[
        "any", "better", "same", "worse", "surely-better", "perhaps-better", "surely-worse",
        "perhaps-worse", "not-sure", "unsure",
    ] = "any"  # fmt: skip


@dataclass(frozen=True)
class Begun:
    """First scores of cases closed in the period; with `paired`, by whether there is a last score."""

    paired: bool | None = None


Count = (
    Rows
    | Distinct
    | OnTime
    | Sum
    | LargestPerGroup
    | GroupsWith
    | Standing
    | Latest
    | Paired
    | Begun
)


@dataclass(frozen=True)
class Measure:
    """One declared measure.

    `codes` and `audiences` keep statements before any is picked. Of what was picked, `outcome` keeps
    the statements whose `n` (or `value`, where it is 1 or not) says so, `among` those with one of
    these codes, `besides` those with none of them, `marked` those of which the programme's document
    says so (`programmes.Said.marks`).
    `parts_of` names the measure it is a part of (its siblings are the other parts, and they add up);
    `within` one that it can never exceed. `protected` counts are of people or of what happened to
    them; places, shifts and estimates are not. `whole_only` ones are counted over all that is asked
    and never by commission. `own_only` measures are for the provider itself: with
    what stands at two ends of a quarter, and what came in between, a hidden number that left could be
    worked out, now or from any later quarter. `better` says which way is good, if any.
    """

    key: str
    label: str
    unit: Unit
    of: Kind
    count: Count
    says: str
    codes: frozenset[str] | None = None
    outcome: int | None = None
    outcome_in: Literal["n", "value"] = "n"
    among: frozenset[str] | None = None
    besides: frozenset[str] | None = None
    marked: str | None = None
    audiences: frozenset[str] | None = None
    by: tuple[By, ...] = ()
    parts_of: str | None = None
    within: str | None = None
    protected: bool = True
    own_only: bool = False
    whole_only: bool = False
    better: Literal["more", "fewer"] | None = None

    @property
    def cuts(self) -> tuple[By, ...]:
        """Everything it is counted by for a commissioner, the whole included."""
        return (By.all,) if self.whole_only else (By.all, *SCOPES, *self.by)

    @property
    def overlaps(self) -> bool:
        """Whether one person can be in two commissions, so that parts may add up to more."""
        return isinstance(self.count, Distinct) and self.count.what == "person"

    @property
    def has_cases(self) -> bool:
        """Whether a provider can open the list of referrals behind the number."""
        return isinstance(self.count, Distinct | OnTime | Standing | Paired | Begun)

    @property
    def is_named(self) -> bool:
        """Whether it counts statements about referrals, so that it can follow those of a period."""
        return self.of not in NAMELESS


NAMELESS = frozenset(
    {
        Kind.approach,
        Kind.delivered,
        Kind.headcount,
        Kind.shift_planned,
        Kind.shift_delivered,
        Kind.incident,
        Kind.setting_stage,
        Kind.trained,
        Kind.exposed,
    }
)
"""Statements about nobody's referral."""


@dataclass(frozen=True)
class Share:
    """A part in a hundred of two counts; printed only when both are."""

    key: str
    label: str
    of: str
    among: str
    says: str
    better: Literal["more", "fewer"] | None = None


@dataclass(frozen=True)
class Completeness:
    """Of what a measure counts, the part in a hundred for which something about the person is known.

    Worked out from its cells: all, less "not known" in the breakdown; printed only when both are.
    """

    key: str
    label: str
    among: str
    by: By
    says: str


@dataclass(frozen=True)
class Statistic:
    """A median, mean or probability; printed only when the count it rests on is, and is not nought.

    With `parts`, every cell of that breakdown of the count must be printed too. `own_only` as of
    measures.
    """

    key: str
    label: str
    unit: str
    rests_on: str
    says: str
    by: tuple[By, ...] = ()
    parts: By | None = None
    own_only: bool = False


def of_reach(*reaches: str) -> frozenset[str]:
    """The audiences whose head counts fall into these columns: young, adult, not-known."""
    entries = code_list("audience").entries
    return frozenset(entry.code for entry in entries if entry.also.get("reach") in reaches)
