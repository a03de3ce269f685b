"""Pages of figures, saved views and board papers."""

from tests.browser.line import Page, by

PAPERS: dict[str, Page] = {
    **by("commissioner", "", "", "/quarter /quarter/{code} /quarter/{code}/{section}"),
    **by("commissioner", "", "", "/papers /papers/new /saved-views /saved-views/new"),
    **by(
        "commissioner",
        "paper",
        "office",
        "/papers/{paper_id} /papers/{paper_id}/words /papers/{paper_id}/sections",
    ),
    **by("commissioner", "paper to go", "office", "/papers/{paper_id}/throw-away"),
    **by("", "", "", "/public /public/commissions /public/methods /public/support"),
    "/public/periods/{edition_id}": Page("", "published", "office"),
}
NOT_PAGES_OF_PAPERS = {
    "/public/commissions.csv": "a file",
    "/public/periods/{edition_id}/figures.json": "data for programs",
    "/public/periods/{edition_id}/{table}.csv": "a file",
    "/quarter/{code}/{section}/{table}.csv": "a file",
    "/papers/everything/{code}/figures.pdf": "a file",
    "/papers/everything/{code}/figures.xlsx": "a file",
    "/papers/{paper_id}/paper.pdf": "a file",
    "/papers/{paper_id}/paper.xlsx": "a file",
}
