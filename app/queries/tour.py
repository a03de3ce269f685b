"""Where the newest referral of a demo's visitors has come to, on the live system.

Each record is looked at as the person whose page it is, under their own row policies; so the tour
can never show more than they could see themselves.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database, transaction
from app.models import (
    SEEN,
    Attendance,
    Case,
    CaseState,
    Commission,
    Organisation,
    Referral,
    ReferralState,
    Role,
)
from app.queries.demo_people import Card, viewer_for
from app.queries.figures import figures
from app.queries.installations import played_to
from app.reporting.counting import Question, count
from app.reporting.measure import By
from app.reporting.periods import Quarter
from app.reporting.tables import label_of, show

# What the line is counted as on its way: once it is sent, once they were met, once it is closed.
COUNTED = ("referrals-received", "people-reached", "closed")


class Sent(NamedTuple):
    """The newest referral that a visitor sent, as its sender sees it."""

    id: UUID
    reference: str
    state: ReferralState
    sent_at: datetime
    sender: Card
    commission_id: UUID
    provider_id: UUID
    side: str


class Worked(NamedTuple):
    """The case that came of it, as its provider sees it."""

    id: UUID
    reference: str
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None
    worker_id: UUID | None
    attended: int


class Counted(NamedTuple):
    """One figure before the gate, as the provider sees it, and after, as the commissioner does.

    `is_in` says whether the line that is followed is counted in it by now.
    """

    label: str
    before: str
    after: str
    reason: str
    is_in: bool


class Gate(NamedTuple):
    """What the line is counted as, on both sides of the gate."""

    quarter: str
    commission: str
    rows: Sequence[Counted]


def first(people: Sequence[Card], role: Role) -> Card | None:
    """Return the first demo person with a role, in the order of their cards."""
    return next((one for one in people if one.role is role), None)


def newest_sent(people: Sequence[Card]) -> Sent | None:
    """Return the newest referral that a navigator sent since the demo's story ended."""
    since = played_to() or clocks.now().replace(hour=0, minute=0)
    found: list[Sent] = []
    for card in people:
        viewer = viewer_for(card) if card.role is Role.navigator else None
        if viewer is None:
            continue
        with transaction(viewer) as database:
            row = database.execute(
                select(
                    col(Referral.id),
                    col(Referral.reference),
                    col(Referral.state),
                    col(Referral.sent_at),
                    col(Referral.commission_id),
                    col(Referral.provider_id),
                    col(Referral.side),
                )
                .where(
                    col(Referral.organisation_id) == viewer.organisation_id,
                    col(Referral.sender_side) == viewer.side,
                    col(Referral.sent_by_id) == card.account_id,
                    col(Referral.sent_at) > since,
                )
                .order_by(col(Referral.sent_at).desc())
                .limit(1)
            ).first()
        if row is not None:
            state = ReferralState(row[2])
            found.append(Sent(row[0], row[1], state, row[3], card, row[4], row[5], row[6]))
    return max(found, key=lambda one: one.sent_at, default=None)


def provider_person(people: Sequence[Card], sent: Sent | None, role: Role) -> Card | None:
    """Return the demo person with a role at the provider of a referral, else the first of all."""
    if sent is not None:
        for one in people:
            if (one.organisation_id, one.side, one.role) == (sent.provider_id, sent.side, role):
                return one
    return first(people, role)


def holder(people: Sequence[Card], worked: Worked | None) -> Card | None:
    """Return the demo person who holds a case."""
    held_by = worked.worker_id if worked else None
    return next((one for one in people if one.account_id == held_by), None)


def work_on(sent: Sent | None, manager: Card | None) -> Worked | None:
    """Return the case of a referral as its provider's manager sees it."""
    viewer = viewer_for(manager) if sent and manager else None
    if sent is None or viewer is None:
        return None
    with transaction(viewer) as database:
        case = database.execute(
            select(Case).where(
                col(Case.organisation_id) == viewer.organisation_id,
                col(Case.side) == viewer.side,
                col(Case.referral_id) == sent.id,
            )
        ).scalar()
        if case is None:
            return None
        return Worked(
            case.id,
            case.reference,
            CaseState(case.state),
            case.opened_at,
            case.closed_at,
            case.worker_id,
            _attended(database, case),
        )


def _attended(database: Database, case: Case) -> int:
    rows = database.scalars(
        select(col(Attendance.id)).where(
            col(Attendance.case_id) == case.id, col(Attendance.status).in_(SEEN)
        )
    )
    return len(rows.all())


def figures_of(
    sent: Sent, worked: Worked | None, manager: Card | None, commissioner: Card | None
) -> Gate | None:
    """Return what a line is counted as, on both sides of the gate, for its commission."""
    exact, gated = (viewer_for(card) if card else None for card in (manager, commissioner))
    if exact is None or gated is None or exact.organisation_id != sent.provider_id:
        return None
    quarter = Quarter.current()
    with transaction(exact) as database:
        before = figures(database, quarter, sent.commission_id).values
        commission = database.find(Commission, sent.commission_id)
        buyer = database.find(Organisation, commission.commissioner_id)
    if buyer.id != gated.organisation_id:
        return None
    within = (By.commission, str(sent.commission_id))
    after = count(Question(quarter, within=within), gated).total.cells
    is_in = (True, bool(worked and worked.attended), bool(worked and worked.closed_at))
    return Gate(
        quarter.label,
        commission.name,
        [
            Counted(label_of(one), f"{before.get(one, 0):,}", shown.text, shown.reason, counted)
            for one, counted in zip(COUNTED, is_in, strict=True)
            for shown in (show(one, after[one]),)
        ],
    )
