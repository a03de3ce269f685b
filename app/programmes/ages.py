"""Sets of age bands, kept as data because every report draws its boundary elsewhere."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from app.programmes.parts import UNKNOWN, Code, Part, Sentences, Words
from app.programmes.reading import read

FILE = Path(__file__).resolve().parents[2] / "reference" / "age-bands.yaml"


class Band(Part):
    """Ages in whole years from `lowest` to `highest`, both inclusive; None has no upper end."""

    code: Code
    label: Words
    lowest: int = Field(alias="from", ge=0)
    highest: int | None = Field(default=None, alias="to")

    def holds(self, age: int) -> bool:
        """Whether somebody of this age is in the band."""
        return self.lowest <= age and (self.highest is None or age <= self.highest)


NOT_KNOWN = Band.model_validate({"code": UNKNOWN, "label": "Age not known", "from": 0})


class BandSet(Part):
    """Bands that hold every age once. A changed set gets a new code or new dates."""

    code: Code
    name: Words
    source: Sentences
    valid_from: date | None = None
    valid_to: date | None = None
    bands: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def holds_every_age_once(self) -> Self:
        """No gap and no overlap, from birth on."""
        expected: int | None = 0
        for band in self.bands:
            if expected is None or band.lowest != expected:
                raise ValueError(f"the band “{band.code}” leaves a gap or an overlap")
            expected = None if band.highest is None else band.highest + 1
        if expected is not None:
            raise ValueError("the last band must have no upper end")
        return self

    def band(self, age: int | None) -> Band:
        """The band of an age in whole years; `NOT_KNOWN` for None or an impossible age."""
        if age is None or age < 0:
            return NOT_KNOWN
        return next(band for band in self.bands if band.holds(age))

    def all(self) -> tuple[Band, ...]:
        """Every band in order, with "age not known" last."""
        return (*self.bands, NOT_KNOWN)


@cache
def band_sets() -> dict[str, BandSet]:
    """Every set of bands by its code."""
    sets = [BandSet.model_validate(one) for one in read(FILE.read_text(encoding="utf-8"))]
    return {one.code: one for one in sets}


def band_of(age: int | None, within: str = "reach") -> str:
    """The code of the band of an age, "not-known" when the age is not known."""
    return band_sets()[within].band(age).code
