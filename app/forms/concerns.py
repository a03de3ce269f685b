"""What people fill in about safeguarding concerns, DASH, MARAC and MAPPA."""

from typing import Annotated, Literal

from app.forms.cases import Code
from app.forms.fields import (
    Characters,
    Fields,
    FutureDate,
    PastDate,
    SafeLine,
    SafeText,
    TimeOfDay,
    Whole,
    YesNo,
    asks,
)

Short = Annotated[str, Characters(1000, lines=True)]


class RaiseConcern(Fields):
    """What was seen and heard, who is at risk, and what will be done."""

    in_danger: YesNo = asks(
        "whether somebody is in danger now", missing="Say whether somebody is in danger now"
    )
    category: Code = asks("what it is about", missing="Select what it is about")
    at_risk: Code = asks("who is at risk", missing="Select who is at risk")
    noticed_on: PastDate = asks("the day you noticed it")
    seen: SafeText = asks(
        "what you saw and heard", missing="Enter what you saw and heard, in plain facts"
    )
    own_words: SafeText | None = asks("what they said", default=None)
    plan: list[Code] = asks("what will be done", default=[])


class PlanAction(Fields):
    """Something more to be done about a concern."""

    kind: Code = asks("what is to be done", missing="Select what is to be done")


class DoAction(Fields):
    """When something was done, and what came of it."""

    on: PastDate = asks("the day it was done")
    at: TimeOfDay = asks("the time it was done")
    outcome: Code = asks("what came of it", missing="Select what came of it")
    words: Short | None = asks("who was told what", default=None)


class HearBack(Fields):
    """What was answered."""

    on: PastDate = asks("the day of the answer")
    outcome: Code = asks("what came of it", missing="Select what came of it")
    feedback: Short | None = asks("what was answered", default=None)


class CloseConcern(Fields):
    """How a concern ended, and why."""

    outcome: Code = asks("how it ended", missing="Select how it ended")
    words: Short = asks("why it is closed", missing="Say why it is closed and who decided")


class MaracBoxes(Fields):
    """Why it goes to MARAC, whether they agree, and what came of it."""

    criterion: Code | None = asks("why it goes to MARAC", default=None)
    judgement: Short | None = asks("what your judgement rests on", default=None)
    consent: Literal["yes", "no", "not-asked"] | None = asks("whether they agree", default=None)
    consent_words: Short | None = asks("why without their agreement", default=None)
    heard_on: PastDate | None = asks("the day MARAC heard it", default=None)
    our_actions: Short | None = asks("what we are to do", default=None)


class DashBoxes(Fields):
    """A DASH score: a number of 24, never the questions."""

    score: Annotated[int, Whole(0, 24)] = asks("the DASH score")
    done_on: PastDate = asks("the day it was done")
    form_version: SafeLine | None = asks("the version of the form", default=None)


class ScoreDash(MaracBoxes, DashBoxes):
    """A DASH score, and what MARAC makes of it: what is wrong is told in the order of the page."""


class WriteMappa(Fields):
    """How somebody is managed under MAPPA."""

    category: Code = asks("the category", missing="Select the category")
    level: Code | None = asks("the level", default=None)
    lead_agency: SafeLine | None = asks("the lead agency", default=None)
    review_on: FutureDate | None = asks("the day of the review", default=None)
