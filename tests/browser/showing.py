"""What some pages need beside the filled partnership before they show anything."""

from datetime import timedelta

from app import clocks
from app.access import DatabaseRole
from app.actions import accounts
from app.actions.delivery import shifts
from app.database import transaction
from app.models import Account, Session
from tests.access.filled import Filled
from tests.access.people import EVERYBODY
from tests.browser import pages_of_finish
from tests.delivery import partnership
from tests.referrals.pages import action_of, draft_in, whole_page
from tests.referrals.test_whole import IRIS, codes
from tests.visits import Visit


def arrange(filled: Filled) -> None:
    """Make a ticked list to allocate, a referral to check, an invitation, a shift to come."""
    world, case = filled.world, filled.records["case"]["hospital"].ids["case_id"]
    keep = filled.keep
    ticked = f"?cases={case}&worker={world.worker.account_id}"
    keep("allocating", "one", EVERYBODY, query=ticked)
    keep("figure", "received", EVERYBODY, key="referrals-received")
    keep("outside", "hospital", EVERYBODY, case_id=case, code="mentoring")
    planned = partnership.shift(world, starts_at=clocks.now() + timedelta(hours=3))
    keep("planned shift", "provider", EVERYBODY, session_id=planned)
    over = partnership.shift_going_on(world)
    with world.as_(world.worker) as database:
        shifts.check_out(database, database.find(Session, over, lock=True))
    keep("shift that is over", "provider", EVERYBODY, session_id=over)
    keep("checking", "iris", EVERYBODY, **_draft_to_check(filled))
    with transaction(role=DatabaseRole.administration) as database:
        ids = filled.records["house"]["house"].ids
        leaver = database.find(Account, ids["user_id"])
        token = accounts.invite(database, leaver).rpartition("/")[2]
    keep("invitation", "leaver", EVERYBODY, token=token)
    pages_of_finish.arrange(filled)


def _draft_to_check(filled: Filled) -> dict[str, str]:
    """A whole referral of the practice, filled in as far as "check your answers"."""
    world = filled.world
    visit = Visit(world.referrer)
    action = action_of(visit.get(whole_page(world, "iris")).text)
    chosen = {key: codes(world, key)[0] for key in ("reason", "identified", "referrer_role")}
    boxes = {**IRIS, **chosen, "reason": [chosen["reason"]]}
    checked = visit.post(action, {**boxes, "practice": str(world.settings["surgery"].id)})
    assert "Check your answers" in checked.text
    draft = draft_in(str(checked.url))
    return {"commission_id": str(world.commissions["iris"].id), "query": f"?draft={draft}"}
