"""What figures are about: which commissions, which days, and the name of a cell."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from app.reporting.gate.marks import THRESHOLD
from app.reporting.measure import SCOPES, By

Key = tuple[str, By, str]
"""A cell: measure, what it is broken down by, and which value of that."""


class Scope(NamedTuple):
    """One commission (and side, where its programme has two) with what it belongs to.

    `below` is the threshold of its agreement in the days that are asked about.
    """

    commission: str
    programme: str
    provider: str
    below: int = THRESHOLD


class Period(NamedTuple):
    """The days that are counted: from `start` to before `end`; `until` is the last day known of."""

    start: date
    end: date
    until: date


def with_side(name: str, side: str) -> str:
    """A programme or commission, told apart by side where there is one."""
    return f"{name}:{side}" if side else name


def scoped(scopes: tuple[Scope, ...]) -> dict[By, dict[str, list[str]]]:
    """For each cut of the commissions: its values, each with the commissions that make it up."""
    cuts: dict[By, dict[str, list[str]]] = {By.commission: {}, By.programme: {}, By.provider: {}}
    for scope in scopes:
        cuts[By.commission].setdefault(scope.commission, []).append(scope.commission)
        cuts[By.programme].setdefault(scope.programme, []).append(scope.commission)
        cuts[By.provider].setdefault(scope.provider, []).append(scope.commission)
    return cuts


def threshold_in(scopes: tuple[Scope, ...], where: Iterable[tuple[By, str]]) -> int:
    """The threshold of a cell: the largest of the commissions that are counted in it.

    `where` is what the cell is broken down by. A cell of nobody's commission has the largest of all.
    """
    thresholds = {scope.below for scope in scopes}
    if len(thresholds) > 1:
        cuts = [(str(by), value) for by, value in where if by in SCOPES]
        own = {
            scope.below
            for scope in scopes
            if all(getattr(scope, by) == value for by, value in cuts)
        }
        thresholds = own or thresholds
    return max(thresholds, default=THRESHOLD)
