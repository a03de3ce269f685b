"""Pages of editions, of publishing and of questions to providers."""

from tests.browser.line import Page, by

EDITIONS: dict[str, Page] = {
    **by("commissioner", "", "", "/editions /editions/find /publishing /figure-questions"),
    **by("commissioner", "edition order", "office", "/editions/orders/{order_id}"),
    **by(
        "commissioner",
        "edition",
        "office",
        "/editions/{edition_id} /editions/{edition_id}/{code}",
    ),
    **by("commissioner", "question to a provider", "provider", "/figure-questions/{question_id}"),
    **by("manager", "", "", "/asked"),
    **by("manager", "question to a provider", "provider", "/asked/{question_id}"),
}
NOT_PAGES_OF_EDITIONS = {"/editions/{edition_id}/{code}/table.csv": "a file"}
