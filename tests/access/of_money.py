"""The rows of the matrix about what commissions cost."""

from app.models import Role
from tests.access.whom import ACTED, WHERE_IT_FITS, Row, of, rows

SEE = of(Role.commissioner, Role.evaluator, Role.manager)
SPEND = of(Role.commissioner, Role.manager)
KEEP = of(Role.commissioner)
# Boxes of quarters: a box too many is a form of another page.
LED_ON = frozenset({303, 404})

MONEY: dict[str, Row] = {
    **rows(SEE, "", "/commissioned"),
    **rows(SEE, "money", "/commissioned/{commission_id} /commissioned/{commission_id}/by-quarter.csv"),
    # Of the tables of figures none is one of money.
    **rows(SEE, "", "/commissioned/tables/{table}.csv", get=WHERE_IT_FITS),
    **rows(SPEND, "money", "/commissioned/{commission_id}/spend", get=LED_ON),
    **rows(SPEND, "money", "/commissioned/{commission_id}/spend/{code}"),
    **rows(
        KEEP,
        "bought",
        """/commissioned/{commission_id}/profile /commissioned/{commission_id}/vary /commissioned/{commission_id}/threshold
        /commissioned/{commission_id}/follow /commissioned/{commission_id}/targets
        /commissioned/{commission_id}/targets/{name}""",
    ),
    **rows(KEEP, "", "/budget"),
    **rows(KEEP, "budget", "/budget/awards/{award_id} /budget/lines/{line_id}"),
    **rows(
        KEEP,
        "",
        "/budget/{year} /budget/{year}/awards/new /budget/{year}/lines/new",
    ),
    # Without the press that says so, nothing is taken out.
    **rows(
        KEEP,
        "budget",
        "/budget/awards/{award_id}/remove /budget/lines/{line_id}/remove",
        post=ACTED,
    ),
}  # fmt: skip
