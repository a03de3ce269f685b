"""Pages of emailed links and of brought-in cases. Those behind the link's own cookie are judged where they are gone through."""

from tests.browser.line import Page, by

PROVED_THERE = "behind an emailed link: judged in tests/browser/test_guests.py"
NOT_PAGES_OF_GUESTS = {
    "/refer/open/{token}": PROVED_THERE,
    "/refer/form": "leads on to the first question that is open",
    "/refer/form/{key}": PROVED_THERE,
    "/refer/check": PROVED_THERE,
    "/refer/status": PROVED_THERE,
    "/refer/question": PROVED_THERE,
}
GUESTS: dict[str, Page] = {
    "/refer/{commission_id}": Page("", "guest service", "hospital"),
    **by("manager", "", "", "/imports"),
    **by(
        "manager",
        "import run",
        "hospital",
        "/imports/{run_id}/columns /imports/{run_id}/values /imports/{run_id}/check",
    ),
    "/imports/{run_id}": Page("manager", "import run that is over", "hospital"),
}
