"""Every page of the product, with somebody who may open it and what it is opened about.

A page without a line here fails the test; what is no page says what it is instead.
"""

from tests.access.filled import Filled
from tests.access.routes import filled_in
from tests.browser.line import Page, by
from tests.browser.pages_of_editions import EDITIONS, NOT_PAGES_OF_EDITIONS
from tests.browser.pages_of_finish import FINISHED
from tests.browser.pages_of_guests import GUESTS, NOT_PAGES_OF_GUESTS
from tests.browser.pages_of_handovers import HANDOVERS
from tests.browser.pages_of_measures import MEASURES, NOT_PAGES_OF_MEASURES
from tests.browser.pages_of_money import MONEY, NOT_PAGES_OF_MONEY
from tests.browser.pages_of_papers import NOT_PAGES_OF_PAPERS, PAPERS
from tests.browser.pages_of_people import PEOPLE
from tests.browser.pages_of_returns import NOT_PAGES_OF_RETURNS, RETURNS
from tests.browser.pages_of_safeguarding import SAFEGUARDING
from tests.browser.pages_of_sessions import SESSIONS
from tests.browser.pages_of_working import WORKING

NOT_PAGES = {
    "/healthz": "a word for a machine",
    "/ready": "lines for whoever runs it",
    "/calendar/{token}.ics": "a calendar for a program",
    "/drafts/{key}": "an answer to autosave",
    "/cases/{case_id}/documents/{document_id}/file": "a download",
    **NOT_PAGES_OF_GUESTS,
    **NOT_PAGES_OF_RETURNS,
    **NOT_PAGES_OF_EDITIONS,
    **NOT_PAGES_OF_PAPERS,
    **NOT_PAGES_OF_MONEY,
    **NOT_PAGES_OF_MEASURES,
}
# Exist in a demo only; proved with the demo.
OF_A_DEMO = ("/demo",)


MAIN_JOB: dict[str, Page] = {
    **by("", "", "", "/help /privacy /accessibility /sign-in"),
    **by("worker", "", "", "/ /account /account/password /memberships /search /figures"),
    **by("navigator", "", "", "/referrals /referrals/new /referrals/services /drafts /handovers"),
    **by("worker", "", "", "/cases /sessions /referrals/received /delivery /shifts"),
    **by("manager", "", "", "/queue /queue/unallocated"),
    "/queue/allocate": Page("manager", "allocating", "one"),
    "/queue/allocated": Page("manager", "allocating", "one"),
    "/figures/{key}/cases": Page("manager", "figure", "received"),
    **by("partner_worker", "", "", "/letters"),
    **by("partner_worker", "letter", "partner", "/letters/{letter_id}"),
    **by("guardian", "", "", "/views"),
    **by("guardian", "case", "hospital", "/views/cases/{case_id}"),
    **by("guardian", "colleague", "worker", "/views/people/{account_id}"),
    **by(
        "navigator",
        "service",
        "hospital",
        "/referrals/new/{commission_id} /referrals/new/{commission_id}/quick",
    ),
    **by("navigator", "service", "dvpp", "/referrals/new/{commission_id}/about"),
    "/referrals/new/{commission_id}/check": Page("referrer", "checking", "iris"),
    **by("worker", "own service", "hospital", "/referrals/received/{commission_id}"),
    **by("navigator", "draft", "shift", "/drafts/{draft_id}/end"),
    **by(
        "navigator",
        "sent",
        "hospital offer",
        """/referrals/{referral_id} /referrals/{referral_id}/sent /referrals/{referral_id}/card
        /referrals/{referral_id}/withdraw /referrals/{referral_id}/answer""",
    ),
    **by(
        "manager",
        "offer",
        "hospital",
        """/queue/{referral_id} /queue/{referral_id}/accept /queue/{referral_id}/decline
        /queue/{referral_id}/ask /queue/{referral_id}/wait""",
    ),
    **by(
        "manager",
        "case",
        "hospital",
        """/cases/{case_id} /cases/{case_id}/allocate /cases/{case_id}/access
        /cases/{case_id}/referral /cases/{case_id}/history /cases/{case_id}/plan
        /cases/{case_id}/sessions
        /cases/{case_id}/notes/new /cases/{case_id}/onward /cases/{case_id}/person
        /cases/{case_id}/onward/to/{code} /cases/{case_id}/plan/goals/new
        /cases/{case_id}/plan/goals/{goal_id} /cases/{case_id}/plan/measures/{occasion}
        /cases/{case_id}/sessions/new /cases/{case_id}/sessions/plan
        /cases/{case_id}/sessions/attempt /cases/{case_id}/sessions/{session_id}/mark
        /cases/{case_id}/next /cases/{case_id}/level /cases/{case_id}/risk""",
    ),
    "/cases/{case_id}/onward/outside/{code}": Page("worker", "outside", "hospital"),
    **by("rival_worker", "case", "rival", "/cases/{case_id}/dates/{name}"),
    **by("men_worker", "case", "men", "/cases/{case_id}/letters/new"),
    **by(
        "worker",
        "school place",
        "schools",
        """/delivery/{commission_id}/settings /delivery/{commission_id}/settings/{setting_id}
        /delivery/{commission_id}/settings/{setting_id}/day
        /delivery/{commission_id}/settings/{setting_id}/session
        /delivery/{commission_id}/settings/{setting_id}/stage
        /delivery/{commission_id}/lessons /delivery/{commission_id}/lessons/new
        /delivery/{commission_id}/training /delivery/{commission_id}/training/new""",
    ),
    **by(
        "worker",
        "route place",
        "routes",
        """/delivery/{commission_id}/settings/{setting_id}/estimate
        /delivery/{commission_id}/shifts /delivery/{commission_id}/shifts/plan
        /delivery/{commission_id}/shifts/start""",
    ),
    **by(
        "worker",
        "delivering",
        "hospital",
        "/delivery/{commission_id}/groups /delivery/{commission_id}/groups/new",
    ),
    **by(
        "worker",
        "lesson",
        "provider",
        "/lessons/{session_id} /lessons/{session_id}/correct /lessons/{session_id}/withdraw",
    ),
    **by(
        "worker",
        "training",
        "provider",
        "/training/{session_id} /training/{session_id}/correct /training/{session_id}/withdraw",
    ),
    **by("worker", "shift", "provider", "/shifts/{session_id} /shifts/{session_id}/incident"),
    "/shifts/{session_id}/hours": Page("worker", "shift that is over", "provider"),
    "/shifts/{session_id}/cancel": Page("worker", "planned shift", "provider"),
    **by(
        "men_worker",
        "group",
        "men",
        """/groups/{group_id} /groups/{group_id}/change
        /groups/{group_id}/members/{member_id}/leave /groups/{group_id}/sessions/new
        /groups/{group_id}/sessions/{session_id}""",
    ),
    "/groups/{group_id}/make-up": Page("men_worker", "group", "men", "?case={case_id}"),
    **by(
        "administrator",
        "",
        "",
        """/administration/programmes /organisations /organisations/new /users /users/new
        /settings /settings/new /commissions /commissions/new""",
    ),
    **by(
        "administrator",
        "house",
        "house",
        """/organisations/{organisation_id} /organisations/{organisation_id}/change
        /organisations/{organisation_id}/retire
        /users/{user_id} /users/{user_id}/change /users/{user_id}/suspend
        /users/{user_id}/roles/new /users/{user_id}/roles/{role_id}/change
        /users/{user_id}/roles/{role_id}/end
        /settings/{setting_id} /settings/{setting_id}/change
        /settings/{setting_id}/stages/{commission_id}
        /commissions/{commission_id} /commissions/{commission_id}/change""",
    ),
    "/invitations/{token}": Page("", "invitation", "leaver"),
}
# A later theme is a file of its own beside this one.
PAGES: dict[str, Page] = {
    **MAIN_JOB,
    **FINISHED,
    **SESSIONS,
    **GUESTS,
    **HANDOVERS,
    **MONEY,
    **MEASURES,
    **EDITIONS,
    **PAPERS,
    **PEOPLE,
    **RETURNS,
    **SAFEGUARDING,
    **WORKING,
}
# The first page of each role is a page of its own.
HOMES = (
    "navigator", "referrer", "worker", "manager", "guardian", "commissioner", "evaluator",
    "administrator", "partner_worker",
)  # fmt: skip


def address(filled: Filled, path: str) -> str:
    """The address of a page of the table."""
    page = PAGES[path]
    ids = {"code": "2026-1", "section": "reach", "table": "programme"}
    if page.record:
        ids |= filled.records[page.record][page.label].ids
    return filled_in(path + page.query, ids) + ids.get("query", "")
