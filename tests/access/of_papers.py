"""Figures of a quarter and what is made of them: for commissioners and evaluators."""

from tests.access.whom import ACTED, COMMISSIONERS, PUBLIC, Row, rows

# A form without anything said keeps nothing, or says what is missing; a press acts.
PAPER = frozenset({200, 303, 409, 422})

PAPERS: dict[str, Row] = {
    **rows(COMMISSIONERS, "", "/quarter", get=ACTED),
    **rows(
        COMMISSIONERS,
        "",
        "/quarter/{code} /quarter/{code}/{section} /quarter/{code}/{section}/{table}.csv",
    ),
    **rows(
        COMMISSIONERS,
        "",
        """/papers /papers/everything/{code}/figures.pdf /papers/everything/{code}/figures.xlsx
        /papers/new /saved-views /saved-views/new""",
    ),
    **rows(
        COMMISSIONERS,
        "paper",
        """/papers/{paper_id} /papers/{paper_id}/words /papers/{paper_id}/sections
        /papers/{paper_id}/paper.pdf /papers/{paper_id}/paper.xlsx
        /papers/{paper_id}/figures /papers/{paper_id}/make""",
        get=PAPER,
        post=PAPER,
    ),
    **rows(COMMISSIONERS, "paper to go", "/papers/{paper_id}/throw-away", post=ACTED),
    # Open to everybody, and the same for everybody.
    **rows(
        PUBLIC,
        "",
        "/public /public/commissions /public/commissions.csv /public/methods /public/support",
    ),
    **rows(
        PUBLIC,
        "published",
        """/public/periods/{edition_id} /public/periods/{edition_id}/figures.json
        /public/periods/{edition_id}/{table}.csv""",
    ),
    **rows(COMMISSIONERS, "saved view", "/saved-views/{view_id}/remove", post=ACTED),
}
