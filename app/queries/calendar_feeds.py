"""What a calendar program is told: references and kinds of session, and no name or place."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from app import clocks
from app.database import Database, Viewer
from app.models import (
    Account,
    Attendance,
    CalendarFeed,
    Case,
    Membership,
    Organisation,
    Session,
    SessionShape,
    SessionState,
)
from app.programmes.lists import code_list
from app.queries.absences import covered_by, led_by_viewer
from app.queries.course_changes import VENUE, changed
from app.queries.sign_ins import live, viewer_of

BACK, AHEAD = timedelta(days=28), timedelta(days=366)
MOST = 1000
USUAL_MINUTES = 60
# Where it is stays in the product: an address is none that a calendar program may hold.
OTHER_VENUE = " (another venue)"


class Entry(NamedTuple):
    """One session as a calendar program sees it: a reference or "Group", its kind, its sort of place."""

    id: UUID
    starts_at: datetime
    minutes: int
    what: str
    place: str


def feed_of(database: Database, token_hash: str) -> tuple[CalendarFeed, Viewer] | None:
    """The address and whose it is; None when it was revoked or its holder works here no longer.

    Asked as `signing_in`, before anybody is a viewer.
    """
    today = clocks.today()
    row = database.execute(
        select(
            CalendarFeed,
            Account,
            Membership,
            Organisation,
            covered_by(
                col(Account.id), col(Membership.organisation_id), col(Membership.side)
            ).correlate(Account, Membership),
        )
        .join(Membership, col(Membership.id) == col(CalendarFeed.membership_id))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .join(Organisation, col(Organisation.id) == col(Membership.organisation_id))
        .where(
            col(CalendarFeed.token_hash) == token_hash,
            col(CalendarFeed.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(Organisation.active),
            live(today),
        )
    ).first()
    if row is None:
        return None
    feed, account, membership, organisation, covers = row
    return feed, viewer_of(account, membership, organisation, covers)


def own_feed(database: Database) -> CalendarFeed | None:
    """The viewer's standing address, if they have one."""
    viewer = database.viewer
    return database.execute(
        select(CalendarFeed).where(
            col(CalendarFeed.account_id) == viewer.account_id,
            col(CalendarFeed.membership_id) == viewer.membership_id,
            col(CalendarFeed.ended_at).is_(None),
        )
    ).scalar()


def entries(database: Database) -> list[Entry]:
    """The viewer's sessions of the last four weeks and the next year, cancelled ones left out.

    As the viewer's own role: what the row policies hide from them is not in it. One statement.
    """
    now, viewer = clocks.now(), database.viewer
    alone = col(Session.shape) == SessionShape.individual
    rows = database.execute(
        select(
            col(Session.id),
            col(Session.starts_at),
            col(Session.minutes),
            col(Session.kind),
            col(Session.method),
            col(Session.shape),
            col(Case.reference),
            ~alone & changed(VENUE).is_not(None),
        )
        .outerjoin(Attendance, alone & (col(Attendance.session_id) == col(Session.id)))
        .outerjoin(Case, col(Case.id) == col(Attendance.case_id))
        .where(
            col(Session.organisation_id) == viewer.organisation_id,
            col(Session.side) == viewer.side,
            col(Session.state) != SessionState.cancelled,
            col(Session.starts_at).between(now - BACK, now + AHEAD),
            led_by_viewer(database),
            or_(~alone, col(Case.id).is_not(None)),
        )
        .order_by(col(Session.starts_at), col(Session.id))
        .limit(MOST)
    ).all()
    methods = code_list("session-method")
    return [
        Entry(
            row_id,
            at,
            minutes or USUAL_MINUTES,
            f"{reference or 'Group'}: {kind.replace('-', ' ')}{OTHER_VENUE if other else ''}",
            methods.label(method) if method else "",
        )
        for row_id, at, minutes, kind, method, _shape, reference, other in rows
    ]
