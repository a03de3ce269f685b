"""The matrix of what was finished late: opening a restricted case up, steps that are not open."""

from tests.access.whom import MANAGERS, WHERE_IT_FITS, WORKERS, Row, rows

FINISHED: dict[str, Row] = {
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
