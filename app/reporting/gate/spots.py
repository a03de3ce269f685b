"""What was printed when, and the name of each number in it.

An *issue* is one printing of one span: the page of a quarter as it is now, an edition, a return, a
restatement. The same number in two issues has one name, that of the issue in which it stood first.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.periods import Span


class Step(NamedTuple):
    """What came into a number, or went out of it, for a reason. `way` is "came" or "went"."""

    place: Place
    reason: str
    way: str


class Bridge(NamedTuple):
    """The steps from the numbers of an earlier issue (`since`) to those of this one."""

    since: str = ""
    values: Mapping[Step, int] = {}
    printed: Mapping[Step, Cell] = {}
    tables: Mapping[Step, str] = {}


class Issue(NamedTuple):
    """One printing of one span: its counts, how each is printed, and in which table it may be."""

    name: str
    span: Span
    known_at: int
    values: Mapping[Place, int]
    printed: Mapping[Place, Cell]
    tables: Mapping[Place, str]
    bridge: Bridge = Bridge()


class Spot(NamedTuple):
    """A number: its place, its span, and the issue in which it stood first."""

    place: Place
    span: str
    issue: str


class Link(NamedTuple):
    """What stands between numbers: a change from one issue to the next, or the rest of a sum."""

    what: str
    to: Spot


def spots_of(issues: Sequence[Issue]) -> dict[str, dict[Place, Spot]]:
    """For each issue the number that stands at each place. Issues come oldest first."""
    found: dict[str, dict[Place, Spot]] = {}
    newest: dict[tuple[str, Place], tuple[int, Spot]] = {}
    for issue in issues:
        own = found[issue.name] = {}
        for place, value in issue.values.items():
            name = issue.span.code, place
            if name in newest and newest[name][0] == value:
                own[place] = newest[name][1]
            else:
                own[place] = Spot(place, issue.span.code, issue.name)
                newest[name] = value, own[place]
    return found


def place_at(key: Spot | Link) -> Place:
    """The place of a number, or of the number that a change or step leads to."""
    return key.to.place if isinstance(key, Link) else key.place
