"""Pages of waiting lists and transfers."""

from tests.browser.line import Page, by

HANDOVERS: dict[str, Page] = {
    **by("manager", "", "", "/waiting"),
    **by("manager", "own service", "hospital", "/waiting/{commission_id}"),
    **by("manager", "offer", "hospital", "/queue/{referral_id}/review"),
}
