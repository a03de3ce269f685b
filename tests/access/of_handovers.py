"""Waiting lists and transfers: who may, about which record."""

from tests.access.whom import ACTED, MANAGERS, WHERE_IT_FITS, WORKERS, Row, rows

HANDOVERS: dict[str, Row] = {
    **rows(WORKERS, "", "/waiting"),
    **rows(WORKERS, "own service", "/waiting/{commission_id}"),
    **rows(MANAGERS, "offer", "/queue/{referral_id}/review", get=ACTED),
    **rows(MANAGERS, "", "/transfers"),
    **rows(MANAGERS, "", "/queue/transfers"),
    **rows(MANAGERS, "", "/queue/transfers/taken", get=WHERE_IT_FITS),
    **rows(MANAGERS, "transfer", "/transfers/{batch_id}"),
    **rows(MANAGERS, "own service", "/transfers/from/{commission_id}"),
    **rows(WORKERS, "case", "/cases/{case_id}/transfer"),
    # Only to a service that it is not in.
    **rows(
        WORKERS,
        "case",
        "/cases/{case_id}/transfer/to/{code}",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
}
