"""What a programme says about delivery: clocks, sessions, measures, reasons and counting."""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.programmes.parts import Code, Key, Named, Part, Sentences, Side, Words

Milestone = Literal[
    "received",
    "sent",
    "attended",
    "accepted",
    "first_attempt",
    "first_contact",
    "first_session",
    "agreed",
    "engaged",
    "closed",
    "release_date",
]
"""Moments of a referral and its case that clocks may start from, stop at or run towards."""

# What can only happen with the person: while they are away nobody is late with it.
WITH_THE_PERSON: frozenset[Milestone] = frozenset(
    {"first_attempt", "first_contact", "first_session", "agreed", "engaged"}
)

SessionShape = Literal["individual", "group", "universal", "training"]
Whose = Literal[
    "person",
    "provider",
    "not-reachable",
    "not-eligible",
    "already-with-us",
    "no-capacity",
    "unsafe",
]


class Within(Part):
    """A length of time: hours by the clock, or working days of England and Wales."""

    hours: int | None = Field(default=None, gt=0, le=24 * 366)
    working_days: int | None = Field(default=None, gt=0, le=366)

    @model_validator(mode="after")
    def says_one(self) -> Self:
        """One length, in one unit."""
        if (self.hours is None) == (self.working_days is None):
            raise ValueError("say either hours or working_days")
        return self


class Clock(Part):
    """A standard: from a milestone within a time, or some days before a date that may move.

    `{starts: sent, stops: first_contact, within: {hours: 48}}` or
    `{stops: first_contact, before: release_date, days: 28}` (calendar days).
    """

    name: Code
    label: Words
    starts: Milestone | None = None
    stops: Milestone
    within: Within | None = None
    before: Milestone | None = None
    days: int | None = Field(default=None, ge=0, le=730)

    @property
    def rests_with_the_case(self) -> bool:
        """Whether it rests while a case is paused: it runs for a time and waits for the person."""
        return self.within is not None and self.stops in WITH_THE_PERSON

    @model_validator(mode="after")
    def runs_one_way(self) -> Self:
        """From something, or towards something."""
        if self.before is None and (self.starts is None or self.within is None):
            raise ValueError("a clock needs starts and within, or before and days")
        if self.before is not None and (self.starts or self.within or self.days is None):
            raise ValueError("a clock with before needs days, and neither starts nor within")
        if self.stops in (self.starts, self.before):
            raise ValueError("a clock cannot stop where it starts")
        return self


class MovingDate(Part):
    """A date in a case that may move, and the questions of the referral that first say it."""

    name: Milestone
    label: Words
    question: Key
    kind: Key | None = None
    """The question that says what kind of date it is."""
    confidence: Key | None = None
    """The question that says how sure it is."""


class SessionKind(Named):
    """A kind of session, and whether it is for one person, a group, everybody or professionals."""

    shape: SessionShape
    method: Code | None = None
    """The usual method of the list `session-method`, filled in beforehand."""
    minutes: int | None = Field(default=None, gt=0, le=1440)
    """The usual length, filled in beforehand."""
    modules: tuple[Words, ...] = ()
    """What a course of this kind goes through, in order: the names of its sessions."""

    def module(self, number: int | None) -> str | None:
        """The name of a session of the course by its number (from 1), or None."""
        return self.modules[number - 1] if number and number <= len(self.modules) else None


class Sessions(Part):
    """What is delivered. `planned` is the usual number for one case, `cap` the most it may have."""

    kinds: tuple[SessionKind, ...] = Field(min_length=1)
    planned: int | None = Field(default=None, gt=0, le=500)
    cap: int | None = Field(default=None, gt=0, le=500)
    caps: dict[Code, int] = Field(default_factory=dict)
    """The most sessions at a level of the programme; a level that is not here has the `cap`."""
    methods: tuple[Code, ...] = ()
    """Codes of the list `session-method`; empty for all."""
    purposes: tuple[Code, ...] = ()
    """Codes of the list `session-purpose`; empty for all."""

    def kind(self, code: str) -> SessionKind | None:
        """The kind of that code, or None."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def of_shape(self, shape: str) -> tuple[SessionKind, ...]:
        """The kinds of one shape, such as `group`."""
        return tuple(kind for kind in self.kinds if kind.shape == shape)

    def most(self, level: str | None) -> int | None:
        """The most sessions with one person at a level; None where there is no limit."""
        return self.caps.get(level, self.cap) if level else self.cap


class Attempts(Part):
    """How often, and on how many days, to try before "not reachable" needs no more reason."""

    minimum: int = Field(default=3, ge=1, le=20)
    days: int = Field(default=2, ge=1, le=20)


class ClosureReason(Named):
    """Why a case ended; `planned` feeds the planned-exit rate."""

    planned: bool


# The house's own reasons, in every programme: the work goes on with another provider, or in another
# service of the same one. They are given by accepting a transfer alone, so they stand in no form.
TRANSFERRED = ClosureReason(
    code="another-provider", label="Transferred to another provider", planned=True
)
MOVED_ON = ClosureReason(
    code="another-service", label="Transferred to another service of ours", planned=True
)
HANDED_ON = (TRANSFERRED, MOVED_ON)


class DeclineReason(Named):
    """Why an offer was handed back, and whose reason that was."""

    whose: Whose


class Band(Part):
    """Rows of a head count, from a code list."""

    key: Key
    label: Words
    list_code: Code = Field(alias="list")
    only: tuple[Code, ...] = ()


class Counter(Part):
    """A number kept for a whole session beside its head count, such as positive interactions."""

    key: Key
    label: Words
    help: Sentences | None = None


class Headcounts(Part):
    """How people who are not named are counted."""

    audiences: tuple[Code, ...] = Field(min_length=1)
    """Codes of the list `audience`."""
    rows: tuple[Band, ...] = ()
    counters: tuple[Counter, ...] = ()
    group: Words = "Group"
    """What a head count counts: a class, a mentor group, a route in a term."""
    unit: Literal["people", "contacts"] = "people"
    """`people` may be counted as the largest count of a group; `contacts` only ever added."""


class Counting(Part):
    """When something counts."""

    engaged_after: int = Field(default=1, ge=1, le=20)
    """Attended sessions after agreement that make a person engaged."""
    full_dose: int | None = Field(default=None, gt=0, le=100)
    """Sessions that make a group (or a person) one with the full dose."""
    completion: int | None = Field(default=None, gt=0, le=500)
    """Attended sessions that make a course complete, make-up sessions included."""
    absences_allowed: int | None = Field(default=None, ge=0, le=100)
    says: Sentences
    """The rule in words, printed beside the figures."""


class Training(Part):
    """Training of professionals, counted apart from the people served."""

    audiences: tuple[Code, ...] = Field(min_length=1)
    """Codes of the list `professional-role`."""
    share_required: int | None = Field(default=None, ge=1, le=100)
    """Per cent of a setting's staff that must be trained before the setting counts as trained."""
    refresher_months: int | None = Field(default=None, ge=1, le=60)


class Incidents(Part):
    """What may happen on a shift, a route or in a session."""

    types: tuple[Code, ...] = Field(min_length=1)
    """Codes of the list `incident-type`."""
    severities: tuple[Code, ...] = ("low", "medium", "high")
    tell: tuple[Named, ...] = ()
    """Who may have been told: police, school …"""


class FollowUp(Part):
    """When to ask again after closing."""

    months: int = Field(gt=0, le=60)
    label: Words = "Follow-up contact"


class Retention(Part):
    """How long a record is kept after closing: codes of the list `retention`."""

    child: Code
    adult: Code
    not_accepted: Code = "12-months"
    head_counts: Code = "6-years"


class PrivacyNotice(Part):
    """The notice that people are given, by version."""

    version: Code
    says: Sentences


class Letterbox(Part):
    """Messages one side may put into the other side's box; it never sees what became of them."""

    to: Side
    kinds: tuple[Named, ...] = Field(min_length=1)
    after_missed_session: Code | None = None
    """The kind that is due the same day when a session was missed."""
