"""A line of the list of pages."""

from typing import NamedTuple


class Page(NamedTuple):
    """Who opens a page, about which record of the filled partnership, with which query."""

    person: str
    record: str = ""
    label: str = ""
    query: str = ""


def by(person: str, record: str, label: str, paths: str) -> dict[str, Page]:
    """The same person and record for several pages."""
    return {path: Page(person, record, label) for path in paths.split()}
