"""Editions, what is published, and questions to providers: for those who commission."""

from tests.access.whom import ACTED, COMMISSIONERS, MANAGERS, Row, rows

EDITIONS: dict[str, Row] = {
    **rows(COMMISSIONERS, "", "/editions /editions/find /publishing /figure-questions"),
    **rows(COMMISSIONERS, "edition order", "/editions/orders/{order_id}", get=ACTED),
    **rows(
        COMMISSIONERS,
        "edition",
        "/editions/{edition_id} /editions/{edition_id}/{code} /editions/{edition_id}/{code}/table.csv",
    ),
    **rows(COMMISSIONERS, "question to a provider", "/figure-questions/{question_id}"),
    **rows(MANAGERS, "", "/asked"),
    **rows(MANAGERS, "question to a provider", "/asked/{question_id}"),
}
