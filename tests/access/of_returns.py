"""The rows of the matrix about returns."""

from tests.access.whom import (
    ACTED,
    COMMISSIONERS,
    MANAGERS,
    TEAM,
    WHERE_IT_FITS,
    Row,
    rows,
)

RETURNS: dict[str, Row] = {
    **rows(TEAM, "", "/returns"),
    **rows(
        MANAGERS,
        "return",
        """/returns/{commission_id}/{code} /returns/{commission_id}/{code}/write
        /returns/{commission_id}/{code}/sign /returns/{commission_id}/{code}/file
        /returns/{commission_id}/{code}/file.csv
        /returns/{commission_id}/{code}/versions/{number}
        /returns/{commission_id}/{code}/versions/{number}/today""",
    ),
    # Only a cell that somebody asked about has a talk.
    **rows(
        MANAGERS,
        "return",
        "/returns/{commission_id}/{code}/versions/{number}/cell",
        get=WHERE_IT_FITS,
        post=WHERE_IT_FITS,
    ),
    **rows(MANAGERS, "return", "/returns/{commission_id}/{code}/file/drop", post=ACTED),
    **rows(
        TEAM,
        "return",
        """/returns/{commission_id}/{code}/studies /returns/{commission_id}/{code}/studies/new
        /returns/{commission_id}/{code}/studies/{study_id}
        /returns/{commission_id}/{code}/studies/{study_id}/change
        /returns/{commission_id}/{code}/studies/{study_id}/withdraw""",
    ),
    **rows(
        TEAM, "return", "/returns/{commission_id}/{code}/studies/{study_id}/approve", post=ACTED
    ),
    **rows(COMMISSIONERS, "", "/returns-received /returns-received/together/{code}"),
    **rows(
        COMMISSIONERS,
        "received",
        """/returns-received/{return_id} /returns-received/{return_id}/ask
        /returns-received/{return_id}/cells.csv
        /returns-received/{return_id}/restated/{restatement_id}""",
    ),
    **rows(COMMISSIONERS, "received", "/returns-received/{return_id}/accept", post=ACTED),
}
