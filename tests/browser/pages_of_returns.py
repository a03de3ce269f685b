"""The pages about returns."""

from tests.browser.line import Page, by

RETURNS: dict[str, Page] = {
    **by("manager", "", "", "/returns"),
    **by(
        "manager",
        "return",
        "hospital",
        """/returns/{commission_id}/{code} /returns/{commission_id}/{code}/write
        /returns/{commission_id}/{code}/sign /returns/{commission_id}/{code}/file
        /returns/{commission_id}/{code}/versions/{number}
        /returns/{commission_id}/{code}/versions/{number}/cell
        /returns/{commission_id}/{code}/versions/{number}/today
        /returns/{commission_id}/{code}/studies
        /returns/{commission_id}/{code}/studies/new
        /returns/{commission_id}/{code}/studies/{study_id}
        /returns/{commission_id}/{code}/studies/{study_id}/change""",
    ),
    **by("commissioner", "", "", "/returns-received /returns-received/together/{code}"),
    **by(
        "commissioner",
        "received",
        "hospital",
        """/returns-received/{return_id} /returns-received/{return_id}/ask
        /returns-received/{return_id}/restated/{restatement_id}""",
    ),
}
NOT_PAGES_OF_RETURNS = {
    "/returns/{commission_id}/{code}/file.csv": "a file",
    "/returns-received/{return_id}/cells.csv": "a file",
}
