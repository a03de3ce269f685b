"""The queue: offers to this provider, the most pressing first, and the waiting list."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.models import ReferralState
from app.queries import queue
from app.queries.keyset import id_in, turn_of
from app.queries.queue import QueueFilter, Standing
from app.web.door import Db, allowed
from app.web.pages import page
from app.web.standing import is_late, waited, why_here

router = APIRouter()

STATES = {
    ReferralState.sent: ("To decide", "blue"),
    ReferralState.asked: ("Asked", "yellow"),
    ReferralState.waiting: ("Waiting list", "grey"),
}


@router.get("/queue", dependencies=[allowed(Permission.work)])
def show_queue(request: Request, database: Db) -> Response:
    """Show the offers that wait, why each stands where it stands, and how many there are."""
    asked = filter_of(request.query_params)
    standings = queue.standings(database)
    found = queue.offers(database, asked, turn_of(request.query_params))
    return page(
        request,
        "queue/list.html",
        block="results",
        offers=[(offer, why_here(offer), waited(offer.came_at)) for offer in found.rows],
        is_late=is_late,
        states=STATES,
        may_bring_in=may(database.viewer.role, Permission.allocate),
        asked=asked,
        previous=found.previous,
        next=found.next,
        **counts(standings, asked),
    )


def filter_of(query: Mapping[str, str]) -> QueueFilter:
    """What an address asks for; a value nobody knows is no filter."""
    states = {str(state): state for state in STATES}
    return QueueFilter(
        state=states.get(query.get("state", "")),
        commission_id=id_in(query, "commission"),
        programme=query.get("programme") or None,
    )


def counts(standings: Sequence[Standing], asked: QueueFilter) -> dict[str, Any]:
    """The numbers beside the filters, each under the other filters that are set."""
    chosen = [
        one
        for one in standings
        if asked.programme in (None, one.programme)
        and asked.commission_id in (None, one.commission_id)
    ]
    by_state = {state: sum(one.n for one in chosen if one.state == state) for state in STATES}
    programmes = {one.programme: one.programme_name for one in standings}
    commissions = {str(one.commission_id): one.commission for one in standings}
    return {
        "by_state": by_state,
        "total": sum(by_state.values()),
        "urgent": sum(one.urgent for one in chosen),
        "programmes": sorted(programmes.items(), key=lambda pair: pair[1]),
        "commissions": sorted(commissions.items(), key=lambda pair: pair[1]),
    }
