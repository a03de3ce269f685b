"""What the small numbers of the columns stand for: words, sets of words, and ids that may be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from uuid import UUID

import numpy as np

from app.reporting.ledger.stream import IDS, SETS, SPOKEN_IDS, Ints, Numbering

PARTED = {
    column: (name, place) for name, columns in SETS.items() for place, column in enumerate(columns)
}
"""What is kept as part of a set: the set, and which part."""


@dataclass
class Names:
    """What the small numbers of the columns stand for."""

    ids: dict[str, Numbering] = field(default_factory=lambda: {name: Numbering() for name in IDS})
    sets: dict[str, Numbering] = field(default_factory=lambda: {name: Numbering() for name in SETS})
    spoken: dict[str, dict[str, int]] = field(
        default_factory=lambda: {name: {} for name in ("word", *SPOKEN_IDS)}
    )
    """Words, and the ids that people may be told, each with its number."""
    said: dict[str, list[list[int]]] = field(default_factory=lambda: {name: [] for name in SETS})
    """What each number of a set stands for: numbers of words and of ids that may be told."""
    firsts: list[int] = field(default_factory=list)
    """The `seq` of one fact of each atom (commission, side, provider and programme)."""
    heard: dict[int, int] = field(default_factory=dict)
    """Atom's number → the newest `seq` of its facts."""

    def say(self, of: str, row: Any) -> None:
        """Keep what the next number of a set stands for, as a row says that has it."""
        numbers = []
        for column in SETS[of]:
            kept = self.spoken[column if column in SPOKEN_IDS else "word"]
            numbers.append(kept.setdefault(str(getattr(row, column)), len(kept)))
        self.said[of].append(numbers)
        if of == "atom":
            self.firsts.append(row.seq)


class Told(NamedTuple):
    """What the numbers of words, sets and atoms stand for."""

    words: tuple[str, ...]
    atoms: tuple[tuple[UUID, str], ...]
    providers: tuple[UUID, ...]
    firsts: tuple[int, ...]
    parts: Mapping[str, Ints]
    """For each part of a set its number, by the set's."""

    @classmethod
    def by(cls, names: Names) -> Self:
        """What these names say."""
        words = tuple(names.spoken["word"])
        commissions, providers = (
            [UUID(one) for one in names.spoken[name]] for name in ("commission_id", "provider_id")
        )
        parts = {
            column: np.array([one[place] for one in names.said[of]] or [0], np.int32)
            for column, (of, place) in PARTED.items()
        }
        atoms = names.said["atom"]
        return cls(
            words,
            tuple((commissions[one[0]], words[one[1]]) for one in atoms),
            tuple(providers[one[2]] for one in atoms),
            tuple(names.firsts),
            parts,
        )
