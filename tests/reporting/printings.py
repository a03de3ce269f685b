"""Printing editions in tests, and reading everything in them into an attacker."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import editions as actions
from app.database import transaction
from app.facts import Kind
from app.models import (
    AgreedThreshold,
    Audience,
    Edition,
    EditionCell,
    EditionOrder,
    EditionProof,
)
from app.models.naming import new_id
from app.operations import editions
from app.reporting.editions.catalogue import TABLES
from app.reporting.gate.issued import place_from
from app.reporting.gate.places import Place
from app.reporting.measure import Distinct
from app.reporting.measures import MEASURES, parts_of
from app.reporting.periods import Quarter, Span
from tests.reporting import ledger
from tests.reporting.reader import Reader
from tests.world import World

Cells = dict[Place, tuple[int | None, str]]


def happen(world: World, owner: Engine, seed: int, size: int, span: Span) -> None:
    """Facts of five commissions, all over a span."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["schools"], "mvp", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
        (world.commissions["dvpp"], "dvpp", ""),
    ]
    ledger.write(owner, ledger.history(rng, commissions, (span.start, span.end), size))


def come(world: World, owner: Engine, span: Span, people: int) -> None:
    """So many men are referred to one commission and met, on one day."""
    on, bought = span.start + timedelta(days=3), world.commissions["hospital"]
    ledger.write(
        owner,
        [
            ledger.line(
                bought, "ed-navigators", kind, on, basis="named", sex="M", ethnicity="B1", age=19,
                area=ledger.AREAS[1], source="ed", subject=person, referral=person,
            )
            for person in (uuid4() for _ in range(people))
            for kind in (Kind.received, Kind.first_contact)
        ],
    )  # fmt: skip


def printed(world: World, span: Span, audience: Audience = Audience.commissioner) -> UUID:
    """An edition as the press of a commissioner and the job make it."""
    with world.as_(world.commissioner) as database:
        if audience is Audience.public:
            order = actions.publish(database, span=span, confirmed=True)
        else:
            order = actions.order(database, span=span)
    edition_id = editions.make(order.id)
    with world.as_(world.commissioner) as database:
        assert edition_id is not None, database.find(EditionOrder, order.id).said
    return edition_id


def backing_of(world: World, span: Span) -> UUID:
    """The commissioner's own edition of a span that was made last."""
    with world.as_(world.commissioner) as database:
        found = database.exec(
            select(Edition.id)
            .where(col(Edition.span) == span.code, col(Edition.audience) == Audience.commissioner)
            .order_by(col(Edition.known_at).desc(), col(Edition.id).desc())
        ).first()
    assert found is not None
    return found


def asks_for(owner: Engine, world: World, name: str, below: int, span: Span) -> None:
    """The agreement about a commission asks for a threshold, from a quarter of the past on."""
    with owner.begin() as connection:
        connection.execute(
            insert(AgreedThreshold).values(
                id=new_id(), commission_id=world.commissions[name].id, number=1,
                holds_from=Quarter.of(span.start).start, below=below, words="as agreed",
                made_at=clocks.now(),
            )
        )  # fmt: skip


def below_of(edition_id: UUID) -> dict[Place, int]:
    """Under which threshold each number of an edition is hidden."""
    with transaction(role=DatabaseRole.counting) as database:
        rows = database.exec(
            select(EditionCell).where(
                col(EditionCell.edition_id) == edition_id, col(EditionCell.below).is_not(None)
            )
        ).all()
    return {place_from(row.measure, row.by1, row.value1, row.by2, row.value2): row.below or 5 for row in rows}  # fmt: skip


def rows_of(edition_id: UUID) -> tuple[Cells, dict[Place, int]]:
    """What an edition prints, and the truth behind it."""
    with transaction(role=DatabaseRole.counting) as database:
        rows = database.exec(
            select(EditionCell).where(col(EditionCell.edition_id) == edition_id)
        ).all()
        counts = database.exec(
            select(EditionProof.counts).where(col(EditionProof.edition_id) == edition_id)
        ).one()
    cells = {
        place_from(row.measure, row.by1, row.value1, row.by2, row.value2): (
            row.number,
            str(row.mark),
        )
        for row in rows
        if MEASURES[row.measure].protected
    }
    truth = {place: number for place, (number, _) in cells.items() if number is not None}
    return cells, truth | {place_from(*kept[:5]): kept[5] for kept in counts}


def read(
    reader: Reader, tag: str, cells: Cells, truth: dict[Place, int], *,
    weak: bool = False, below: dict[Place, int] | None = None,
) -> None:  # fmt: skip
    """Take in one edition: its cells, its margins, the parts of measures. `weak`: nothing protects."""
    for place, (number, mark) in cells.items():
        told = truth[place] if weak and mark == "protects" else number
        small = (below or {}).get(place, 5)
        reader.reads((tag, place), told, "" if told is not None else mark, small)
    sums(reader, tag, cells, truth)


def read_published(reader: Reader, tag: str, cells: Cells) -> None:
    """Take in the cells of a public edition."""
    for place, (number, mark) in cells.items():
        reader.reads_rounded((tag, place), number, mark)


def sums(reader: Reader, tag: str, cells: Cells, truth: dict[Place, int]) -> None:
    """Take in what the cells of an edition add up to."""
    known: dict[str, dict[str, list[Place]]] = {}
    for place in cells:
        known.setdefault(place.measure, {}).setdefault(" ".join(place.by), []).append(place)
    for measure, tables in known.items():
        total = Place(measure, ())
        distinct = isinstance(MEASURES[measure].count, Distinct) and MEASURES[measure].overlaps
        for by, places in tables.items():
            if by and " " not in by and total in truth:
                apart = sum(truth[place] for place in places) - truth[total]
                reader.adds((tag, total), [(tag, place) for place in places], apart)
        parts = [part.key for part in parts_of(measure)]
        for place in [one for places in tables.values() for one in places if len(one.where) < 2]:
            same = [Place(part, place.where) for part in parts]
            if parts and all(one in cells for one in same):
                reader.adds((tag, place), [(tag, one) for one in same])
        for table in TABLES:
            if table.measure == measure:
                _crossed(reader, tag, cells, truth, table.by, measure, distinct=distinct)


def _crossed(
    reader: Reader, tag: str, cells: Cells, truth: dict[Place, int], by: Any, measure: str, *, distinct: bool
) -> None:  # fmt: skip
    values = [
        [p.where[0][1] for p in cells if p.measure == measure and p.by == (one,) and truth[p]]
        for one in by
    ]
    grid = {
        (line, column): Place.of(measure, (by[0], line), (by[1], column))
        for line in values[0]
        for column in values[1]
    }
    if not any(place in cells for place in grid.values()):
        return
    for line in values[0]:
        own = [(tag, grid[line, column]) for column in values[1]]
        reader.adds((tag, Place(measure, ((by[0], line),))), own)
    for column in values[1]:
        if distinct:
            # How many are in two programmes is not in the edition; a reader may know it for a column.
            whole = [grid[line, column] for line in values[0]]
            if not all(place in truth for place in whole):
                continue
            total = Place(measure, ((by[1], column),))
            apart = sum(truth[place] for place in whole) - truth[total]
            reader.adds((tag, total), [(tag, place) for place in whole], apart)
        else:
            own = [(tag, grid[line, column]) for line in values[0]]
            reader.adds((tag, Place(measure, ((by[1], column),))), own)


def hidden_of(cells: Cells, truth: dict[Place, int], tag: str, most: int) -> dict[Any, int]:
    """Some of the numbers that an edition does not print, the small ones of cross-tables first."""
    found = sorted(
        (place for place, (number, _) in cells.items() if number is None),
        key=lambda place: (len(place.where) < 2, truth[place], repr(place)),
    )
    return {(tag, place): truth[place] for place in found[:most]}
