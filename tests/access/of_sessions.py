"""Routes of planning, calendars, courses and standing in."""

from tests.access.whom import ACTED, MANAGERS, WORKERS, Row, rows

SESSIONS: dict[str, Row] = {
    **rows(
        WORKERS,
        "case",
        "/cases/{case_id}/sessions/{session_id}/move /cases/{case_id}/sessions/{session_id}/cancel",
    ),
    **rows(WORKERS, "case", "/cases/{case_id}/sheet"),
    **rows(MANAGERS, "case", "/cases/{case_id}/sessions/more"),
    **rows(WORKERS, "", "/away"),
    **rows(WORKERS, "absence", "/away/{absence_id}/end", post=ACTED),
    **rows(WORKERS, "offer", "/queue/{referral_id}/attempt"),
}
