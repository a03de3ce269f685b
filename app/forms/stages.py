"""What people fill in about how far a place has come, and how many could be met there."""

from typing import Annotated

from app.forms.cases import Code
from app.forms.fields import Characters, Fields, PastDate, Whole, asks


class ReachStage(Fields):
    """The stage that a place reached."""

    stage: Code = asks("the stage", missing="Select the stage this place reached")
    since: PastDate = asks("the day it was reached")


class EstimatePupils(Fields):
    """How many pupils could be met on a route, on what ground and for which day."""

    pupils: Annotated[int, Whole(0, 100_000)] = asks("how many pupils could walk this route")
    how: Annotated[str, Characters(200)] = asks("how it was estimated")
    as_of: PastDate = asks("the day it is for")
