"""Days that cannot be what they are said to be."""

from datetime import date

from app import clocks
from app.errors import Refused


def refuse_future(day: date, what: str = "This day") -> None:
    """Refuse a day that has not come yet; `what` begins the sentence. Raises Refused."""
    if day > clocks.today():
        raise Refused(f"{what} is in the future.")
