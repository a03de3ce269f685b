"""The rows of the matrix about questions of a provider's own figures."""

from tests.access.whom import WORKERS, Row, rows

MEASURES: dict[str, Row] = {
    **rows(WORKERS, "", "/figures/question /figures/question.csv"),
}
