"""The first page of those who refer."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.database import Database
from app.models import ReferralState
from app.queries import commissions_open, drafts, handovers, referrals_sent
from app.queries.referrals_sent import Sent
from app.web.pages import page


def navigator_home(request: Request, database: Database) -> Response:
    """New referral, the shift's drafts, what is new since the last shift, the hand-over note."""
    before = referrals_sent.last_shift(database)
    return page(
        request,
        "referrals/home.html",
        since=before,
        news=_by_state(referrals_sent.since(database, before)),
        late=referrals_sent.waiting_long(database),
        unacted=referrals_sent.nobody_acted(database),
        drafts=drafts.open_drafts(database),
        note=handovers.newest(database, setting_id=database.viewer.setting_id),
    )


def referrer_home(request: Request, database: Database) -> Response:
    """New referral, one's drafts, and what became of what was sent."""
    before = referrals_sent.last_shift(database)
    services = commissions_open.suited(
        commissions_open.services(database),
        commissions_open.site_of(database),
        lately=commissions_open.waits(database),
    )
    return page(
        request,
        "referrals/referrer_home.html",
        since=before,
        news=_by_state(referrals_sent.since(database, before)),
        late=referrals_sent.waiting_long(database),
        unacted=referrals_sent.nobody_acted(database),
        drafts=drafts.open_drafts(database),
        services=services[:MOST_SERVICES],
    )


MOST_SERVICES = 3
# What needs somebody first.
ORDER = (ReferralState.asked, ReferralState.declined, ReferralState.accepted)
SAID = {
    ReferralState.asked: "Needs information",
    ReferralState.declined: "Declined",
    ReferralState.accepted: "Accepted",
}


def _by_state(found: Sequence[Sent]) -> list[tuple[str, list[Sent]]]:
    groups: dict[str, list[Sent]] = {state: [] for state in ORDER}
    for one in found:
        groups[one.state].append(one)
    return [(SAID[state], groups[state]) for state in ORDER if groups[state]]
