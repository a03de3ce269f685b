"""Figures of a quarter and what is made of them: for commissioners and evaluators."""

from tests.access.whom import ACTED, COMMISSIONERS, Row, rows

PAPERS: dict[str, Row] = {
    **rows(COMMISSIONERS, "", "/quarter", get=ACTED),
    **rows(
        COMMISSIONERS,
        "",
        "/quarter/{code} /quarter/{code}/{section} /quarter/{code}/{section}/{table}.csv",
    ),
}
