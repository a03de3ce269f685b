"""THE MATRIX: for every route, for whom it exists, what its address names, and how it answers.

Whoever is not named, and every record that is not theirs, gets the answer of a missing page.
A route without a row fails the test.
"""

from tests.access.of_editions import EDITIONS
from tests.access.of_finish import FINISHED
from tests.access.of_guests import GUESTS
from tests.access.of_handovers import HANDOVERS
from tests.access.of_measures import MEASURES
from tests.access.of_money import MONEY
from tests.access.of_papers import PAPERS
from tests.access.of_people import PEOPLE
from tests.access.of_returns import RETURNS
from tests.access.of_safeguarding import SAFEGUARDING
from tests.access.of_sessions import SESSIONS
from tests.access.of_working import WORKING
from tests.access.people import EVERYBODY, PARTNER
from tests.access.whom import (
    ACTED,
    ADMINISTRATORS,
    ASKED_AGAIN,
    GUARDIANS,
    MANAGERS,
    NOBODY,
    PUBLIC,
    READERS,
    REFERRERS,
    SEARCHERS,
    TEAM,
    WHERE_IT_FITS,
    WORKERS,
    Row,
    rows,
)

MAIN_JOB: dict[str, Row] = {
    # --- anybody, also signed out ---------------------------------------------------------------
    **rows(PUBLIC, "", "/help /privacy /accessibility /healthz /ready"),
    **rows(PUBLIC, "", "/csp", post=frozenset({204})),
    **rows(PUBLIC, "", "/sign-in"),
    **rows(PUBLIC, "", "/sign-in/code", post=ACTED),
    **rows(PUBLIC, "", "/sign-out", post=frozenset({303})),
    # No link of that name, and no demo: nothing for anybody.
    **rows(PUBLIC, "", "/invitations/{token}", get=frozenset({404}), post=frozenset({404})),
    **rows(NOBODY, "", "/demo /demo/people /demo/mail /demo/people/{account_id} /demo/move-on"),
    # --- everybody who is signed in -------------------------------------------------------------
    **rows(EVERYBODY, "", "/ /account /account/password /memberships", post=ASKED_AGAIN),
    **rows(EVERYBODY, "", "/locked", get=frozenset({303})),
    **rows(EVERYBODY, "", "/lock /stay /account/sign-out-everywhere /drafts/{key}", post=ACTED),
    # --- who refers -----------------------------------------------------------------------------
    **rows(REFERRERS, "", "/referrals /referrals/services /drafts"),
    **rows(REFERRERS, "", "/handovers"),
    **rows(REFERRERS, "", "/referrals/new", get=ACTED),
    **rows(REFERRERS, "", "/referrals/check/{name}", post=ACTED),
    **rows(REFERRERS, "service", "/referrals/new/{commission_id}/about", get=ACTED),
    **rows(
        REFERRERS,
        "service",
        """/referrals/new/{commission_id} /referrals/new/{commission_id}/check
        /referrals/new/{commission_id}/quick""",
        get=ACTED,
        # Of two sides one must be chosen first.
        post=WHERE_IT_FITS,
    ),
    # What was never meant for somebody else ends without a reason: who asks again finds nothing.
    **rows(REFERRERS, "draft", "/drafts/{draft_id}/end", get=WHERE_IT_FITS, post=WHERE_IT_FITS),
    **rows(SEARCHERS, "", "/search"),
    # The receiver is led on to the offer in its queue.
    **rows(REFERRERS, "referral", "/referrals/{referral_id}", get=ACTED),
    **rows(
        REFERRERS,
        "sent",
        """/referrals/{referral_id}/answer /referrals/{referral_id}/card
        /referrals/{referral_id}/sent /referrals/{referral_id}/withdraw""",
    ),
    # --- who works for a provider ---------------------------------------------------------------
    **rows(READERS, "", "/cases"),
    **rows(WORKERS, "", "/queue /sessions"),
    **rows(WORKERS, "", "/figures"),
    **rows(WORKERS, "", "/figures/{key}/cases", get=WHERE_IT_FITS),
    **rows(WORKERS, "", "/referrals/received", get=ACTED),
    **rows(WORKERS, "own service", "/referrals/received/{commission_id}"),
    **rows(WORKERS, "offer", "/queue/{referral_id}"),
    **rows(
        MANAGERS,
        "offer",
        """/queue/{referral_id}/accept /queue/{referral_id}/decline /queue/{referral_id}/ask
        /queue/{referral_id}/wait""",
    ),
    **rows(MANAGERS, "", "/queue/unallocated"),
    **rows(MANAGERS, "", "/queue/allocate", get=ASKED_AGAIN),
    **rows(MANAGERS, "", "/queue/allocated", get=WHERE_IT_FITS),
    **rows(MANAGERS, "case", "/cases/{case_id}/allocate /cases/{case_id}/access"),
    **rows(
        READERS,
        "case",
        """/cases/{case_id} /cases/{case_id}/referral /cases/{case_id}/history
        /cases/{case_id}/plan /cases/{case_id}/sessions""",
    ),
    **rows(
        WORKERS,
        "case",
        """/cases/{case_id}/notes/new
        /cases/{case_id}/onward /cases/{case_id}/person /cases/{case_id}/plan/goals/new
        /cases/{case_id}/plan/goals/{goal_id} /cases/{case_id}/plan/measures/{occasion}
        /cases/{case_id}/sessions/new /cases/{case_id}/sessions/plan
        /cases/{case_id}/sessions/attempt /cases/{case_id}/sessions/{session_id}/mark
        /cases/{case_id}/next /cases/{case_id}/level /cases/{case_id}/risk""",
    ),
    **rows(WORKERS, "case", "/cases/{case_id}/sessions/{session_id}/missed", post=ACTED),
    **rows(WORKERS, "case", "/cases/{case_id}/tasks/{task_id}/done", post=ACTED),
    **rows(
        WORKERS,
        "case",
        """/cases/{case_id}/onward/to/{code} /cases/{case_id}/onward/outside/{code}
        /cases/{case_id}/dates/{name} /cases/{case_id}/letters/new""",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    **rows(PARTNER, "", "/letters"),
    **rows(PARTNER, "letter", "/letters/{letter_id} /letters/{letter_id}/link"),
    **rows(PARTNER, "letter", "/letters/{letter_id}/read", post=ACTED),
    **rows(PARTNER, "letter", "/letters/{letter_id}/unlink", post=WHERE_IT_FITS),
    # --- who runs groups, lessons and shifts -----------------------------------------------------
    **rows(TEAM, "", "/delivery /shifts"),
    **rows(
        TEAM,
        "school place",
        """/delivery/{commission_id}/settings /delivery/{commission_id}/settings/{setting_id}
        /delivery/{commission_id}/settings/{setting_id}/day
        /delivery/{commission_id}/settings/{setting_id}/session
        /delivery/{commission_id}/settings/{setting_id}/stage
        /delivery/{commission_id}/lessons /delivery/{commission_id}/lessons/new
        /delivery/{commission_id}/training /delivery/{commission_id}/training/new""",
        # Not every programme has lessons, places or trainings.
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    **rows(
        TEAM,
        "route place",
        """/delivery/{commission_id}/settings/{setting_id}/estimate
        /delivery/{commission_id}/shifts /delivery/{commission_id}/shifts/plan
        /delivery/{commission_id}/shifts/start""",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    **rows(
        TEAM, "delivering", "/delivery/{commission_id}/groups /delivery/{commission_id}/groups/new"
    ),
    **rows(TEAM, "lesson", "/lessons/{session_id} /lessons/{session_id}/correct"),
    **rows(TEAM, "lesson", "/lessons/{session_id}/withdraw", post=ACTED),
    **rows(TEAM, "training", "/training/{session_id} /training/{session_id}/correct"),
    **rows(TEAM, "training", "/training/{session_id}/withdraw", post=ACTED),
    # Only a shift that is over has hours to correct.
    **rows(TEAM, "shift", "/shifts/{session_id}/hours", get=WHERE_IT_FITS),
    **rows(
        TEAM,
        "shift",
        """/shifts/{session_id} /shifts/{session_id}/cancel /shifts/{session_id}/incident
        /shifts/{session_id}/check-in /shifts/{session_id}/check-out /shifts/{session_id}/tally
        /shifts/{session_id}/undo-check-in""",
        post=ACTED,
    ),
    # Only of a shift that is over.
    **rows(TEAM, "shift", "/shifts/{session_id}/hours", get=WHERE_IT_FITS, post=WHERE_IT_FITS),
    **rows(
        TEAM,
        "group",
        """/groups/{group_id} /groups/{group_id}/change /groups/{group_id}/make-up
        /groups/{group_id}/members /groups/{group_id}/members/{member_id}/leave
        /groups/{group_id}/sessions/new /groups/{group_id}/sessions/{session_id}
        /groups/{group_id}/sessions/{session_id}/cancel""",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    # --- who guards -----------------------------------------------------------------------------
    **rows(GUARDIANS, "", "/views"),
    **rows(GUARDIANS, "case", "/views/cases/{case_id}"),
    **rows(GUARDIANS, "colleague", "/views/people/{account_id}"),
    # --- who commissions ------------------------------------------------------------------------
    # --- who administers ------------------------------------------------------------------------
    **rows(
        ADMINISTRATORS,
        "",
        """/administration/programmes /organisations /organisations/new /users /users/new
        /settings /settings/new /commissions /commissions/new""",
    ),
    **rows(
        ADMINISTRATORS,
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
    **rows(
        ADMINISTRATORS,
        "house",
        """/organisations/{organisation_id}/reopen /users/{user_id}/invite
        /users/{user_id}/restore /users/{user_id}/sign-out""",
        post=ACTED,
    ),
}

# A later theme is a file of its own beside this one.
TABLE: dict[str, Row] = {
    **MAIN_JOB,
    **FINISHED,
    **SESSIONS,
    **GUESTS,
    **HANDOVERS,
    **MEASURES,
    **MONEY,
    **EDITIONS,
    **PAPERS,
    **PEOPLE,
    **RETURNS,
    **SAFEGUARDING,
    **WORKING,
}
