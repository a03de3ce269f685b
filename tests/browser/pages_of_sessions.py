"""Pages of planning, calendars, courses and standing in."""

from tests.browser.line import Page, by

SESSIONS: dict[str, Page] = {
    **by(
        "manager",
        "case",
        "hospital",
        """/cases/{case_id}/sessions/{session_id}/move
        /cases/{case_id}/sessions/{session_id}/cancel
        /cases/{case_id}/sessions/more /cases/{case_id}/sheet""",
    ),
    **by("manager", "", "", "/away /delivery/holidays /calendar"),
    "/groups/{group_id}/sessions/{session_id}/move": Page("men_worker", "group", "men"),
    "/groups/{group_id}/sessions/{session_id}/venue": Page("men_worker", "group", "men"),
    **by("manager", "offer", "hospital", "/queue/{referral_id}/attempt"),
}
