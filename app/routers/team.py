"""The home of a manager: the queue at a glance, the team, and what is missing from the records."""

from fastapi import Request, Response

from app.database import Database
from app.models import ReferralState
from app.queries import queue, referrals_sent, team
from app.queries.absences import names_of
from app.queries.concerns_due import watched
from app.queries.keyset import Turn
from app.queries.letters import kinds_of_letters, waiting_letters
from app.queries.notes import mentions
from app.queries.queue import QueueFilter
from app.queries.recently_viewed import recently_viewed
from app.queries.return_lists import own_returns
from app.queries.spend_due import spend_due
from app.routers.caseload import MISSING
from app.routers.queue import STATES
from app.web.pages import page
from app.web.standing import is_late, waited, why_here

FIRST = 5


def manager_home(request: Request, database: Database) -> Response:
    """Draw the home of a manager. Each number leads to the list that it was counted from."""
    standings = queue.standings(database)
    first = queue.offers(database, QueueFilter(), Turn(), size=FIRST)
    quality = team.quality(database)
    returns = [one for one in own_returns(database) if one.is_awaited or one.questions]
    letters = waiting_letters(database)
    return page(
        request,
        "queue/home.html",
        to_decide=sum(one.n for one in standings if one.state != ReferralState.waiting),
        waiting=sum(one.n for one in standings if one.state == ReferralState.waiting),
        urgent=sum(one.urgent for one in standings),
        offers=[(offer, why_here(offer), waited(offer.came_at)) for offer in first.rows],
        states=STATES,
        is_late=is_late,
        members=team.members(database),
        quality=quality,
        returns=len(returns),
        returns_overdue=sum(one.is_overdue for one in returns),
        spend=len(spend_due(database, provides=True)),
        concerns=watched(database),
        missing=[(str(what), words, quality.missing[what]) for what, words in MISSING.items()],
        unacted=referrals_sent.nobody_acted(database),
        viewed=recently_viewed(database),
        mentions=mentions(database),
        letters=letters,
        letter_kinds=kinds_of_letters(database) if letters else {},
        whom=names_of(database, database.viewer.covers),
    )
