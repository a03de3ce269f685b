"""By when something about a concern must have happened, and who says so.

A time has one of three origins: published guidance (its words name it), the programme's own document
("set by this service"), or neither: then it is a usual time of ours and no rule, and its words name
nobody. Guidance can be tightened by a service, and not loosened.
"""

from typing import NamedTuple, Self

from pydantic import Field, model_validator

from app.programmes.lists import Entry
from app.programmes.parts import Code, Part

OWN, NO_RULE = "set by this service", "a usual time, no rule"
# What stands once above a list of times.
EXPLAINED = (
    "Where nobody is named, the time is a usual one and no rule: your service can set its own."
)
HOURS_OF_A_WORKING_DAY = 24
A_DAY = 24  # hours, where the list says nothing else


class ActionLimit(Part):
    """What a service sets for one action of the list `safeguarding-action`.

    `hours` or `working_days`: within how long it is to be done; `answer`: within how many working
    days an answer is expected.
    """

    action: Code
    hours: int | None = Field(default=None, ge=1, le=336)
    working_days: int | None = Field(default=None, ge=1, le=20)
    answer: int | None = Field(default=None, ge=1, le=60)

    @model_validator(mode="after")
    def sets_something(self) -> Self:
        """One way of counting, and at least one time."""
        if self.hours and self.working_days:
            raise ValueError("an action has hours or working_days, not both")
        if not (self.hours or self.working_days or self.answer):
            raise ValueError("an action needs hours, working_days or answer")
        return self


class Limit(NamedTuple):
    """How soon an action is to be done (hours, or working days) and answered (working days).

    `source` and `answer_source` say who says so.
    """

    hours: int | None
    working_days: int | None
    answer: int | None
    source: str
    answer_source: str

    @property
    def says(self) -> str:
        """In words, with who says so where somebody does."""
        days, hours = self.working_days, self.hours or A_DAY
        long = _plural(days, "working day") if days else _plural(hours, "hour")
        said = f"Within {long}{_named(self.source)}"
        if self.answer is None:
            return said
        answer = f"Answer within {_plural(self.answer, 'working day')}{_named(self.answer_source)}"
        return f"{said}. {answer}"


def limit_of(entry: Entry, own: tuple[ActionLimit, ...]) -> Limit:
    """The times of an action: what the service sets, else what the list says."""
    said = entry.also
    hours, days, answer = (_number(said.get(key)) for key in ("hours", "days", "answer"))
    limit = Limit(
        hours,
        days,
        answer,
        str(said.get("source", NO_RULE)),
        str(said.get("answer-source", NO_RULE)),
    )
    set_here = next((one for one in own if one.action == entry.code), None)
    if set_here is None:
        return limit
    if set_here.hours or set_here.working_days:
        limit = limit._replace(hours=set_here.hours, working_days=set_here.working_days, source=OWN)
    if set_here.answer:
        limit = limit._replace(answer=set_here.answer, answer_source=OWN)
    return limit


def loosened(entry: Entry, own: ActionLimit) -> bool:
    """Whether a service gives more time than published guidance does."""
    said = entry.also
    longer = "source" in said and _as_hours(own.hours, own.working_days) > _as_hours(
        _number(said.get("hours")), _number(said.get("days"))
    )
    answer = _number(said.get("answer"))
    return longer or bool("answer-source" in said and answer and (own.answer or 0) > answer)


def _named(source: str) -> str:
    return "" if source == NO_RULE else f" ({source})"


def _as_hours(hours: int | None, days: int | None) -> int:
    return (days or 0) * HOURS_OF_A_WORKING_DAY + (hours or 0)


def _number(said: object) -> int | None:
    return said if isinstance(said, int) else None


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
