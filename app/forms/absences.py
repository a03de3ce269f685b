"""What people fill in about being away."""

from uuid import UUID

from app.forms.fields import Fields, FutureDate, asks


class BeAway(Fields):
    """From when to when somebody is away, and who stands in."""

    account: UUID | None = asks("who is away", default=None)
    from_day: FutureDate = asks("the first day")
    to_day: FutureDate = asks("the last day")
    cover: UUID = asks("who stands in", missing="Select who stands in")


class Press(Fields):
    """One press that asks nothing: being back, making or ending a calendar address."""
