"""The waiting list of a service: who is next by a stated rule, and how many places there are."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app import clocks
from app.database import Database
from app.models import CaseState, ReferralState, Whose
from app.queries.keyset import Slice, Turn, one_page
from app.queries.shown import shown_age, shown_name
from app.queries.tables import (
    CASE,
    COMMISSION,
    DECLINE_GROUND,
    MEMBERSHIP_COMMISSION,
    ORGANISATION,
    REFERRAL,
    REFERRAL_OFFER,
)

# How far back "no place" is looked at beside a list.
LOOK_BACK = timedelta(days=90)


class WaitingService(NamedTuple):
    """A service with its places. `places` is None where the commission names none."""

    id: UUID
    name: str
    places: int | None
    open_cases: int
    waiting: int
    reviews_due: int
    oldest: datetime | None
    turned_away: int

    @property
    def free(self) -> int | None:
        """Places that nobody has; below nought where more cases are open than were bought."""
        return None if self.places is None else self.places - self.open_cases


class InLine(NamedTuple):
    """Somebody on the list, at their place in the line."""

    id: UUID
    position: int
    reference: str
    immediate_risk: bool
    came_at: datetime
    waiting_since: datetime
    review_on: date
    answers: dict[str, Any]
    sender: str
    version: int

    @property
    def name(self) -> str:
        """What the offer calls the person."""
        return shown_name(self.answers)

    @property
    def age(self) -> str | None:
        """The age that the offer shows, if it does."""
        return shown_age(self.answers)

    @property
    def review_due(self) -> bool:
        """Whether the day of review has passed."""
        return self.review_on < clocks.today()


CAME = func.coalesce(REFERRAL.c.received_at, REFERRAL.c.sent_at)


def waiting_services(
    database: Database, commission_id: UUID | None = None
) -> Sequence[WaitingService]:
    """The services of the viewer's organisation that the viewer covers, by name."""
    viewer = database.viewer
    live_cases = _count(
        CASE.c.organisation_id == viewer.organisation_id,
        CASE.c.side == viewer.side,
        CASE.c.commission_id == COMMISSION.c.id,
        CASE.c.state != CaseState.closed,
    )
    on_list = _on_list(database)
    waiting = _count(*on_list)
    reviews = _count(*on_list, REFERRAL.c.review_on < clocks.today())
    oldest = select(func.min(CAME)).where(*on_list).correlate(COMMISSION).scalar_subquery()
    turned_away = _count(
        DECLINE_GROUND.c.organisation_id == viewer.organisation_id,
        DECLINE_GROUND.c.side == viewer.side,
        DECLINE_GROUND.c.commission_id == COMMISSION.c.id,
        DECLINE_GROUND.c.whose == Whose.no_capacity,
        DECLINE_GROUND.c.declined_at > clocks.now() - LOOK_BACK,
    )
    statement = (
        select(
            COMMISSION.c.id,
            COMMISSION.c.name,
            COMMISSION.c.places,
            live_cases,
            waiting,
            reviews,
            oldest,
            turned_away,
        )
        .where(COMMISSION.c.provider_id == viewer.organisation_id)
        .order_by(COMMISSION.c.name)
    )
    if commission_id is not None:
        statement = statement.where(COMMISSION.c.id == commission_id)
    if not viewer.every_commission:
        covered = select(MEMBERSHIP_COMMISSION.c.commission_id).where(
            MEMBERSHIP_COMMISSION.c.membership_id == viewer.membership_id
        )
        statement = statement.where(COMMISSION.c.id.in_(covered))
    return [WaitingService(*row) for row in database.execute(statement)]


def line(database: Database, commission_id: UUID, turn: Turn) -> Slice:
    """One page of a waiting list as `InLine` rows: immediate risk first, then who came first."""
    order = (~REFERRAL.c.immediate_risk, CAME, REFERRAL.c.id)
    viewer = database.viewer
    standing = (
        select(
            REFERRAL.c.id,
            func.row_number().over(order_by=order).label("position"),
            REFERRAL.c.reference,
            REFERRAL.c.immediate_risk,
            CAME.label("came_at"),
            REFERRAL.c.waiting_since,
            REFERRAL.c.review_on,
            REFERRAL_OFFER.c.answers,
            ORGANISATION.c.name.label("sender"),
            REFERRAL.c.version,
        )
        .join(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.organisation_id)
        .where(
            REFERRAL.c.provider_id == viewer.organisation_id,
            REFERRAL.c.side == viewer.side,
            REFERRAL.c.state == ReferralState.waiting,
            REFERRAL.c.commission_id == commission_id,
        )
        .subquery()
    )
    found = one_page(
        database, select(*standing.c), [standing.c.position, standing.c.id], turn, size=50
    )
    return found._replace(rows=[InLine(*row) for row in found.rows])


def _on_list(database: Database) -> tuple[ColumnElement[bool], ...]:
    viewer = database.viewer
    return (
        REFERRAL.c.provider_id == viewer.organisation_id,
        REFERRAL.c.side == viewer.side,
        REFERRAL.c.state == ReferralState.waiting,
        REFERRAL.c.commission_id == COMMISSION.c.id,
    )


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fit, beside each commission."""
    return select(func.count()).where(*conditions).correlate(COMMISSION).scalar_subquery()
