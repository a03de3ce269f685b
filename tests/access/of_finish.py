"""The matrix of codes at sign-in, of opening restricted cases up, and of steps that are not open."""

from tests.access.people import EVERYBODY
from tests.access.whom import (
    ACTED,
    ADMINISTRATORS,
    MANAGERS,
    TEAM,
    WHERE_IT_FITS,
    WORKERS,
    Row,
    rows,
)

FINISHED: dict[str, Row] = {
    **rows(EVERYBODY, "", "/account/code"),
    # Only where a code is asked for.
    **rows(EVERYBODY, "", "/account/code/off /account/code/recovery", get=ACTED, post=ACTED),
    **rows(ADMINISTRATORS, "house", "/users/{user_id}/code", get=ACTED),
    **rows(TEAM, "incident", "/shifts/{session_id}/incidents/{incident_id}/correct"),
    # Only a restricted case, and only the steps of its state.
    **rows(MANAGERS, "case", "/cases/{case_id}/open-up", get=WHERE_IT_FITS),
    **rows(
        WORKERS,
        "case",
        """/cases/{case_id}/engage /cases/{case_id}/pause /cases/{case_id}/resume
        /cases/{case_id}/close /cases/{case_id}/reopen""",
        get=WHERE_IT_FITS,
    ),
}
