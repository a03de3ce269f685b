"""The schema of a programme document: everything that differs from programme to programme.

A document is read once into a `Definition`. Where a programme has two sides (DVPP), what differs
stands under `sides`, and `definition.for_side("partner")` is a whole Definition for that side, so
that nothing written for one side can be asked, shown or counted on the other by oversight.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field

from app.programmes import answers as answering
from app.programmes.delivery import (
    HANDED_ON,
    Attempts,
    Clock,
    ClosureReason,
    Counting,
    DeclineReason,
    FollowUp,
    Headcounts,
    Incidents,
    Letterbox,
    MovingDate,
    PrivacyNotice,
    Retention,
    Sessions,
    Training,
)
from app.programmes.parts import Code, Key, Named, Part, Sentences, Side, Words
from app.programmes.questions import Question, Section, Value
from app.programmes.safeguarding import ActionLimit
from app.programmes.scales import Measure

Delivery = Literal["named", "activity", "both"]
Tier = Literal["primary", "secondary", "tertiary"]


class Audience(Part):
    """Whom the programme is for; ages in whole years, both inclusive."""

    minimum_age: int | None = Field(default=None, ge=0, le=120)
    maximum_age: int | None = Field(default=None, ge=0, le=120)
    says: Sentences

    def includes(self, age: int | None) -> bool | None:
        """Whether somebody of this age is eligible; None when the age is not known."""
        if age is None:
            return None
        old_enough = self.minimum_age is None or age >= self.minimum_age
        return old_enough and (self.maximum_age is None or age <= self.maximum_age)


class Settings(Part):
    """The kind of place the programme works in, and the stages a place goes through."""

    kind: Literal["hospital", "practice", "school", "route", "prison", "venue"]
    stages: tuple[Named, ...] = Field(min_length=1)
    engaged: tuple[Code, ...] = Field(min_length=1)
    """The stages in which a place counts as engaged."""

    def stage(self, code: str) -> Named | None:
        """The stage of that code, or None."""
        return next((stage for stage in self.stages if stage.code == code), None)


class Agreement(Part):
    """What the person said to the referral: codes of the list `agreement`."""

    kinds: tuple[Code, ...] = ()
    reason_when: Code | None = None
    """The kind that needs a recorded reason (sharing without agreement)."""


class Referral(Part):
    """How people come to the programme."""

    sources: tuple[Code, ...] = ()
    """Codes of the list `referral-source`."""
    quick: tuple[Key, ...] = ()
    """Core fields and questions of the one-page form, in order."""
    offer: tuple[Key, ...] = ()
    """Core fields and questions that a receiver sees before accepting, in order."""
    sections: tuple[Section, ...] = ()
    agreement: Agreement = Agreement()
    guests: bool = False
    """Whether somebody without an account may refer by an emailed link; never where referring is for
    those who were trained for it, or where knowing of a referral is a danger by itself."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order it is asked."""
        return tuple(question for section in self.sections for question in section.questions)


class SidePart(Part):
    """What one side has for itself; anything it leaves out is as in the document."""

    audience: Audience | None = None
    eligibility: tuple[Sentences, ...] | None = None
    referral: Referral | None = None
    clocks: tuple[Clock, ...] | None = None
    attempts: Attempts | None = None
    sessions: Sessions | None = None
    levels: tuple[Named, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    closure: tuple[ClosureReason, ...] | None = None
    decline: tuple[DeclineReason, ...] | None = None
    counting: Counting | None = None
    follow_up: tuple[FollowUp, ...] | None = None
    returns: tuple[Code, ...] | None = None
    retention: Retention | None = None
    privacy_notice: PrivacyNotice | None = None
    letterbox: Letterbox | None = None
    matched: bool | None = None
    restricted: bool | None = None


class Definition(Part):
    """A programme as its document says it. Blocks in `SidePart` may differ by side."""

    code: Code
    name: Words
    says: Sentences
    """One or two sentences: what the programme does and for whom."""
    delivery: Delivery
    tier: Tier
    approach: Words | None = None
    """The funder's word for the kind of programme (the YEF toolkit's, for instance)."""
    audience: Audience
    eligibility: tuple[Sentences, ...] = ()
    settings: Settings | None = None
    referral: Referral = Referral()
    clocks: tuple[Clock, ...] = ()
    dates: tuple[MovingDate, ...] = ()
    """Dates that clocks with `before` run towards."""
    attempts: Attempts = Attempts()
    sessions: Sessions | None = None
    levels: tuple[Named, ...] = ()
    measures: tuple[Measure, ...] = ()
    closure: tuple[ClosureReason, ...] = ()
    decline: tuple[DeclineReason, ...] = ()
    headcounts: Headcounts | None = None
    training: Training | None = None
    incidents: Incidents | None = None
    counting: Counting
    follow_up: tuple[FollowUp, ...] = ()
    returns: tuple[Code, ...] = ()
    retention: Retention
    privacy_notice: PrivacyNotice | None = None
    letterbox: Letterbox | None = None
    safeguarding: tuple[ActionLimit, ...] = ()
    """Times for actions about concerns that the service sets for itself."""
    matched: bool = True
    """Whether people of this programme take part in blind matching between organisations."""
    restricted: bool = False
    """Whether every new case starts as restricted to the people on its list."""
    sides: dict[Side, SidePart] = Field(default_factory=dict)

    @property
    def side_names(self) -> tuple[str, ...]:
        """`("perpetrator", "partner")` for DVPP, `()` for every other programme."""
        return tuple(self.sides)

    def for_side(self, side: str | None) -> Self:
        """The whole definition for one side; itself where the programme has none.

        `side` is None or empty for programmes without sides. Raises ValueError when a side is
        missing where there are two, or given where there is none.
        """
        if not self.sides and not side:
            return self
        own = next((part for name, part in self.sides.items() if name == side), None)
        if own is None:
            raise ValueError(f"{self.code} has the sides {self.side_names}, not “{side or ''}”")
        given = {name: getattr(own, name) for name in own.model_fields_set}
        return self.model_copy(update={**given, "sides": {}})

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order it is asked (of one side: see `for_side`)."""
        return self.referral.questions

    def question(self, key: str) -> Question | None:
        """The question of that key, or None."""
        return next((question for question in self.questions if question.key == key), None)

    def clock(self, name: str) -> Clock | None:
        """The clock of that name, or None."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    def measure(self, key: str) -> Measure | None:
        """The measure of that key, or None."""
        return next((measure for measure in self.measures if measure.key == key), None)

    def closure_reason(self, code: str) -> ClosureReason | None:
        """The closure reason of that code, or None."""
        return next((reason for reason in self.closure if reason.code == code), None)

    def closing(self, code: str) -> ClosureReason | None:
        """The closure reason of that code, also the house's own of transfers."""
        own = next((reason for reason in HANDED_ON if reason.code == code), None)
        return own or self.closure_reason(code)

    def decline_reason(self, code: str) -> DeclineReason | None:
        """The reason for declining of that code, or None."""
        return next((reason for reason in self.decline if reason.code == code), None)

    def visible_questions(
        self, answers: Mapping[str, object], *, side: str | None = None
    ) -> tuple[Question, ...]:
        """The questions to ask, given the answers so far."""
        return answering.visible(self.for_side(side).questions, answers)

    def validate_answers(
        self,
        answers: Mapping[str, object],
        *,
        side: str | None = None,
        only: Iterable[str] | None = None,
        today: date | None = None,
        complete: bool = True,
    ) -> tuple[dict[str, Value], dict[str, str]]:
        """Typed answers → (what to store, {question key: what is wrong in a plain sentence}).

        `only` names the questions that this page asks (the quick form); `today` limits dates and
        retired codes; `complete=False` lets required ones wait (drafts).
        """
        asked = self.for_side(side).questions
        return answering.validate(asked, answers, only=only, today=today, complete=complete)

    def offer_view(
        self, answers: Mapping[str, Value], *, side: str | None = None
    ) -> dict[str, Value]:
        """The answers that may be shown before acceptance, in the order of the document.

        Core fields (`preferred_name`, `age`, …) pass when they are in `answers` and in the offer.
        """
        own = self.for_side(side)
        return answering.offered(own.questions, own.referral.offer, answers)

    def in_words(
        self, answers: Mapping[str, Value], *, side: str | None = None
    ) -> tuple[answering.Said, ...]:
        """The answers under the questions that were asked, by section, for a page."""
        return answering.said(self.for_side(side).referral.sections, answers)
