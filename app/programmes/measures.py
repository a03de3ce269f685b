"""Measures that any case may use beside those of its programme: one file a family, with licence.

Somebody else's questions never come with the product: such a measure is a score with its range.
"""

import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from app.programmes.parts import Code, Part, Sentences, Words
from app.programmes.reading import read
from app.programmes.scales import Licence, Measure

FOLDER = Path(__file__).resolve().parents[2] / "reference" / "measures"
SURE = 1.96  # standard errors for 95 per cent
EVERY = ("baseline", "review", "exit", "follow-up")


class Family(Part):
    """Measures that belong together: what they are, where ranges come from, what may be shown."""

    code: Code
    name: Words
    says: Sentences
    source: Sentences
    notice: Sentences | None = None
    """What must be shown wherever the questions are."""
    licence: Licence
    measures: tuple[Measure, ...] = Field(min_length=1)


class Shelf(NamedTuple):
    """Every family, and every measure by its key with its family's licence."""

    families: tuple[Family, ...]
    measures: dict[str, Measure]

    def family_of(self, key: str) -> Family | None:
        """The family of a measure, or None."""
        return next((one for one in self.families if key in {m.key for m in one.measures}), None)


@cache
def shelf() -> Shelf:
    """The measures of `reference/measures`, read once. Raises ValueError for a key used twice."""
    families = tuple(
        _family(path) for path in sorted(FOLDER.glob("*.yaml"), key=lambda path: path.stem)
    )
    found: dict[str, Measure] = {}
    for family in families:
        for measure in family.measures:
            if measure.key in found:
                raise ValueError(f"the measure “{measure.key}” is there twice")
            found[measure.key] = measure
    return Shelf(families, found)


def _family(path: Path) -> Family:
    said = read(path.read_text(encoding="utf-8"))
    # A measure is taken on every occasion, under its family's licence.
    shared = {"occasions": EVERY, "licence": said["licence"]}
    said["measures"] = [shared | measure for measure in said["measures"]]
    return Family.model_validate(said)


def reliable_change(measure: Measure, first: float, last: float) -> bool | None:
    """Whether a change is more than the measure's own error would make (95 per cent).

    None where reliability or standard deviation is not published here: then nothing is claimed.
    Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19.
    """
    least = least_sure(measure)
    return None if least is None else abs(last - first) > least


def least_sure(measure: Measure) -> float | None:
    """The change that the measure's own error alone makes in 95 of 100; None where it is not stated."""
    if measure.reliability is None or measure.standard_deviation is None:
        return None
    return SURE * measure.standard_deviation * math.sqrt(2 * (1 - measure.reliability))
