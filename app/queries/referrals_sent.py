"""Referrals as their sender follows them: lists, and what is new since the last shift."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Account,
    Commission,
    Event,
    Organisation,
    Person,
    Referral,
    ReferralState,
)
from app.queries.keyset import Slice, Turn, one_page

LATE = timedelta(hours=24)
# A pause this long in what somebody does is the end of a shift.
BETWEEN_SHIFTS = timedelta(hours=6)
FIRST_LOOK = timedelta(days=7)
# What may still move: older referrals are settled, or have their own page.
STILL_MOVING = timedelta(days=366)
MOST_NEWS, MOST_LATE = 20, 10


class Sent(NamedTuple):
    """One referral in a list of those sent."""

    id: UUID
    reference: str
    state: ReferralState
    name: str
    family_name: str
    commission: str
    provider: str
    sent_at: datetime
    sent_by: str | None
    seen_at: datetime | None
    expected_by: datetime | None
    changed_at: datetime
    closed_at: datetime | None
    first_contact_at: datetime | None
    decline_reason: str | None
    act_by: datetime | None
    unreachable_at: datetime | None
    # Logged for a service of one's own: it waits in one's own queue.
    is_own: bool

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        if self.closed_at:
            return "Could not be reached" if self.unreachable_at else "Closed"
        if self.state == ReferralState.accepted and self.first_contact_at:
            return "First contact made"
        return STANDING[self.state]

    @property
    def is_unacted(self) -> bool:
        """Whether the day by which the service should have done something has passed."""
        waits = self.state == ReferralState.sent and not self.is_own
        return bool(waits and self.act_by and self.act_by < clocks.now())

    @property
    def is_late(self) -> bool:
        """Whether it has waited for an answer for more than a day."""
        return self.state == ReferralState.sent and clocks.now() - self.sent_at > LATE


STANDING = {
    ReferralState.draft: "Not sent",
    ReferralState.sent: "Waiting for an answer",
    ReferralState.asked: "They need to know more",
    ReferralState.waiting: "On the waiting list",
    ReferralState.accepted: "Accepted",
    ReferralState.declined: "Declined",
    ReferralState.withdrawn: "Taken back",
}


class SentFilter(NamedTuple):
    """What the address of the list asks for; None is everything."""

    state: ReferralState | None = None
    late: bool = False
    unacted: bool = False
    mine: bool = False
    reference: str | None = None


def sent_referrals(database: Database, asked: SentFilter, turn: Turn) -> Slice:
    """The referrals that the viewer's organisation and side sent or logged, newest first."""
    statement = _listed(database)
    if asked.state is not None:
        statement = statement.where(col(Referral.state) == asked.state)
    if asked.late:
        statement = statement.where(*_late())
    if asked.unacted:
        statement = statement.where(*_unacted())
    if asked.mine:
        statement = statement.where(col(Referral.sent_by_id) == database.viewer.account_id)
    if asked.reference:
        statement = statement.where(col(Referral.reference) == as_reference(asked.reference))
    found = one_page(
        database, statement, (col(Referral.sent_at), col(Referral.id)), turn, descending=True
    )
    return found._replace(rows=[Sent(*row) for row in found.rows])


def as_reference(text: str) -> str:
    """A reference as it is stored, however it was typed: "rk4 7tqx" is "RK4-7TQX"."""
    letters = "".join(sign for sign in text.upper() if sign.isalnum())
    return f"{letters[:3]}-{letters[3:]}"


def counts(database: Database, *, mine: bool = False) -> dict[str, int]:
    """How many referrals stand in each state; "late" wait for over a day, "unacted" too long."""
    late, unacted = func.count().filter(*_late()), func.count().filter(*_unacted())
    statement = (
        select(col(Referral.state), func.count(), late, unacted)
        .where(*_own(database))
        .group_by(col(Referral.state))
    )
    if mine:
        statement = statement.where(col(Referral.sent_by_id) == database.viewer.account_id)
    rows = database.execute(statement).all()
    return {row[0]: row[1] for row in rows} | {
        "late": sum(row[2] for row in rows),
        "unacted": sum(row[3] for row in rows),
    }


def waiting_long(database: Database) -> Sequence[Sent]:
    """The viewer's own referrals that nobody answered for more than a day, longest first."""
    mine = col(Referral.sent_by_id) == database.viewer.account_id
    statement = (
        _listed(database).where(*_late(), mine).order_by(col(Referral.sent_at)).limit(MOST_LATE)
    )
    return [Sent(*row) for row in database.execute(statement)]


def nobody_acted(database: Database) -> Sequence[Sent]:
    """The organisation's referrals that no service acted on in time, longest first."""
    statement = _listed(database).where(*_unacted()).order_by(col(Referral.act_by)).limit(MOST_LATE)
    return [Sent(*row) for row in database.execute(statement)]


def since(database: Database, moment: datetime) -> Sequence[Sent]:
    """What receivers did with the organisation's referrals after a moment, newest first."""
    changed = _changed()
    statement = (
        _listed(database)
        .where(
            col(Referral.sent_at) >= clocks.now() - STILL_MOVING,
            col(Referral.state).in_(
                [ReferralState.accepted, ReferralState.asked, ReferralState.declined]
            ),
            changed > moment,
            # Taking somebody on oneself is no news.
            or_(
                col(Referral.provider_id) != col(Referral.organisation_id),
                col(Referral.accepted_at).is_distinct_from(col(Referral.sent_at)),
            ),
        )
        .order_by(changed.desc())
        .limit(MOST_NEWS)
    )
    return [Sent(*row) for row in database.execute(statement)]


def last_shift(database: Database) -> datetime:
    """When the viewer last did or opened something before this shift; a week ago if never.

    A shift ends where nothing follows for six hours.
    """
    now = clocks.now()
    following = func.lead(Event.at).over(order_by=col(Event.at))
    mine = (
        select(col(Event.at).label("at"), func.coalesce(following, now).label("following"))
        .where(
            col(Event.account_id) == database.viewer.account_id,
            # Named, so that the index by account, kind and time is walked twice and not skipped.
            col(Event.viewed).in_([False, True]),
            col(Event.at) > now - FIRST_LOOK,
        )
        .subquery()
    )
    gap = mine.c.following - mine.c.at
    last = database.scalar(select(func.max(mine.c.at)).where(gap > BETWEEN_SHIFTS))
    return last or now - FIRST_LOOK


def last_source(database: Database) -> str | None:
    """As whom the viewer's organisation referred the last time, if ever."""
    return database.scalar(
        select(col(Referral.source))
        .where(*_own(database))
        .order_by(col(Referral.sent_at).desc())
        .limit(1)
    )


def _own(database: Database) -> tuple[ColumnElement[bool], ...]:
    viewer = database.viewer
    return (
        col(Referral.organisation_id) == viewer.organisation_id,
        col(Referral.sender_side) == viewer.side,
        col(Referral.sent_at).is_not(None),
    )


def _late() -> tuple[ColumnElement[bool], ...]:
    return (
        col(Referral.state) == ReferralState.sent,
        col(Referral.sent_at) < clocks.now() - LATE,
    )


def _unacted() -> tuple[ColumnElement[bool], ...]:
    return (
        col(Referral.state) == ReferralState.sent,
        col(Referral.act_by) < clocks.now(),
        # What one logged for oneself waits in one's own queue.
        col(Referral.provider_id) != col(Referral.organisation_id),
    )


def _changed() -> ColumnElement[Any]:
    return func.greatest(
        col(Referral.sent_at),
        col(Referral.accepted_at),
        col(Referral.declined_at),
        col(Referral.asked_at),
    )


def _listed(database: Database) -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Referral.id),
            col(Referral.reference),
            col(Referral.state),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Commission.name),
            col(Organisation.name),
            col(Referral.sent_at),
            col(Account.name),
            col(Referral.seen_at),
            col(Referral.expected_by),
            _changed(),
            col(Referral.closed_at),
            col(Referral.first_contact_at),
            col(Referral.decline_reason),
            col(Referral.act_by),
            col(Referral.unreachable_at),
            col(Referral.provider_id) == col(Referral.organisation_id),
        )
        .join(Person, col(Person.id) == Referral.person_id)
        .join(Commission, col(Commission.id) == Referral.commission_id)
        .join(Organisation, col(Organisation.id) == Referral.provider_id)
        .outerjoin(Account, col(Account.id) == Referral.sent_by_id)
        .where(*_own(database))
    )
