"""Canaries: words that only the named people may ever see, wherever they were put in."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

# A guardian watches who opened what, a navigator refers: not all work is within their reach.
ELSEWHERE = frozenset({"guardian", "own_navigator"})
WORD = re.compile(r"Qz([0-9a-f]{8})([ep])([0-9]{3})")


class Secret(NamedTuple):
    """What a canary stands for, who may see it, and to whom a page within reach shows it."""

    about: str
    seen_by: frozenset[str]
    shown: frozenset[str]
    # Whom the rows let read it when every role may do everything.
    held_by: frozenset[str]


class Secrets:
    """The canaries of one world, and the names and ids that tell as much as words do."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.words: dict[str, Secret] = {}
        self.marks: dict[str, Secret] = {}
        self.found: dict[str, set[str]] = {}

    def word(
        self,
        about: str,
        seen_by: Collection[str],
        *,
        sealed: bool = True,
        shown: bool | Collection[str] = True,
        held_by: Collection[str] = (),
    ) -> str:
        """A new canary for one field; `sealed`: its column is unreadable without the keys.

        `shown`: to whom a page within reach of the first shows it, where that is not everybody who
        may see it. `held_by`: who else works for its provider: rows know no roles, so that the
        permissions alone keep it from them.
        """
        text = f"Qz{self.tag}{'e' if sealed else 'p'}{len(self.words):03d}"
        meet = seen_by if shown is True else shown or ()
        self.words[text] = Secret(
            about,
            frozenset(seen_by),
            frozenset(meet) - ELSEWHERE,
            frozenset(seen_by) | frozenset(held_by),
        )
        return text

    def mark(self, text: object, about: str, seen_by: Collection[str]) -> None:
        """A reference, number or id that tells that somebody exists."""
        self.marks[str(text)] = Secret(about, frozenset(seen_by), frozenset(), frozenset(seen_by))

    def leaks(
        self, text: str, person: str, *, own: Iterable[str] = (), rows_alone: bool = False
    ) -> list[str]:
        """What stands in a text that this person may not see; `own` is what they typed themselves.

        `rows_alone`: every role may do everything, and the database alone keeps what it keeps.
        """
        here = {found[0] for found in WORD.finditer(text)} & self.words.keys()
        for word in here:
            self.found.setdefault(word, set()).add(person)
        plain = text.replace(" ", "")
        told = [(word, self.words[word]) for word in here]
        told += [(mark, secret) for mark, secret in self.marks.items() if mark in plain]
        return sorted(
            secret.about
            for mark, secret in told
            if person not in (secret.held_by if rows_alone else secret.seen_by) and mark not in own
        )

    def unseen(self, person: str) -> list[str]:
        """Canaries that this person should have met on the pages they may open, and has not."""
        return sorted(
            secret.about
            for word, secret in self.words.items()
            if person in secret.shown and person not in self.found.get(word, set())
        )
