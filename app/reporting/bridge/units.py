"""What each measure counts, as things with a weight: from statements that stand at a moment.

A thing that was looked at and not counted (closed, but not as planned) has the weight nought.

The same meaning as the SQL of a provider's own figures (`queries/figure_lines.py`), which tests hold
against it. Here every thing also knows which statements it was worked out from, so that a bridge can
say why it came or went.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from app.facts import Kind
from app.reporting.bridge.ledger import Entry, Ledger, Meaning, Window
from app.reporting.measure import (
    Count,
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
from app.reporting.measures.named import FIRST_CONTACT

COUNTED = Rows | Distinct | OnTime | Sum | LargestPerGroup | GroupsWith | Standing | Latest | Paired
"""The ways of counting that a return may use."""

WANTED = {"better": 1, "same": 0, "worse": -1}


class Thing(NamedTuple):
    """One thing that is counted: its weight, the statement that says what it is, and all it rests on."""

    weight: float
    entry: Entry
    rests_on: frozenset[int]


Things = dict[Hashable, Thing]


def is_countable(measure: Measure) -> bool:
    """Whether a return can have this measure as a row."""
    # What only a programme's document says of a code is not in the statements themselves.
    if getattr(measure, "marked", None) is not None:
        return False
    if isinstance(measure.count, Paired):
        return measure.count.change in {"any", *WANTED}
    return isinstance(measure.count, COUNTED)


def kinds_of(count: Count, of: Kind) -> tuple[frozenset[Kind], frozenset[Kind]]:
    """The kinds of statement that a count reads: inside the period only, and of any day before its end."""
    match count:
        case OnTime():
            return frozenset({of}), frozenset({Kind.clock})
        case LargestPerGroup() | GroupsWith():
            return frozenset({of}), frozenset({Kind.delivered})
        case Standing(enter=enter, leave=leave):
            return frozenset(), frozenset({*enter, *leave})
        case Latest():
            return frozenset(), frozenset({of})
        case Paired():
            return frozenset(), frozenset({of})
        case _:
            return frozenset({of}), frozenset()


class Selected:
    """The statements of a window that stand at a moment, and what measures make of them."""

    def __init__(self, ledger: Ledger, known_at: int, window: Window, meaning: Meaning) -> None:
        self.ledger, self.window, self.meaning = ledger, window, meaning
        self.ever: dict[int, list[Entry]] = defaultdict(list)
        for entry in ledger.entries.values():
            if (
                entry.commission_id == window.commission_id
                and entry.happened_on < window.end
                and ledger.stands(entry, known_at)
            ):
                self.ever[entry.kind].append(entry)
        for entries in self.ever.values():
            entries.sort(key=_in_order)

    def things(self, measure: Measure) -> Things:  # noqa: PLR0911 - one for each way of counting
        """What a measure counts. Raises TypeError for a way of counting that returns do not have."""
        match measure.count:
            case Distinct():
                return self._distinct(measure, measure.count)
            case OnTime(met=met):
                return self._on_time({-1 if one is None else one for one in met})
            case Sum(what=what):
                rows = self._inside(measure)
                return {
                    self.ledger.root(one): Thing(
                        one.n if what == "n" else one.value or 0, one, frozenset({one.seq})
                    )
                    for one in rows
                }
            case LargestPerGroup(sessions=least):
                return self._largest(measure, least)
            case GroupsWith(sessions=least):
                return self._groups(measure, least)
            case Standing(enter=enter, leave=leave):
                return self._standing(enter, leave)
            case Latest(what=what):
                return self._latest(measure, what)
            case Paired(change=change):
                return {
                    key: thing._replace(weight=change == "any" or moved == WANTED[change])
                    for key, (moved, thing) in self._pairs.items()
                }
            case Rows():
                rows = self._inside(measure)
                return {
                    self.ledger.root(one): Thing(_suits(measure, one), one, frozenset({one.seq}))
                    for one in rows
                }
            case other:
                raise TypeError(other)

    def _inside(self, measure: Measure) -> list[Entry]:
        return [
            one
            for one in self.ever[measure.of]
            if one.happened_on >= self.window.start
            and (measure.codes is None or one.code in measure.codes)
            and (measure.audiences is None or one.audience in measure.audiences)
        ]

    def _person(self, entry: Entry) -> UUID | None:
        if entry.subject is None:
            return None
        return self.meaning.joined.get(entry.subject, entry.subject)

    def _distinct(self, measure: Measure, count: Distinct) -> Things:
        def thing_of(entry: Entry) -> UUID | None:
            return self._person(entry) if count.what == "person" else entry.referral

        found: Things = {}
        for key, rows in _by(self._inside(measure), thing_of).items():
            said = rows[-1] if count.pick == "last" else rows[0]
            found[key] = Thing(_suits(measure, said), said, _seqs(rows))
        return found

    def _on_time(self, met: set[int]) -> Things:
        clocks = _by(
            (one for one in self.ever[Kind.clock] if one.code == FIRST_CONTACT),
            lambda one: one.referral,
        )
        contacts = (
            one for one in self.ever[Kind.first_contact] if one.happened_on >= self.window.start
        )
        found: Things = {}
        for key, rows in _by(contacts, lambda one: one.referral).items():
            timed = clocks.get(key, [])
            counts = max((one.n for one in timed), default=-1) in met
            found[key] = Thing(counts, rows[0], _seqs([*rows, *timed]))
        return found

    @cached_property
    def _held(self) -> dict[Hashable, list[Entry]]:
        return _by(self.ever[Kind.delivered], lambda one: one.group_id)

    def _largest(self, measure: Measure, least: int) -> Things:
        found: Things = {}
        for key, rows in _by(self._inside(measure), lambda one: one.group_id).items():
            held = self._held.get(key, [])
            days: Counter[object] = Counter()
            for one in rows:
                days[one.happened_on] += one.n
            weight = max(days.values()) if len(held) >= least else 0
            found[key] = Thing(weight, rows[0], _seqs([*rows, *held] if least else rows))
        return found

    def _groups(self, measure: Measure, least: int) -> Things:
        found: Things = {}
        for key, rows in _by(self._inside(measure), lambda one: one.group_id).items():
            held = self._held.get(key, [])
            found[key] = Thing(len(held) >= least, rows[0], _seqs([*rows, *held]))
        return found

    def _standing(self, enter: tuple[Kind, ...], leave: tuple[Kind, ...]) -> Things:
        came = (one for kind in enter for one in self.ever[kind])
        left = _by((one for kind in leave for one in self.ever[kind]), lambda one: one.referral)
        found: Things = {}
        for key, rows in _by(sorted(came, key=_in_order), lambda one: one.referral).items():
            gone = left.get(key, [])
            found[key] = Thing(len(rows) > len(gone), rows[0], _seqs([*rows, *gone]))
        return found

    def _latest(self, measure: Measure, what: str) -> Things:
        rows = [
            one
            for one in self.ever[measure.of]
            if (measure.codes is None or one.code in measure.codes)
            and (measure.audiences is None or one.audience in measure.audiences)
        ]
        found: Things = {}
        for key, of_place in _by(rows, lambda one: (one.setting_id, one.commission_id)).items():
            newest = of_place[-1]
            found[key] = Thing(newest.n if what == "n" else 1, newest, _seqs(of_place))
        return found

    @cached_property
    def _pairs(self) -> dict[Hashable, tuple[int, Thing]]:
        """Last scores of the period beside the first of the same measure, and which way each moved."""

        def scale(entry: Entry) -> tuple[UUID, str] | None:
            key = entry.code.partition(":")[0]
            return (entry.referral, key) if entry.referral else None

        def taken(occasion: str) -> dict[Hashable, list[Entry]]:
            every = self.ever[Kind.measure]
            return _by((one for one in every if one.code.split(":")[1:2] == [occasion]), scale)

        found: dict[Hashable, tuple[int, Thing]] = {}
        starts = taken("baseline")
        for key, exits in taken("exit").items():
            last, first = exits[-1], starts.get(key, [None])[-1]
            if first is None or not first.happened_on <= last.happened_on >= self.window.start:
                continue
            if last.value is None or first.value is None:
                continue
            change = (last.value > first.value) - (last.value < first.value)
            falls = f"{last.programme}:{last.code.partition(':')[0]}" in self.meaning.falling
            thing = Thing(1, last, _seqs([*exits, *starts[key]]))
            found[key] = (-change if falls else change, thing)
        return found


def _in_order(entry: Entry) -> tuple[object, int]:
    return entry.happened_on, entry.seq


def _by(
    entries: Iterable[Entry], thing_of: Callable[[Entry], Hashable | None]
) -> dict[Hashable, list[Entry]]:
    """Entries by the thing they are about, in the order given; those about nothing are left out."""
    found: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        thing = thing_of(entry)
        if thing is not None:
            found[thing].append(entry)
    return dict(found)


def _seqs(entries: Iterable[Entry]) -> frozenset[int]:
    return frozenset(entry.seq for entry in entries)


def _suits(measure: Measure, entry: Entry) -> bool:
    among, besides = getattr(measure, "among", None), getattr(measure, "besides", None)
    if (among is not None and entry.code not in among) or (besides and entry.code in besides):
        return False
    if measure.outcome is None:
        return True
    said = (entry.n if measure.outcome_in == "n" else entry.value or 0) == 1
    return said == (measure.outcome == 1)
