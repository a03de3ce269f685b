"""The rows of the matrix about people: who somebody is, who is around them, agreement and sharing."""

from tests.access.whom import (
    ACTED,
    ADMINISTRATORS,
    READERS,
    WORKERS,
    Row,
    rows,
)

PEOPLE: dict[str, Row] = {
    **rows(
        READERS, "case", "/cases/{case_id}/about /cases/{case_id}/contact /cases/{case_id}/sharing"
    ),
    # Whoever reads the case shows the page; that somebody has it is noted by who works with them.
    **rows(READERS, "case", "/cases/{case_id}/record", post=frozenset({404, 422})),
    **rows(WORKERS, "later", "/cases/{case_id}/earlier"),
    **rows(
        WORKERS,
        "case",
        """/cases/{case_id}/family/new /cases/{case_id}/professionals/new
        /cases/{case_id}/competence/new /cases/{case_id}/labels/new
        /cases/{case_id}/sharing/agreements/new /cases/{case_id}/sharing/bases/new
        /cases/{case_id}/sharing/decisions/new""",
    ),
    **rows(
        WORKERS,
        "around",
        """/cases/{case_id}/family/{relative_id} /cases/{case_id}/professionals/{professional_id}
        /cases/{case_id}/labels/{label_id} /cases/{case_id}/same/{person_id}
        /cases/{case_id}/links/{link_id}/undo
        /cases/{case_id}/sharing/{what}/{record_id}/end""",
    ),
    **rows(ADMINISTRATORS, "", "/agreements /agreements/new"),
    **rows(ADMINISTRATORS, "matching", "/agreements/{agreement_id}/end", post=ACTED),
}
