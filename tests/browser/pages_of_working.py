"""The pages about tasks, notes, documents, follow-ups and supervision."""

from tests.browser.line import Page, by

WORKING: dict[str, Page] = {
    **by("worker", "", "", "/tasks"),
    **by("manager", "", "", "/supervision"),
    **by("manager", "to supervise", "hospital", "/supervision/{account_id}/new"),
    **by("worker", "supervised", "hospital", "/supervision/{account_id}"),
    **by(
        "worker",
        "working",
        "hospital",
        """/cases/{case_id}/notes /cases/{case_id}/documents
        /cases/{case_id}/documents/{document_id} /cases/{case_id}/tasks/new
        /cases/{case_id}/tasks/{task_id} /cases/{case_id}/documents/new
        /cases/{case_id}/documents/letters /cases/{case_id}/documents/letters/{template}
        /cases/{case_id}/documents/{document_id}/remove /cases/{case_id}/print""",
    ),
    **by("worker", "resting", "hospital", "/cases/{case_id}/clocks/{clock_id}"),
    **by("worker", "follow up", "hospital", "/cases/{case_id}/follow-up/{task_id}"),
}
