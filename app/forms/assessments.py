"""What people fill in about needs, risk, the safety plan, steps and reviews."""

from typing import Annotated, Literal

from app.forms.cases import Code
from app.forms.fields import Characters, Fields, FutureDate, PastDate, SafeText, asks

Answer = Annotated[str, Characters(2000, lines=True)]


class Assess(Fields):
    """Needs and strengths in one domain of life."""

    level: Code | None = asks("how much help is needed", default=None)
    needs: Answer | None = asks("what is hard", default=None)
    strengths: Answer | None = asks("what goes well", default=None)
    # Whoever writes down a whole talk goes from one part of life to the next.
    then: Literal["next"] | None = asks("what to do next", default=None)


class RateRisk(Fields):
    """How high the risk is, a code of the list `risk-of-harm`, why, and when to look again."""

    risk: Code = asks("how high the risk is", missing="Select how high the risk is")
    reasons: SafeText | None = asks("the reasons", default=None)
    review_on: FutureDate | None = asks("the day to look again", default=None)


class KeepSafe(Fields):
    """The answers of a safety plan; any of them may be left out, not all."""

    warning_signs: Answer | None = asks("the warning signs", default=None)
    safe_places: Answer | None = asks("safe places", default=None)
    people: Answer | None = asks("people to call", default=None)
    others_can_do: Answer | None = asks("what others can do", default=None)
    keeps_going: Answer | None = asks("what helps", default=None)


class AddStep(Fields):
    """One step towards a goal."""

    words: Annotated[str, Characters(500, lines=True)] = asks(
        "the step", missing="Enter what will be done"
    )
    who: Code = asks("who does it", missing="Select who does it")
    by_day: FutureDate | None = asks("the day it is to be done", default=None)


class HoldReview(Fields):
    """A review of the plan."""

    held_on: PastDate = asks("the day of the review")
    with_whom: Code = asks("with whom", missing="Select with whom the plan was looked at")
    changed: Answer = asks("what changed", missing="Say what changed, or that nothing did")
    person_view: Answer | None = asks("their own view", default=None)
    next_on: FutureDate | None = asks("the next review", default=None)
