"""Routes of planning, calendars, courses and standing in."""

from tests.access.whom import ACTED, MANAGERS, PUBLIC, TEAM, WHERE_IT_FITS, WORKERS, Row, rows

SESSIONS: dict[str, Row] = {
    **rows(
        WORKERS,
        "case",
        "/cases/{case_id}/sessions/{session_id}/move /cases/{case_id}/sessions/{session_id}/cancel",
    ),
    **rows(WORKERS, "case", "/cases/{case_id}/sheet"),
    **rows(MANAGERS, "case", "/cases/{case_id}/sessions/more"),
    **rows(WORKERS, "", "/calendar"),
    **rows(WORKERS, "", "/calendar/revoke", post=ACTED),
    # No address of that name: nothing for anybody.
    **rows(PUBLIC, "", "/calendar/{token}.ics", get=frozenset({404})),
    **rows(TEAM, "", "/delivery/holidays"),
    **rows(TEAM, "school break", "/delivery/holidays/{break_id}/remove", post=ACTED),
    **rows(
        TEAM,
        "group",
        """/groups/{group_id}/sessions/{session_id}/move
        /groups/{group_id}/sessions/{session_id}/venue /groups/{group_id}/facilitators
        /groups/{group_id}/facilitators/{facilitator_id}/end
        /groups/{group_id}/waiting/{waiting_id}/join /groups/{group_id}/waiting/{waiting_id}/end""",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    **rows(WORKERS, "", "/away"),
    **rows(WORKERS, "absence", "/away/{absence_id}/end", post=ACTED),
    **rows(WORKERS, "offer", "/queue/{referral_id}/attempt"),
}
