"""Pages that need a case in a state of their own, and the code at sign-in."""

from uuid import UUID

from app.access import DatabaseRole
from app.actions import cases, referrals
from app.actions.restriction import restrict
from app.actions.second_factor import new_secret
from app.clocks import today
from app.database import transaction
from app.models import Account, Case, Referral
from tests.access.filled import Filled
from tests.access.people import EVERYBODY
from tests.browser.line import Page, by

FINISHED: dict[str, Page] = {
    **by("worker", "", "", "/account/code"),
    **by("evaluator", "", "", "/account/code/off /account/code/recovery"),
    **by("administrator", "house", "house", "/users/{user_id}/code"),
    **by("manager", "case as it is", "open", "/cases/{case_id}/engage /cases/{case_id}/close"),
    **by("worker", "incident", "provider", "/shifts/{session_id}/incidents/{incident_id}/correct"),
    "/cases/{case_id}/pause": Page("manager", "case as it is", "open"),
    "/cases/{case_id}/resume": Page("manager", "case as it is", "paused"),
    "/cases/{case_id}/reopen": Page("manager", "case as it is", "closed"),
    "/cases/{case_id}/open-up": Page("manager", "case as it is", "restricted"),
}


def arrange(filled: Filled) -> None:
    """Make a case for each state in which a page has something to ask, and two codes at sign-in."""
    world = filled.world
    made = {state: world.case() for state in ("open", "paused", "closed", "restricted")}
    with world.as_(world.manager) as database:
        found = {state: database.find(Case, case.id, lock=True) for state, case in made.items()}
        cases.pause(database, found["paused"], reason="hospital", review_on=today())
        cases.close(database, found["closed"], reason="moved", planned=True)
        restrict(database, found["restricted"], account_ids={world.worker.account_id})
    with transaction(role=DatabaseRole.administration) as staff:
        for account_id in (
            world.evaluator.account_id,
            UUID(filled.records["house"]["house"].ids["user_id"]),
        ):
            account = staff.find(Account, account_id)
            account.totp = new_secret()
            staff.record(account, "code-set-up")
    offer = world.refer(person=world.somebody("Waiting"))
    with world.as_(world.manager) as database:
        row = database.find(Referral, offer.id, lock=True)
        referrals.wait(database, row, review_on=today())
    filled.keep("offer that waits", "hospital", EVERYBODY, referral_id=offer.id)
    for state, case in made.items():
        filled.keep("case as it is", state, EVERYBODY, case_id=case.id)
