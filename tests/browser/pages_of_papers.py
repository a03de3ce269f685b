"""Pages of figures, saved views and board papers."""

from tests.browser.line import Page, by

PAPERS: dict[str, Page] = {
    **by("commissioner", "", "", "/quarter /quarter/{code} /quarter/{code}/{section}"),
}
NOT_PAGES_OF_PAPERS = {"/quarter/{code}/{section}/{table}.csv": "a file"}
