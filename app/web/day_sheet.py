"""The day sheet: one day at one place as a grid, a row for each class.

A row's boxes are `name-3`, `year-3`, `F-3` and so on. A row counts as filled once somebody was
counted in it; the classes known at the place stand there already, and stay out when left empty.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.actions.delivery.heads import Count
from app.forms import reading
from app.queries.lessons import Class
from app.web.counting_grid import whole
from app.web.forms import Form

SEXES = (("F", "Girls"), ("M", "Boys"), ("U", "Not recorded"))
NUMBERS = (*SEXES, ("staff", "Staff"), ("mentors", "Mentors leading"), ("lesson", "Lesson number"))
BOXES = ("known", "name", "year", *(name for name, _ in NUMBERS))
EMPTY_ROWS = 4
MOST_ROWS = 60


class Row(NamedTuple):
    """One row that somebody filled in: a class and what was counted there."""

    number: int
    name: str
    year: str | None
    heads: Mapping[str, int]
    staff: int | None
    mentors: int | None
    lesson: int | None

    def counts(self, audience: str) -> list[Count]:
        """Its heads, counted as this audience."""
        return [Count(audience, n, self.year, sex) for sex, n in self.heads.items() if n]


def boxes(rows: int) -> list[str]:
    """The names of all boxes of a sheet with so many rows."""
    return [f"{name}-{number}" for number in range(rows) for name in BOXES]


def rows_in(posted: Mapping[str, Any]) -> int:
    """How many rows a posted sheet has."""
    numbers = (name.removeprefix("name-") for name in posted if name.startswith("name-"))
    found = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 4]  # noqa: PLR2004 - no sheet has a thousand rows
    return min(max(found, default=-1) + 1, MOST_ROWS)


def fill(form: Form[Any], classes: Sequence[Class]) -> int:
    """Write the known classes into the first rows; returns how many rows the sheet then has."""
    for number, one in enumerate(classes[: MOST_ROWS - EMPTY_ROWS]):
        form.fill(f"known-{number}", "yes")
        form.fill(f"name-{number}", one.name)
        form.fill(f"year-{number}", one.year_group)
    return min(len(classes), MOST_ROWS - EMPTY_ROWS) + EMPTY_ROWS


def read(form: Form[Any], rows: int, years: set[str]) -> list[Row]:
    """The rows that were filled in. What is wrong becomes an error at its box."""
    filled = []
    for number in range(rows):
        row = _row(form, number, years)
        if row is not None:
            filled.append(row)
    names = [row.name.lower() for row in filled]
    for row in filled:
        if row.name and names.count(row.name.lower()) > 1:
            form.refuse(f"name-{row.number}", f"{row.name} stands in two rows. Put it into one")
    if not filled and not form.errors:
        form.refuse("name-0", "Enter at least one class and how many came")
    return filled


def _row(form: Form[Any], number: int, years: set[str]) -> Row | None:
    said = {name: _said(form, f"{name}-{number}") for name in BOXES}
    typed = {name: text for name, text in said.items() if text and name not in {"known", "year"}}
    if said["known"]:
        typed.pop("name", None)
    if not typed:
        return None
    title = said["name"] or f"row {number + 1}"
    if not said["name"]:
        form.refuse(f"name-{number}", f"Enter the class in row {number + 1}")
    if len(said["name"]) > 80:  # noqa: PLR2004 - no class is called longer than that
        form.refuse(f"name-{number}", f"The class in row {number + 1} must be 80 letters or fewer")
    numbers = {
        name: whole(form, f"{name}-{number}", f"{label} in {title}", most=1000)
        for name, label in NUMBERS
    }
    heads = {sex: numbers[sex] or 0 for sex, _ in SEXES}
    wrong = any(form.error(f"{sex}-{number}") for sex, _ in SEXES)
    if not any(said[sex] for sex, _ in SEXES) and not wrong:
        form.refuse(f"F-{number}", f"Enter how many came to {title}")
    year = said["year"] if said["year"] in years else None
    return Row(
        number,
        reading.clean_text(said["name"], most=4000, lines=False),
        year,
        heads,
        numbers["staff"],
        numbers["mentors"],
        numbers["lesson"],
    )


def _said(form: Form[Any], name: str) -> str:
    return (form.answers.get(name) or [""])[0].strip()
