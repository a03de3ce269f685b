"""The matrix of emailed links, which answer nothing to whoever has none, and of brought-in cases."""

from tests.access.whom import ACTED, ADMINISTRATORS, MANAGERS, PUBLIC, Row, rows

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
        /refer/finish /refer/question /refer/question/draft""",
        get=GONE,
        post=GONE,
    ),
    # Only while a guest's answer is waited for is there anything to email again.
    **rows(MANAGERS, "offer", "/queue/{referral_id}/ask/again", post=ACTED),
    **rows(MANAGERS, "", "/imports"),
    # One that is under way leads on to its columns.
    **rows(MANAGERS, "import run", "/imports/{run_id}", get=ACTED),
    **rows(
        MANAGERS,
        "import run",
        "/imports/{run_id}/columns /imports/{run_id}/values /imports/{run_id}/check",
    ),
    **rows(MANAGERS, "import run", "/imports/{run_id}/drop"),
    **rows(ADMINISTRATORS, "house", "/commissions/{commission_id}/guests"),
}
