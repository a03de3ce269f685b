"""What was published, as the public reads it: rounded numbers, marks, and notes of what changed."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Audience, Edition, EditionTable, TableState
from app.reporting.editions.reading import cells_of, name_of, span_of
from app.reporting.gate.marks import PUBLIC_MARKS, PUBLIC_THRESHOLD, Cell, public_reason
from app.reporting.gate.places import Place
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Span
from app.reporting.public.tables import PUBLIC_TABLES, PublicTable
from app.reporting.tables import Figure, Shown
from app.reporting.values import NOT_KNOWN, known_values, label_of


class Published(NamedTuple):
    """A published period of a commissioner. `notes` say, dated, what changed since; newest last."""

    id: UUID
    organisation: str
    span: Span
    made_at: datetime
    notes: tuple[str, ...]
    commissions: tuple[dict[str, Any], ...]
    threshold: int = PUBLIC_THRESHOLD


def published(database: Database) -> list[Published]:
    """What is published, the newest period first: of each period the edition that prints it."""
    rows = database.execute(
        select(
            col(Edition.id),
            col(Edition.organisation_id),
            col(Edition.span),
            col(Edition.made_at),
            col(Edition.frozen),
            col(Edition.threshold),
        )
        .where(col(Edition.audience) == str(Audience.public))
        .order_by(col(Edition.known_at), col(Edition.made_at))
    )
    found: dict[tuple[UUID, str], Published] = {}
    for edition_id, organisation_id, code, made_at, frozen, threshold in rows:
        key = organisation_id, code
        note = frozen.get("note")
        if note and key in found:
            found[key] = found[key]._replace(notes=(*found[key].notes, note))
            continue
        before = found.get(key)
        notes = before.notes if before else ()
        if before:
            notes += (f"{made_at:%-d %B %Y}: Published again with later entries and corrections.",)
        found[key] = Published(
            edition_id,
            frozen.get("organisation", ""),
            span_of(code),
            made_at,
            notes,
            tuple(frozen.get("commissions", ())),
            threshold,
        )
    return sorted(
        found.values(),
        key=lambda one: (one.span.end, one.span.end - one.span.start, one.organisation),
        reverse=True,
    )


def public_figures(database: Database, edition_id: UUID) -> list[Figure]:
    """Every printed table of a published edition, ready to be drawn or written to a file."""
    edition = database.find(Edition, edition_id)
    printed = {
        code: tuple(missing)
        for code, missing in database.execute(
            select(col(EditionTable.code), col(EditionTable.lines_left_out)).where(
                col(EditionTable.edition_id) == edition_id,
                col(EditionTable.state) == str(TableState.printed),
            )
        )
    }
    found = []
    for table in PUBLIC_TABLES:
        if table.code in printed:
            cells = cells_of(database, edition_id, table=table.code)
            found.append(_figure(table, cells, edition.words))
    return found


def shown_to_public(cell: Cell | None) -> Shown:
    """A published cell; none at all where nothing of its line is printed."""
    cell = cell or Cell(None, "kept-back")
    if cell.why:
        mark = PUBLIC_MARKS[cell.why]
        reason = public_reason(cell.why, max(cell.below, PUBLIC_THRESHOLD))
        return Shown(mark, reason, mark, cell.why)
    return Shown(f"{cell.value:,.0f}", "", int(cell.value or 0))


def _figure(table: PublicTable, cells: dict[Place, Cell], words: dict[str, Any]) -> Figure:
    measures = [key for key in table.measures if any(place.measure == key for place in cells)]
    if table.across is not None:
        columns = _values(cells, table.across)
        head = ("", *(name_of(table.across, one, words) for one in columns))
        rows = [
            (
                name_of(table.by, value, words),
                tuple(
                    shown_to_public(
                        cells.get(
                            Place.of(table.measures[0], (table.by, value), (table.across, one))
                        )
                    )
                    for one in columns
                ),
            )
            for value in _values(cells, table.by)
        ]
    elif table.by is By.all:
        head = ("", "People, referrals or contacts")
        rows = [
            (MEASURES[key].label, (shown_to_public(cells.get(Place(key, ()))),)) for key in measures
        ]
    else:
        head = ("", *(MEASURES[key].label for key in measures))
        rows = [
            (
                name_of(table.by, value, words),
                tuple(
                    shown_to_public(cells.get(Place(key, ((table.by, value),)))) for key in measures
                ),
            )
            for value in _values(cells, table.by)
        ]
    says = tuple((MEASURES[key].label, MEASURES[key].says) for key in measures)
    finding = _in_all(dict(rows)) if table.by is By.all else _finding(rows, head, table.across)
    return Figure(table.code, table.title, finding, head, tuple(rows), says)


def _values(cells: dict[Place, Cell], by: By) -> list[str]:
    found = {
        dict(place.where)[by]
        for place, cell in cells.items()
        if by in place.by and (cell.is_hidden or cell.value)
    }
    order = {value: number for number, value in enumerate(known_values(by))}
    return sorted(found, key=lambda one: (one == NOT_KNOWN, order.get(one, len(order)), one))


def _in_all(rows: dict[str, tuple[Shown, ...]]) -> str:
    """The few numbers that say most, in a sentence; from nothing but what is published."""
    words = (
        ("people-reached", "people were reached"),
        ("referrals-received", "referrals were received"),
        ("contacts", "contacts were counted in groups and on routes, where nobody is named"),
    )
    said = [
        f"{rows[label][0].text} {what}"
        for key, what in words
        if (label := MEASURES[key].label) in rows and not rows[label][0].reason
    ]
    return f"{'; '.join(said)}." if said else "No part of it can be shown."


def _finding(
    rows: list[tuple[str, tuple[Shown, ...]]], head: tuple[str, ...], across: By | None
) -> str:
    """The largest number, in a sentence; of the first column where the columns count several things."""
    numbers = [
        (shown.value, label, head[place + 1])
        for label, cells in rows
        for place, shown in enumerate(cells if across else cells[:1])
        if isinstance(shown.value, int) and shown.value and label != label_of(By.sex, NOT_KNOWN)
    ]
    if not numbers:
        return "No part of it can be shown."
    most = max(numbers, key=lambda one: one[0])
    hidden = any(
        cells[place].reason for _, cells in rows for place in range(len(cells) if across else 1)
    )
    largest = "the largest number that can be shown" if hidden else "most"
    if across:
        return f"{largest[:1].upper()}{largest[1:]}: {most[1]}, {most[2].lower()}, {most[0]:,}."
    return f"{most[2]}; {largest}: {most[1]}, {most[0]:,}."
