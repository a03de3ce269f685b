"""Pages that need a case in a state of their own."""

from app.actions import cases
from app.actions.restriction import restrict
from app.clocks import today
from app.models import Case
from tests.access.filled import Filled
from tests.access.people import EVERYBODY
from tests.browser.line import Page, by

FINISHED: dict[str, Page] = {
    **by("manager", "case as it is", "open", "/cases/{case_id}/engage /cases/{case_id}/close"),
    "/cases/{case_id}/pause": Page("manager", "case as it is", "open"),
    "/cases/{case_id}/resume": Page("manager", "case as it is", "paused"),
    "/cases/{case_id}/reopen": Page("manager", "case as it is", "closed"),
    "/cases/{case_id}/open-up": Page("manager", "case as it is", "restricted"),
}


def arrange(filled: Filled) -> None:
    """Make a case for each state in which a page has something to ask."""
    world = filled.world
    made = {state: world.case() for state in ("open", "paused", "closed", "restricted")}
    with world.as_(world.manager) as database:
        found = {state: database.find(Case, case.id, lock=True) for state, case in made.items()}
        cases.pause(database, found["paused"], reason="hospital", review_on=today())
        cases.close(database, found["closed"], reason="moved", planned=True)
        restrict(database, found["restricted"], account_ids={world.worker.account_id})
    for state, case in made.items():
        filled.keep("case as it is", state, EVERYBODY, case_id=case.id)
