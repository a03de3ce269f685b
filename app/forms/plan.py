"""What people fill in about goals and measures."""

from enum import StrEnum
from typing import Annotated

from app.forms.cases import Code
from app.forms.fields import Characters, Fields, FutureDate, PastDate, asks
from app.models import GoalResult, Occasion


class NotAsked(StrEnum):
    """Why a measure was not asked. Stored as the code; kept for ever."""

    did_not_want = "did-not-want"
    not_the_moment = "not-the-moment"
    no_time = "no-time"
    not_suitable = "not-suitable"
    no_contact = "no-contact"
    language = "language"

    @property
    def label(self) -> str:
        """The words for the page."""
        return {
            "did-not-want": "They did not want to",
            "not-the-moment": "It was not the moment for it",
            "no-time": "There was no time",
            "not-suitable": "It does not suit them",
            "no-contact": "There was no contact any more",
            "language": "There was no interpreter",
        }[self.value]


class SetGoal(Fields):
    """A goal in the person's own words."""

    words: Annotated[str, Characters(500, lines=True)] = asks(
        "the goal", missing="Enter the goal in their own words"
    )
    domain: Code = asks("what the goal is about", missing="Select what the goal is about")
    set_on: PastDate = asks("the day it was set")
    aimed_on: FutureDate | None = asks("the day it is aimed for", default=None)


class EndGoal(Fields):
    """What became of a goal."""

    result: GoalResult = asks("what became of the goal")
    on: PastDate = asks("the day it ended")


class TakeMeasures(Fields):
    """The day the measures were taken; the scores come beside it, by the key of each measure."""

    taken_on: PastDate = asks("the day")


class TakeOther(TakeMeasures):
    """The same for one measure of the shelf, and on which occasion."""

    occasion: Occasion = asks("when it is taken", missing="Select when it is taken")
