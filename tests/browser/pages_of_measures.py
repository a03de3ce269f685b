"""The pages about questions of a provider's own figures."""

from tests.browser.line import Page

MEASURES: dict[str, Page] = {
    "/figures/question": Page("manager", "", "", "?measure=planned-exits&by=sex&against=year"),
}
NOT_PAGES_OF_MEASURES = {"/figures/question.csv": "a file"}
