"""What people fill in about a person's family, professionals, competence and labels."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from app.forms.cases import Code, ShortText
from app.forms.fields import (
    Fields,
    FutureDate,
    PastDate,
    Phone,
    SafeLine,
    Whole,
    YesNoUnknown,
    asks,
)

Gone = Literal["yes"]


class RelativeFields(Fields):
    """Somebody of the family or household. A first name or initials will do."""

    relation: Code = asks("who they are to the person", missing="Select who they are to the person")
    name: SafeLine = asks("a first name or initials", missing="Enter a first name or initials")
    age: Annotated[int, Whole(0, 119)] | None = asks("the age", default=None)
    lives: Code = asks("where they live", default="not-known")
    contact: Code = asks("whether contacting them is safe", default="not-known")
    phone: Phone | None = asks("the phone number", default=None)
    words: ShortText | None = asks("what else matters", default=None)
    gone: Gone | None = asks("whether they are no longer part of it", default=None)


class ProfessionalFields(Fields):
    """Somebody who works with the person elsewhere."""

    name: SafeLine = asks("a name")
    job: SafeLine | None = asks("the job", default=None)
    employer: SafeLine | None = asks("the organisation", default=None)
    phone: Phone | None = asks("the phone number", default=None)
    may_tell: YesNoUnknown = asks("whether we may tell them", default="not-known")
    gone: Gone | None = asks("whether they are no longer involved", default=None)


class AssessCompetence(Fields):
    """Whether a child can decide something for themselves (Gillick)."""

    question: Code = asks("what was to be decided", missing="Select what was to be decided")
    decision: Literal["able", "not-able"] = asks(
        "what was found", missing="Select whether they can decide this for themselves"
    )
    ground: ShortText = asks("how this was found", missing="Enter how this was found")
    assessor: SafeLine = asks("who assessed it", missing="Enter who assessed it, with their job")
    assessed_on: PastDate = asks("the day it was assessed")
    review_on: FutureDate | None = asks("the day to look again", default=None)


class PutLabel(Fields):
    """A label with who says so, when, on what ground, and until when."""

    kind: Code = asks("what is said", missing="Select what is said")
    detail: Code | None = asks("what exactly", default=None)
    victim: Literal["yes", "no", "both", "not-known"] = asks(
        "whether they are a victim in this", default="not-known"
    )
    said_by: Code = asks("who says so", missing="Select who says so")
    said_on: PastDate = asks("the day it was said")
    ground: ShortText = asks("the ground", missing="Enter on what ground it is said")
    review_by: FutureDate = asks("the day to review it")
    disputed: ShortText | None = asks("what the person says to it", default=None)


class ReviewLabel(Fields):
    """Whether a label stays, until when, and what the person says to it."""

    keep: Literal["keep", "end"] = asks("whether it stays", missing="Select whether it stays")
    review_by: FutureDate | None = asks("the day to review it next", default=None)
    ended_why: ShortText | None = asks("why it is taken off", default=None)
    disputed: ShortText | None = asks("what the person says to it", default=None)

    @model_validator(mode="after")
    def says_until_when_or_why(self) -> Self:
        """What stays has a next review, what ends a reason."""
        if self.keep == "keep" and self.review_by is None:
            raise ValueError("Enter the day to review it next")
        if self.keep == "end" and not self.ended_why:
            raise ValueError("Enter why it is taken off")
        return self


class DecidePair(Fields):
    """Whether two persons are one human being, and what that is known from."""

    same: Literal["yes", "no"] = asks("an answer", missing="Select whether this is the same person")
    reason: ShortText = asks("a reason", missing="Enter how you know")


class UndoPair(Fields):
    """Why a decision about two persons is undone."""

    why: ShortText = asks("a reason", missing="Enter why this is undone")
