"""The grid in which heads are counted: a line for each year or age, a box for each sex.

Which lines there are is for the programme to say, so the boxes are no fields of a form model: their
names are `n-{band}-{sex}` and `counter-{key}`. `GridForm.read` checks them; an empty box is nought.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from app.actions.delivery.heads import Count
from app.forms import reading
from app.models import Headcount
from app.programmes.delivery import Counter
from app.programmes.lists import Entry, code_list
from app.queries.delivered import Provision
from app.web import sentences
from app.web.forms import Form

MOST = 10_000
# On a route and in a class sex is as seen or as registered; the fourth code is for registers.
BY_SIGHT = ("F", "M", "U")
EVERY = ("F", "M", "X", "U")


class Grid(NamedTuple):
    """The boxes of one programme."""

    band_label: str
    bands: tuple[Entry | None, ...]
    sexes: tuple[Entry, ...]
    counters: tuple[Counter, ...]

    @property
    def keys(self) -> list[str]:
        """The names of all boxes."""
        boxes = [box(band, sex) for band in self.bands for sex in self.sexes]
        return boxes + [f"counter-{counter.key}" for counter in self.counters]

    def read(self, form: Form[Any], audience: str) -> tuple[list[Count], dict[str, int]]:
        """Read what stands in the boxes; what is wrong becomes an error at its box.

        A band that says its own audience (an adult on a route) is counted under that one.
        """
        counts = []
        for band in self.bands:
            for sex in self.sexes:
                n = whole(form, box(band, sex), _title(band, sex))
                if n:
                    own = str(band.also.get("audience", audience)) if band else audience
                    counts.append(Count(own, n, band.code if band else None, sex.code))
        counters = {
            counter.key: n
            for counter in self.counters
            if (n := whole(form, f"counter-{counter.key}", counter.label)) is not None
        }
        return counts, counters

    def fill(self, form: Form[Any], heads: Sequence[Headcount], counters: dict[str, int]) -> None:
        """Put stored numbers into the boxes."""
        for row in heads:
            form.fill(f"n-{row.year_group or 'all'}-{row.sex}", row.n)
        for key, n in counters.items():
            form.fill(f"counter-{key}", n)


def grid_of(
    provided: Provision, *, sexes: tuple[str, ...] = EVERY, without: tuple[str, ...] = ()
) -> Grid:
    """The grid of a programme; `without` are counters that are asked for elsewhere."""
    heads = provided.definition.headcounts
    known = code_list("sex")
    return Grid(
        provided.band_label,
        tuple(provided.band_entries()) or (None,),
        tuple(entry for code in sexes if (entry := known.get(code))),
        tuple(one for one in (heads.counters if heads else ()) if one.key not in without),
    )


def box(band: Entry | None, sex: Entry) -> str:
    """The name of the box of a band and a sex."""
    return f"n-{band.code if band else 'all'}-{sex.code}"


def whole(form: Form[Any], name: str, title: str, *, most: int = MOST) -> int | None:
    """The number in a box that belongs to no form model, or None when it is empty or wrong."""
    given = form.answers.get(name, [])
    if not given:
        return None
    try:
        return reading.read_whole(given[0], least=0, most=most)
    except PydanticCustomError as error:
        form.refuse(name, sentences.sentence(error.type, title, error.context))
        return None


def _title(band: Entry | None, sex: Entry) -> str:
    return f"{band.label}, {sex.label.lower()}" if band else sex.label


def audiences(provided: Provision) -> list[Entry]:
    """Who may take part; empty where the lines of the grid already say it."""
    heads = provided.definition.headcounts
    if any(entry.also.get("audience") for entry in provided.band_entries()):
        return []
    known = code_list("audience")
    return [entry for code in (heads.audiences if heads else ()) if (entry := known.get(code))]


def checked(form: Form[Any], grid: Grid, provided: Provision) -> tuple[list[Count], dict[str, int]]:
    """What stands in the grid, with somebody counted and under a known audience."""
    known = [entry.code for entry in audiences(provided)]
    audience = form.text("audience")
    if known and audience not in known:
        form.refuse("audience", "Select who took part")
    heads, counters = grid.read(form, audience)
    if not heads and not any(form.error(key) for key in grid.keys):
        form.refuse(grid.keys[0], "Enter how many came")
    return heads, counters
