"""What figures are about: which commissions, which days, and the name of a cell."""

from datetime import date
from typing import NamedTuple

from app.reporting.measure import By

Key = tuple[str, By, str]
"""A cell: measure, what it is broken down by, and which value of that."""


class Scope(NamedTuple):
    """One commission (and side, where its programme has two) with what it belongs to."""

    commission: str
    programme: str
    provider: str


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
