"""Statements of the ledger as rows in memory, and which of them stand at a moment."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID


class Entry(NamedTuple):
    """One row of the ledger. A row of kind 0 only closes another."""

    seq: int
    closes: int | None
    reason: str | None
    kind: int
    code: str
    happened_on: date
    subject: UUID | None
    referral: UUID | None
    group_id: UUID | None
    setting_id: UUID | None
    n: int
    value: float | None
    commission_id: UUID
    programme: str
    audience: str
    area: str | None
    age: int | None
    sex: str
    ethnicity: str
    source: str


class Ledger:
    """Rows of one provider's ledger, in the order in which they became known."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.seq: entry for entry in sorted(entries)}
        self.closer = {
            entry.closes: entry for entry in self.entries.values() if entry.closes is not None
        }

    def stands(self, entry: Entry, known_at: int) -> bool:
        """Whether a statement was made by that moment and not closed by it."""
        closer = self.closer.get(entry.seq)
        made = entry.kind != 0 and entry.seq <= known_at
        return made and (closer is None or closer.seq > known_at)

    def forward(self, entry: Entry, until: int) -> Iterator[tuple[Entry, Entry]]:
        """Each step by which a statement was replaced or withdrawn by that moment: old and new."""
        new = self.closer.get(entry.seq)
        while new is not None and new.seq <= until:
            yield entry, new
            entry, new = new, self.closer.get(new.seq)

    def back(self, entry: Entry) -> Iterator[tuple[Entry, Entry]]:
        """Each step back to the statement that one descends from: old and new."""
        while entry.closes is not None and entry.closes in self.entries:
            old = self.entries[entry.closes]
            yield old, entry
            entry = old

    @cached_property
    def _roots(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for seq, entry in self.entries.items():
            # The statement that is closed always comes before the one that closes it.
            found[seq] = found.get(entry.closes, seq) if entry.closes is not None else seq
        return found

    def root(self, entry: Entry) -> int:
        """The `seq` of the first statement of a chain of corrections: the same thing, said anew."""
        return self._roots[entry.seq]


class Window(NamedTuple):
    """What is counted: one commission, from `start` to before `end` (the first day after)."""

    commission_id: UUID
    start: date
    end: date


class Meaning(NamedTuple):
    """What statements mean beside themselves, as known at a moment.

    `joined` says under which subject a joined person is counted; `falling` holds `programme:measure`
    of scores that are meant to fall.
    """

    joined: Mapping[UUID, UUID]
    falling: frozenset[str]
