"""What is typed about the money of a commission, its changes, and a year's budget."""

from typing import Literal
from uuid import UUID

from app.forms.administration import Places
from app.forms.fields import Fields, SafeDate, SafeLine, SafeText, asks
from app.forms.funding import Pounds
from app.models import Followed, FundingCategory, VariationReason


class StatedSpend(Fields):
    """What was spent in a quarter."""

    amount: Pounds = asks("what was spent")
    note: SafeText | None = asks("the note", default=None)


class Vary(Fields):
    """The terms from a day on. `funding` holds one stream a line: its name and the pounds."""

    takes_effect_on: SafeDate = asks("the day from which it holds")
    reason: VariationReason = asks("a reason", missing="Select why the terms change")
    words: SafeText | None = asks("the explanation", default=None)
    funding: SafeText | None = asks("the funding", default=None)
    ends_on: SafeDate | None = asks("the last day", default=None)
    places: Places | None = asks("the number of places", default=None)


class AgreeThreshold(Fields):
    """Below which number counts of people are hidden, and from which quarter on."""

    below: Literal["5", "8", "10"] = asks("a number", missing="Select which numbers are hidden")
    holds_from: SafeLine = asks("a quarter", missing="Select the quarter from which it holds")
    words: SafeText = asks("the reason")


class FollowOn(Fields):
    """What is bought after a commission, from whom."""

    how: Followed = asks("how it goes on", missing="Select how the service goes on")
    name: SafeLine = asks("the name of the new commission")
    provider: UUID = asks("a provider", missing="Select the provider")
    starts_on: SafeDate = asks("the first day")
    ends_on: SafeDate | None = asks("the last day", default=None)
    places: Places | None = asks("the number of places", default=None)
    funding: SafeText | None = asks("the funding", default=None)


class GivenAward(Fields):
    """What a funder gives for a year."""

    funder: SafeLine = asks("the funder")
    amount: Pounds = asks("the amount")


class WrittenLine(Fields):
    """What some of a year's funding is meant for."""

    name: SafeLine = asks("what it pays for")
    category: FundingCategory = asks("a category", missing="Select what the money is for")
    amount: Pounds = asks("the amount")
    commission: UUID | None = asks("the commission", default=None)


class Remove(Fields):
    """That something is taken out."""

    remove: Literal["yes"] = asks("whether it is taken out")
