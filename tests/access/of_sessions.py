"""Routes of planning, calendars, courses and standing in."""

from tests.access.whom import MANAGERS, WORKERS, Row, rows

SESSIONS: dict[str, Row] = {
    **rows(
        WORKERS,
        "case",
        "/cases/{case_id}/sessions/{session_id}/move /cases/{case_id}/sessions/{session_id}/cancel",
    ),
    **rows(WORKERS, "case", "/cases/{case_id}/sheet"),
    **rows(MANAGERS, "case", "/cases/{case_id}/sessions/more"),
    **rows(WORKERS, "offer", "/queue/{referral_id}/attempt"),
}
