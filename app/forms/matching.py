"""What an administrator fills in about an agreement to match."""

from typing import Literal
from uuid import UUID

from app.forms.fields import Fields, SafeDate, SafeLine, asks


class NewMatchingAgreement(Fields):
    """Two organisations agreed that people known to both are counted once."""

    one_id: UUID = asks("the first organisation", missing="Select the first organisation")
    other_id: UUID = asks("the second organisation", missing="Select the second organisation")
    reference: SafeLine = asks("where the signed paper is")
    from_day: SafeDate = asks("the day it begins")
    to_day: SafeDate | None = asks("the day it ends", default=None)
    includes_withheld: Literal["yes"] | None = asks("whether it goes further", default=None)


class EndMatching(Fields):
    """The agreement ends today."""
