"""What a receiver fills in to decide on an offer."""

from typing import Annotated

from app.forms.fields import Characters, Fields, FutureDate, PastDate, TimeOfDay, asks


class Accept(Fields):
    """Whether the person is new to us: `new`, or the id of a person we know."""

    known: Annotated[str, Characters(40)] | None = asks("whether we know this person", default=None)


class Decline(Fields):
    """The reason, a code of the programme; whose reason it is follows from it."""

    reason: Annotated[str, Characters(40)] = asks(
        "a reason", missing="Select why you decline this referral"
    )
    few: Annotated[str, Characters(40)] | None = asks(
        "why there were no more attempts", default=None
    )


class TriedOffer(Fields):
    """A try to reach somebody who was offered: codes only, so that nothing stays after a decline."""

    on: PastDate = asks("the day")
    at: TimeOfDay = asks("the time")
    method: Annotated[str, Characters(40)] = asks("how you tried", missing="Select how you tried")
    outcome: Annotated[str, Characters(40)] = asks(
        "what came of it", missing="Select what came of it"
    )


class Ask(Fields):
    """What is missing before this can be decided."""

    question: Annotated[str, Characters(1000, lines=True)] = asks(
        "a question", missing="Enter what you need to know"
    )


class Wait(Fields):
    """When the waiting list is looked at again for this person."""

    review_on: FutureDate = asks("the review date")
