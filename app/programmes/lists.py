"""Code lists: versioned files under `reference/lists`, one list a file, retired but never deleted.

A code that was ever used keeps its label for good; `valid_from` and `valid_to` only decide what
may be chosen on a day.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from app.programmes.parts import Code, Named, Part, Sentences, Words
from app.programmes.reading import read

FOLDER = Path(__file__).resolve().parents[2] / "reference" / "lists"


class Entry(Named):
    """One code of a list. Both dates are inclusive; a missing one means no limit."""

    group: Words | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    unknown: bool = False
    """This code itself says "not known" or "not stated"."""
    also: dict[Code, str | int | bool] = Field(default_factory=dict)
    """Crosswalks and facts about the code, such as the NHS 2001 letter of an ethnic group."""

    def is_current(self, day: date) -> bool:
        """Whether the code may be chosen on this day."""
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day <= self.valid_to)


class CodeList(Part):
    """A code list with where it comes from."""

    code: Code
    name: Words
    source: Sentences
    note: Sentences | None = None
    entries: tuple[Entry, ...]

    @model_validator(mode="after")
    def has_each_code_once(self) -> Self:
        """A code names one thing for ever."""
        seen: set[str] = set()
        for entry in self.entries:
            if entry.code in seen:
                raise ValueError(f"the code “{entry.code}” is there twice")
            seen.add(entry.code)
        return self

    def on(self, day: date) -> tuple[Entry, ...]:
        """What may be chosen on a day, in the order of the file."""
        return tuple(entry for entry in self.entries if entry.is_current(day))

    def get(self, code: str) -> Entry | None:
        """The entry of a code, retired ones too, or None."""
        return next((entry for entry in self.entries if entry.code == code), None)

    def label(self, code: str) -> str:
        """The words for a code; the code itself when the list never had it."""
        entry = self.get(code)
        return entry.label if entry else code

    def codes(self) -> tuple[str, ...]:
        """Every code the list ever had."""
        return tuple(entry.code for entry in self.entries)

    def grouped(self, day: date) -> dict[str, tuple[Entry, ...]]:
        """What may be chosen on a day, by group, groups in the order they first appear."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.on(day):
            groups.setdefault(entry.group or "", []).append(entry)
        return {group: tuple(entries) for group, entries in groups.items()}


@cache
def list_names() -> tuple[str, ...]:
    """The codes of every list there is; the folder is read once."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def code_list(code: str) -> CodeList:
    """The list of that code, read once. Raises KeyError when there is none."""
    if code not in list_names():
        raise KeyError(code)
    path = FOLDER / f"{code}.yaml"
    found = CodeList.model_validate(read(path.read_text(encoding="utf-8")))
    if found.code != code:
        raise ValueError(f"{path.name} calls itself “{found.code}”")
    return found
