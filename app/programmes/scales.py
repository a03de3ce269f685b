"""What is measured: a scale with its range, direction, licence and what is published about it."""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.programmes.parts import Code, Key, Part, Sentences, Words

Occasion = Literal["baseline", "review", "exit", "follow-up"]


class Item(Part):
    """A question of a measure, in our own words, answered on the scale of its measure."""

    key: Key
    label: Sentences


class Licence(Part):
    """May the questions be shown? `score-only` measures carry a number and no question."""

    status: Literal["open", "registered", "licensed", "score-only"]
    holder: Words | None = None
    note: Sentences | None = None


class CutOff(Part):
    """A published score from which on something is said; never a diagnosis."""

    score: int
    says: Words


class Measure(Part):
    """Something measured at baseline, review, exit or follow-up."""

    key: Code
    label: Words
    help: Sentences | None = None
    items: tuple[Item, ...] = ()
    minimum: int = Field(default=0, alias="min")
    maximum: int = Field(default=10, alias="max")
    direction: Literal["higher-is-better", "lower-is-better"] = "higher-is-better"
    occasions: tuple[Occasion, ...] = ("baseline", "exit")
    minimum_age: int | None = None
    about: Literal["person", "mentor", "mentee", "professional", "setting"] = "person"
    licence: Licence = Licence(status="open")
    informant: Literal["self", "parent", "teacher", "worker", "other"] | None = None
    scoring: Literal["mean", "sum"] = "mean"
    """How the answers to several items become one score."""
    item_maximum: int | None = None
    """The highest answer to one item, where items are added up."""
    cut_offs: tuple[CutOff, ...] = ()
    reliability: float | None = Field(default=None, gt=0, lt=1)
    standard_deviation: float | None = Field(default=None, gt=0)
    """Both as published for people like these: without both no reliable change is stated."""

    @model_validator(mode="after")
    def may_be_shipped(self) -> Self:
        """Somebody else's questions never come with the product."""
        if self.maximum <= self.minimum:
            raise ValueError("max must be more than min")
        if self.scoring == "sum" and self.item_maximum is None:
            raise ValueError("items that are added up need item_maximum")
        if self.licence.status != "open" and self.items:
            raise ValueError(
                f"a {self.licence.status} measure carries a score, never its questions"
            )
        return self
