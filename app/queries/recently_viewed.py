"""What somebody opened last: read off the record of views, and permitted anew each time."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from app.database import Database
from app.models import LIVE
from app.queries.shown import NO_NAME
from app.queries.tables import CASE, EVENT, PERSON, REFERRAL, REFERRAL_OFFER

SHOWN = 8
# One sitting with a case leaves many views; so many are looked through for the last eight records.
LOOKED_THROUGH = 200


class Viewed(NamedTuple):
    """A record that the viewer opened, and where it is."""

    name: str
    reference: str
    url: str
    at: datetime
    kind: str


def recently_viewed(database: Database) -> Sequence[Viewed]:
    """The last eight records that the viewer opened and that still exist for them."""
    viewer = database.viewer
    views = (
        select(EVENT.c.case_id, EVENT.c.referral_id, EVENT.c.at)
        .where(
            EVENT.c.account_id == viewer.account_id,
            EVENT.c.viewed,
            EVENT.c.organisation_id == viewer.organisation_id,
            EVENT.c.side == viewer.side,
        )
        .order_by(EVENT.c.at.desc())
        .limit(LOOKED_THROUGH)
        .subquery()
    )
    about = func.coalesce(views.c.case_id, views.c.referral_id)
    last = (
        select(about.label("about"), func.max(views.c.at).label("at"))
        .where(about.is_not(None))
        .group_by(about)
        .subquery()
    )
    rows = database.execute(
        select(
            CASE.c.id,
            CASE.c.reference,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            REFERRAL.c.id,
            REFERRAL.c.reference,
            REFERRAL.c.organisation_id,
            REFERRAL.c.state,
            REFERRAL_OFFER.c.answers["preferred_name"].astext,
            last.c.at,
        )
        .select_from(last)
        .outerjoin(CASE, CASE.c.id == last.c.about)
        .outerjoin(PERSON, PERSON.c.id == CASE.c.person_id)
        .outerjoin(REFERRAL, REFERRAL.c.id == last.c.about)
        .outerjoin(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        # What no longer exists for the viewer finds neither a case nor an offer.
        .where(CASE.c.id.is_not(None) | REFERRAL_OFFER.c.referral_id.is_not(None))
        .order_by(last.c.at.desc())
        .limit(SHOWN)
    )
    return [_viewed(row, database) for row in rows]


def _viewed(row: tuple[object, ...], database: Database) -> Viewed:
    case_id, case_ref, first, family, referral_id, reference, sender, state, offered, at = row
    assert isinstance(at, datetime)  # noqa: S101 - the column is never null
    if case_id:
        return Viewed(f"{first} {family}".strip(), str(case_ref), f"/cases/{case_id}", at, "Case")
    received = sender != database.viewer.organisation_id and state in LIVE
    url = f"/queue/{referral_id}" if received else f"/referrals/{referral_id}"
    return Viewed(str(offered or NO_NAME), str(reference), url, at, "Referral")
