"""What may be chosen in a case: codes of its programme and of the lists it names."""

from collections.abc import Iterable
from typing import Protocol

from app import clocks
from app.programmes.lists import Entry, code_list
from app.programmes.parts import Named
from app.programmes.safeguarding import Limit, limit_of
from app.queries.case_file import CaseFile


def listed(name: str, only: tuple[str, ...] = ()) -> list[Entry]:
    """The entries of a code list that may be chosen today; `only` keeps to a part of it."""
    entries = code_list(name).on(clocks.today())
    return [entry for entry in entries if not only or entry.code in only]


def safeguarding_actions(file: CaseFile, only: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """What can be done about a concern: code, label, and by when it must have happened, says who."""
    return [
        (entry.code, entry.label, f"{limit.says}. {entry.help}" if entry.help else limit.says)
        for entry in listed("safeguarding-action", only)
        for limit in (limit_of(entry, file.definition.safeguarding),)
    ]


def safeguarding_limits(file: CaseFile) -> dict[str, Limit]:
    """The times of each action that can be done about a concern."""
    own = file.definition.safeguarding
    return {entry.code: limit_of(entry, own) for entry in code_list("safeguarding-action").entries}


def session_kinds(file: CaseFile) -> tuple[Named, ...]:
    """The kinds of session with one person."""
    return file.definition.sessions.of_shape("individual") if file.definition.sessions else ()


def methods(file: CaseFile) -> list[Entry]:
    """How a session may be held."""
    own = file.definition.sessions
    return listed("session-method", own.methods if own else ())


def purposes(file: CaseFile) -> list[Entry]:
    """What a session may be for."""
    own = file.definition.sessions
    return listed("session-purpose", own.purposes if own else ())


class Coded(Protocol):
    """Whatever has a code: an entry of a list, a level, a reason."""

    @property
    def code(self) -> str:
        """The code."""


def codes(choices: Iterable[Coded]) -> set[str]:
    """The codes of some choices."""
    return {choice.code for choice in choices}
