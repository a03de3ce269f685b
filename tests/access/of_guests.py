"""The matrix of mailed links: what their pages answer to whoever has none."""

from tests.access.whom import ADMINISTRATORS, PUBLIC, Row, rows

# Signed in or not: without the link's own cookie there is nothing here (410), and nothing to send.
GONE = frozenset({410})

GUESTS: dict[str, Row] = {
    **rows(PUBLIC, "guest service", "/refer/{commission_id}"),
    **rows(PUBLIC, "", "/refer/open/{token}", get=GONE),
    **rows(PUBLIC, "", "/refer/open", post=GONE),
    **rows(
        PUBLIC,
        "",
        """/refer/form /refer/form/{key} /refer/form/{key}/draft /refer/check /refer/status
        /refer/finish""",
        get=GONE,
        post=GONE,
    ),
    **rows(ADMINISTRATORS, "house", "/commissions/{commission_id}/guests"),
}
