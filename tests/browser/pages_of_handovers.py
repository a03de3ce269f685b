"""Pages of waiting lists and transfers."""

from tests.browser.line import Page, by

HANDOVERS: dict[str, Page] = {
    **by("manager", "", "", "/waiting /transfers"),
    **by("rival_manager", "", "", "/queue/transfers"),
    "/queue/transfers/taken": Page("rival_manager", "taking over", "rival"),
    **by(
        "manager",
        "own service",
        "hospital",
        "/waiting/{commission_id} /transfers/from/{commission_id}",
    ),
    **by("manager", "offer that waits", "hospital", "/queue/{referral_id}/review"),
    **by("manager", "transfer", "hospital", "/transfers/{batch_id}"),
    **by("worker", "case", "hospital", "/cases/{case_id}/transfer"),
    **by("worker", "handing", "hospital", "/cases/{case_id}/transfer/to/{code}"),
}
