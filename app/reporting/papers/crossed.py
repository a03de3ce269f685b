"""Cross-tables in a board paper: as an edition of its quarter printed them, never decided anew."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Audience, Edition, EditionTable, TableState
from app.reporting.editions.catalogue import TABLES, Permitted
from app.reporting.editions.reading import EditionPage, cross_table, edition_of
from app.reporting.periods import Quarter
from app.reporting.quarterly import Section
from app.reporting.tables import Figure

CROSSED = "tables"
"""The chapter that the chosen tables stand in."""
TITLE = "Cross-tables"
MOST = 8  # columns that a page of paper has room for
LEAD = (
    "Each table as an edition of the quarter printed it. Editions are decided once, and what a paper "
    "shows of them is never decided anew."
)


def printed(database: Database, quarter: Quarter, known_at: int) -> dict[str, UUID]:
    """The tables of a quarter that were printed by a data date, each with its newest edition."""
    rows = database.execute(
        select(col(EditionTable.code), col(Edition.id))
        .join(Edition, col(Edition.id) == EditionTable.edition_id)
        .where(
            col(Edition.audience) == str(Audience.commissioner),
            col(Edition.span) == quarter.code,
            col(Edition.known_at) <= known_at,
            col(EditionTable.state) == str(TableState.printed),
        )
        .ext(distinct_on(col(EditionTable.code)))
        .order_by(col(EditionTable.code), col(Edition.known_at).desc(), col(Edition.id).desc())
    )
    return {code: edition_id for code, edition_id in rows}  # noqa: C416 - rows are not tuples


def offered(database: Database, quarter: Quarter, known_at: int) -> list[Permitted]:
    """The tables that a paper can choose from, in the order of the catalogue."""
    there = printed(database, quarter, known_at)
    return [table for table in TABLES if table.code in there]


def crossed(
    database: Database, quarter: Quarter, known_at: int, codes: Collection[str]
) -> Section | None:
    """The chapter with these tables; None where none of them was printed."""
    there = printed(database, quarter, known_at) if codes else {}
    pages: dict[UUID, EditionPage] = {}
    figures = []
    for table in TABLES:
        if table.code in codes and table.code in there:
            name = there[table.code]
            if name not in pages:
                pages[name] = edition_of(database, name)
            figure = cross_table(database, pages[name], table.code)
            figures.append(_dated(_turned(figure), pages[name]))
    return Section(CROSSED, TITLE, LEAD, "", tuple(figures)) if figures else None


def _turned(figure: Figure) -> Figure:
    """The table with lines and columns changed over where a page of paper is too narrow for it."""
    if len(figure.head) <= MOST or len(figure.rows) >= len(figure.head) - 1:
        return figure
    rows = tuple(
        (label, tuple(cells[place] for _, cells in figure.rows))
        for place, label in enumerate(figure.head[1:])
    )
    return figure._replace(head=("", *(label for label, _ in figure.rows)), rows=rows)


def _dated(figure: Figure, page: EditionPage) -> Figure:
    """The table with the day on which it was printed."""
    day = page.edition.made_at.astimezone(clocks.LONDON)
    return figure._replace(finding=f"{figure.finding} Printed on {day.day} {day:%B %Y}.")
