"""Waiting lists and transfers: who may, about which record."""

from tests.access.whom import MANAGERS, WORKERS, Row, rows

HANDOVERS: dict[str, Row] = {
    **rows(WORKERS, "", "/waiting"),
    **rows(WORKERS, "own service", "/waiting/{commission_id}"),
    **rows(MANAGERS, "offer", "/queue/{referral_id}/review"),
}
