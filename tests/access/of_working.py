"""The rows of the matrix about tasks, notes, documents, follow-ups and supervision."""

from tests.access.people import EVERYBODY
from tests.access.whom import ACTED, MANAGERS, READERS, WHERE_IT_FITS, WORKERS, Row, rows

WORKING: dict[str, Row] = {
    **rows(EVERYBODY, "", "/account/reminders", post=ACTED),
    **rows(WORKERS, "", "/tasks"),
    # Whoever is no manager is led on to the notes about themselves.
    **rows(WORKERS, "", "/supervision", get=ACTED),
    **rows(WORKERS, "supervised", "/supervision/{account_id}"),
    **rows(MANAGERS, "to supervise", "/supervision/{account_id}/new"),
    **rows(WORKERS, "mention", "/mentions/{mention_id}/read", post=ACTED),
    **rows(
        READERS,
        "working",
        """/cases/{case_id}/notes /cases/{case_id}/documents
        /cases/{case_id}/documents/{document_id} /cases/{case_id}/documents/{document_id}/file""",
    ),
    **rows(
        WORKERS,
        "working",
        """/cases/{case_id}/tasks/new /cases/{case_id}/tasks/{task_id}
        /cases/{case_id}/documents/new /cases/{case_id}/documents/letters
        /cases/{case_id}/documents/letters/{template}
        /cases/{case_id}/documents/{document_id}/remove /cases/{case_id}/print""",
    ),
    # Only while the standard runs.
    **rows(
        WORKERS,
        "working",
        "/cases/{case_id}/clocks/{clock_id}",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    **rows(WORKERS, "working", "/cases/{case_id}/clocks/{clock_id}/restart", post=WHERE_IT_FITS),
    **rows(
        WORKERS,
        "working",
        """/cases/{case_id}/tasks/{task_id}/open-again /cases/{case_id}/notes/{note_id}/pin
        /cases/{case_id}/notes/{note_id}/take-down""",
        post=ACTED,
    ),
    **rows(WORKERS, "follow up", "/cases/{case_id}/follow-up/{task_id}"),
}
