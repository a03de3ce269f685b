"""The head of a case file: whose it is, how to reach them, who holds it, which programme."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.access import Permission, may
from app.database import Database, Viewer
from app.errors import NotFound
from app.facts import age_of
from app.models import (
    Account,
    Case,
    CaseState,
    Clock,
    Commission,
    Concern,
    GroupMember,
    Organisation,
    Person,
    Referral,
    SafeContact,
)
from app.pathway import Move, moves_open_to
from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.programmes.loading import stored_definition
from app.queries import standing_labels
from app.queries.absences import Standing, cover_today, standing_in

ADULT = 18
STATES = {
    CaseState.open: ("Open, not agreed yet", "yellow"),
    CaseState.active: ("Active", "green"),
    CaseState.paused: ("Paused", "orange"),
    CaseState.closed: ("Closed", "grey"),
}


class ReferralHead(NamedTuple):
    """What the case file shows of its referral on every page."""

    id: UUID
    reference: str
    source: str
    immediate_risk: bool
    agreement: str
    sent_at: datetime | None
    received_at: datetime | None
    attended_at: datetime | None
    accepted_at: datetime | None
    first_contact_at: datetime | None
    closed_at: datetime | None
    sender_id: UUID
    sender: str


@dataclass(frozen=True)
class CaseFile:
    """A case with what every page of it shows. `definition` is the one for the case's own side."""

    case: Case
    person: Person
    contact: SafeContact | None
    worker: str | None
    commission: str
    referral: ReferralHead
    definition: Definition
    viewer: Viewer
    # Who stands in for the worker today.
    cover: Standing | None = None
    # Safeguarding concerns that nobody has closed.
    open_concerns: int = 0
    # Labels that stand today, in words.
    labels: tuple[str, ...] = ()
    # Whether the viewer may see another case of the same person that was opened before this one.
    has_earlier: bool = False
    # Whether they have a place on a course.
    on_course: bool = False

    @property
    def path(self) -> str:
        """The address of the case file."""
        return f"/cases/{self.case.id}"

    @property
    def name(self) -> str:
        """What they like to be called, and the family name where it is known."""
        return f"{self.person.preferred_name} {self.person.family_name}".strip()

    @property
    def age(self) -> int | None:
        """Age today in whole years, None when nothing is known."""
        return age_of(self.person, clocks.today())

    @property
    def is_child(self) -> bool | None:
        """Whether they are under 18; None when the age is not known."""
        return None if self.age is None else self.age < ADULT

    @property
    def state(self) -> tuple[str, str]:
        """The state in words, and the colour of its tag."""
        return STATES[CaseState(self.case.state)]

    @property
    def risk(self) -> str | None:
        """The risk in words, if somebody said how high it is."""
        return code_list("risk-of-harm").label(self.case.risk) if self.case.risk else None

    @property
    def level(self) -> str | None:
        """The level of work in the programme's words."""
        labels = {level.code: level.label for level in self.definition.levels}
        return labels.get(self.case.level, self.case.level) if self.case.level else None

    @property
    def moves(self) -> list[Move]:
        """The moves of the pathway that the viewer may make now."""
        return moves_open_to(self.viewer, self.case)

    @property
    def may_work(self) -> bool:
        """Whether the viewer may change anything at all, and the case is one to work on."""
        return may(self.viewer.role, Permission.work)

    @property
    def may_manage(self) -> bool:
        """Whether the viewer may allocate, restrict and reopen."""
        return may(self.viewer.role, Permission.allocate)

    @property
    def is_live(self) -> bool:
        """Whether the case is not closed."""
        return self.case.state != CaseState.closed

    @property
    def hand(self) -> str:
        """In whose hand the case is: a form carries it, and is refused when it changed meanwhile."""
        return f"{'open' if self.is_live else 'closed'}.{self.case.worker_id or 'nobody'}"

    @property
    def since(self) -> date:
        """The first day on which anything of this case can have happened."""
        known = (self.referral.attended_at, self.referral.received_at, self.referral.sent_at)
        first = min((moment for moment in known if moment), default=self.case.opened_at)
        return first.astimezone(clocks.LONDON).date()


@cache
def _whole() -> Select[Any]:
    """The statement that finds a case file: made once, because every page of a case runs it."""
    today, other = bindparam("today", type_=Date), aliased(Case)
    return (
        select(
            Case,
            Person,
            SafeContact,
            col(Account.name),
            col(Commission.name),
            Referral,
            col(Organisation.name),
            select(func.count())
            .where(col(Concern.case_id) == col(Case.id), col(Concern.closed_at).is_(None))
            .scalar_subquery(),
            cover_today(
                col(Case.worker_id), col(Case.organisation_id), col(Case.side), today
            ).correlate(Case),
            standing_labels.labels_today(today),
            exists()
            .where(
                col(other.person_id) == col(Case.person_id),
                col(other.opened_at) < col(Case.opened_at),
            )
            .correlate(Case),
            exists()
            .where(
                col(GroupMember.case_id) == col(Case.id),
                or_(col(GroupMember.left_on).is_(None), col(GroupMember.left_on) > today),
            )
            .correlate(Case),
        )
        .join(Person, col(Person.id) == col(Case.person_id))
        .outerjoin(SafeContact, col(SafeContact.person_id) == col(Person.id))
        .outerjoin(Account, col(Account.id) == col(Case.worker_id))
        .join(Commission, col(Commission.id) == col(Case.commission_id))
        .join(Referral, col(Referral.id) == col(Case.referral_id))
        .join(Organisation, col(Organisation.id) == col(Referral.organisation_id))
        .where(col(Case.id) == bindparam("case_id"))
    )


def find_case_file(database: Database, case_id: UUID, *, lock: bool = False) -> CaseFile:
    """The case file of this id, in one statement. Raises NotFound if it is not the viewer's.

    `lock` holds the case's row for a change (one statement more).
    """
    if lock:
        database.find(Case, case_id, lock=True)
    named = {"case_id": case_id, "today": clocks.today()}
    found = database.execute(_whole(), named).first()
    if found is None:
        raise NotFound
    case, person, contact, worker, commission, referral, *more = found
    sender, concerns, cover, labels, has_earlier, on_course = more
    definition = stored_definition(database, case.programme_version_id)
    return CaseFile(
        case=case,
        person=person,
        contact=contact,
        worker=worker,
        commission=commission,
        # All but the last two stand in the referral under the same name.
        referral=ReferralHead._make(
            [
                *(getattr(referral, name) for name in ReferralHead._fields[:-2]),
                referral.organisation_id,
                sender,
            ]
        ),
        definition=definition.for_side(case.side),
        viewer=database.viewer,
        open_concerns=concerns,
        cover=standing_in(cover),
        labels=standing_labels.in_words(labels),
        has_earlier=has_earlier,
        on_course=on_course,
    )


class RunningClock(NamedTuple):
    """A standard that runs, in the words of its programme."""

    id: UUID
    label: str
    due_at: datetime
    overdue: bool
    # Why it rests, if it does.
    rests: str | None


def running_clocks(database: Database, file: CaseFile) -> list[RunningClock]:
    """The standards of this case that are not met yet, nearest first."""
    rows = database.execute(
        select(col(Clock.id), col(Clock.name), col(Clock.due_at), col(Clock.pause_reason))
        .where(col(Clock.referral_id) == file.referral.id, col(Clock.stopped_at).is_(None))
        .order_by(col(Clock.due_at))
    ).all()
    labels = {clock.name: clock.label for clock in file.definition.clocks}
    now = clocks.now()
    why = code_list("clock-pause-reason")
    return [
        RunningClock(
            row_id,
            labels.get(name, name),
            due_at,
            due_at < now and reason is None,
            why.label(reason) if reason else None,
        )
        for row_id, name, due_at, reason in rows
    ]
