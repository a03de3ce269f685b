"""The list of what was sent, and what became of each."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.models import ReferralState
from app.queries import referrals_sent
from app.queries.keyset import turn_of
from app.queries.referrals_sent import STANDING, SentFilter
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.refer)])

SHOWN = [state for state in ReferralState if state is not ReferralState.draft]
LONGEST_REFERENCE = 20


@router.get("/referrals")
def list_sent_referrals(request: Request, database: Db) -> Response:
    """List the organisation's referrals; every filter stands in the address."""
    asked = filter_of(request)
    counts = referrals_sent.counts(database, mine=asked.mine)
    found = referrals_sent.sent_referrals(database, asked, turn_of(request.query_params))
    return page(
        request,
        "referrals/list.html",
        block="results",
        asked=asked,
        found=found,
        counts=counts,
        states=[(state, STANDING[state]) for state in SHOWN],
        every=sum(number for state, number in counts.items() if state not in ("late", "unacted")),
    )


def filter_of(request: Request) -> SentFilter:
    """What the address asks for; nonsense in it asks for nothing."""
    asked = request.query_params
    state = asked.get("state", "")
    return SentFilter(
        state=ReferralState(state) if state in set(SHOWN) else None,
        late=asked.get("late") == "yes",
        unacted=asked.get("unacted") == "yes",
        mine=asked.get("mine") == "yes",
        reference=asked.get("reference", "").strip()[:LONGEST_REFERENCE] or None,
    )
