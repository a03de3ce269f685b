"""Editions as they are made and kept: proved, attacked with everything else printed, read by those they are for."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, select

from app.access import DatabaseRole
from app.actions import editions as actions
from app.database import transaction
from app.errors import NotFound, Refused
from app.models import (
    Audience,
    Edition,
    EditionCell,
    EditionOrder,
    EditionProof,
    EditionTable,
    OrderReason,
    OrderState,
    TableState,
)
from app.operations import editions
from app.reporting.editions.reading import cross_table, edition_of
from app.reporting.gate.marks import PUBLIC
from app.reporting.gate.places import Place
from app.reporting.measure import By, Distinct
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter, Year
from tests.reporting import ledger
from tests.reporting.printings import (
    asks_for,
    backing_of,
    below_of,
    come,
    happen,
    hidden_of,
    printed,
    read,
    read_published,
    rows_of,
    sums,
)
from tests.reporting.reader import FAR, Reader
from tests.visits import Visits
from tests.world import World


def test_nothing_of_an_edition_can_be_worked_out(world: World, owner: Engine) -> None:
    quarter = ledger.a_quarter_ago()
    happen(world, owner, 1, 4000, quarter)
    # Of one service the agreement says 10: so it is for it, and for whatever counts it with others.
    asks_for(owner, world, "iris", 10, quarter)
    edition_id = printed(world, quarter)
    cells, truth = rows_of(edition_id)
    below = below_of(edition_id)
    others = {"ed-navigators", "mvp", "dvpp", "dvpp:partner"}
    assert sum(len(place.where) > 1 for place in cells) > 100
    for place, (number, _) in cells.items():
        least = 5 if dict(place.where).get(By.programme) in others else 10
        assert not number or number >= (5 if By.commission in place.by else least)
        assert By.programme not in place.by or below.get(place, least) == least
    targets = hidden_of(cells, truth, "e", 60)
    assert len(targets) == 60
    reader = Reader()
    read(reader, "e", cells, truth, below=below)
    assert reader.pinned(targets, targets) == []
    weak = Reader()
    read(weak, "e", cells, truth, weak=True, below=below)
    assert len(weak.pinned(targets, targets)) > 5, "the reader is worth something"


def test_a_later_edition_shows_nobody_who_came_in_between(world: World, owner: Engine) -> None:
    quarter = ledger.a_quarter_ago()
    happen(world, owner, 2, 2500, quarter)
    first, before = rows_of(printed(world, quarter))
    come(world, owner, quarter, 1)
    again = printed(world, quarter)
    second, after = rows_of(again)
    reader = Reader()
    read(reader, "e", first, before)
    read(reader, "f", second, after)
    changes: dict[Any, int] = {}
    for place in first.keys() & second.keys():
        if len(place.where) < 2:
            continue
        change = after[place] - before[place]
        if change == 0:
            # The same number is one number.
            reader.adds(("f", place), [("e", place)])
        else:
            reader.knows(("c", place), 0 if change > 0 else -FAR, FAR)
            reader.adds(("f", place), [("e", place), ("c", place)])
            changes["c", place] = change
    late = {key: n for key, n in changes.items() if 0 < abs(n) < 5}
    targets = hidden_of(first, before, "e", 20) | hidden_of(second, after, "f", 20) | late
    assert reader.pinned(targets, targets) == []
    with world.as_(world.commissioner) as database:
        stands = database.exec(
            select(EditionTable).where(
                col(EditionTable.edition_id) == again, col(EditionTable.state) == TableState.stands
            )
        ).all()
        assert stands, "what changed by one person stands as it was printed"
        assert all(table.stands_id for table in stands)


def test_a_year_and_its_quarters_give_nothing_away_together_printed_and_published(
    world: World, owner: Engine
) -> None:
    year = Year.of(ledger.a_quarter_ago().start).before
    quarters = [Quarter(year.year, number) for number in (3, 4)]
    happen(world, owner, 5, 500, quarters[0])
    happen(world, owner, 6, 500, quarters[1])
    commissioner, public = Reader(), Reader()
    targets: dict[Any, int] = {}
    marked: dict[Any, int] = {}
    known = []
    for tag, span in zip(("q3", "q4", "year"), (*quarters, year), strict=True):
        out, behind = rows_of(printed(world, span, Audience.public))
        # What is published rests on an edition of the commissioner, who reads both.
        cells, truth = rows_of(backing_of(world, span))
        read(commissioner, tag, cells, truth)
        for reader in (commissioner, public):
            read_published(reader, tag, out)
        sums(public, tag, out, behind)
        targets |= hidden_of(cells, truth, tag, 8)
        marked |= hidden_of(out, behind, tag, 5)
        known.append((cells, truth))
    (first, one), (second, two), (whole, all_of_it) = known
    for place in whole.keys() & first.keys() & second.keys():
        if not isinstance(MEASURES[place.measure].count, Distinct):
            assert one[place] + two[place] == all_of_it[place]
            for reader in (commissioner, public):
                reader.adds(("year", place), [("q3", place), ("q4", place)])
    assert commissioner.pinned(targets, targets) == []
    small = {key: n for key, n in marked.items() if n}
    assert public.pinned(small, small) == []


def test_what_is_published_is_rounded_and_stands(world: World, owner: Engine) -> None:
    quarter = ledger.a_quarter_ago()
    happen(world, owner, 7, 4000, quarter)
    edition_id = printed(world, quarter, Audience.public)
    first = cells, truth = rows_of(edition_id)
    inside = rows_of(backing_of(world, quarter))
    assert all(number is None or number % 5 == 0 for number, _ in cells.values())
    assert all(
        (mark == "small") == (0 < truth[place] < 8)
        for place, (_, mark) in cells.items()
        if mark not in {"protects", "kept-back"}
    )
    with world.as_(world.commissioner) as database, pytest.raises(Refused):
        actions.publish(database, span=Quarter.current(), confirmed=True)
    # Every number is the same or changed by many; yet beside the first, rounding would tell some.
    come(world, owner, quarter, 40)
    assert rows_of(printed(world, quarter, Audience.public)) == ({}, {}), "a note, and no number"
    later = rows_of(backing_of(world, quarter))
    assert later[1] != inside[1]
    two_editions_give_nothing_away((inside, first), (later, ({}, {})))
    come(world, owner, quarter, 1)
    note = printed(world, quarter, Audience.public)
    with transaction(role=DatabaseRole.publishing) as database:
        kept = database.exec(select(EditionTable).where(col(EditionTable.edition_id) == note)).all()
        assert {table.stands_id for table in kept} == {edition_id}
        assert all("Later entries" in table.note for table in kept)
        assert not database.exec(
            select(EditionCell).where(col(EditionCell.edition_id) == note)
        ).all()


Printing = tuple[Any, dict[Place, int]]


def two_editions_give_nothing_away(
    before: tuple[Printing, Printing], after: tuple[Printing, Printing]
) -> None:
    """A commissioner reads two own editions of a period beside what was published, and knows no more.

    The twin publishes each number that the commissioner does not read from a source of its own.
    """
    for own_source in (False, True):
        reader, targets = Reader(), {}
        for tag, ((cells, truth), (out, behind)) in (("e", before), ("f", after)):
            read(reader, tag, cells, truth)
            read_published(reader, tag, out)
            if own_source:
                read_published(reader, tag, {
                    place: (PUBLIC.printed(truth[place]), "") if truth[place] > 7 else (None, "small")
                    for place, (number, mark) in cells.items() if number is None and truth[place]
                })  # fmt: skip
            assert all(truth[place] == behind[place] for place in out.keys() & truth.keys())
            targets |= hidden_of(cells, truth, tag, 30)
        (first, one), (second, two) = before[0], after[0]
        for place in first.keys() & second.keys():
            change = two[place] - one[place]
            # The same number is one number; another is known to have grown.
            reader.knows(("c", place), min(change, 1), FAR if change else 0)
            reader.adds(("f", place), [("e", place), ("c", place)])
        found = reader.pinned(targets, targets)
        assert bool(found) == own_source, found


def test_what_is_flagged_is_published_only_once_it_was_looked_at(
    world: World, owner: Engine
) -> None:
    quarter = ledger.a_quarter_ago()
    come(world, owner, quarter, 40)
    with world.as_(world.commissioner) as database:
        order = actions.publish(database, span=quarter, confirmed=False)
    assert editions.make(order.id) is None
    with world.as_(world.commissioner) as database:
        flagged = database.find(EditionOrder, order.id)
        assert flagged.state == OrderState.flagged
        assert "all are" in flagged.said
    assert printed(world, quarter, Audience.public)


def test_editions_are_for_who_commissions_all_of_it_and_the_public_reads_what_is_published(
    world: World, owner: Engine
) -> None:
    quarter = ledger.a_quarter_ago()
    happen(world, owner, 9, 1500, quarter)
    edition_id, public = printed(world, quarter), printed(world, quarter, Audience.public)
    with world.as_(world.commissioner) as database:
        page = edition_of(database, edition_id)
        assert cross_table(database, page, page.tables[0].table.code).rows
    with pytest.raises(ProgrammingError), world.as_(world.commissioner) as database:
        database.exec(select(EditionProof.witnesses)).all()
    for name in ("other_commissioner", "evaluator"):
        with world.as_(world.viewers[name]) as database:
            assert not database.exec(select(Edition.id)).all()
    for name in ("manager", "administrator"):
        with pytest.raises(ProgrammingError), world.as_(world.viewers[name]) as database:
            database.exec(select(Edition.id)).all()
    with transaction(role=DatabaseRole.publishing) as database:
        assert edition_id not in database.exec(select(Edition.id)).all()
        assert public in database.exec(select(Edition.id)).all()
        with pytest.raises(NotFound):
            database.find(Edition, edition_id)
    with pytest.raises(ProgrammingError), transaction(role=DatabaseRole.system) as database:
        database.execute(text("UPDATE edition_cell SET number = 6"))


def test_a_press_orders_an_edition_and_a_month_that_ended_orders_itself(
    world: World, owner: Engine, visit: Visits
) -> None:
    quarter = ledger.a_quarter_ago()
    happen(world, owner, 10, 800, quarter)
    commissioner = visit(world.commissioner)
    waiting = commissioner.post("/editions", {"span": quarter.code})
    assert "It is being made" in waiting.text
    again = commissioner.post("/editions", {"span": quarter.code})
    assert again.url == waiting.url, "of one period one edition is made at a time"
    assert commissioner.post("/editions", {"span": Quarter.current().code}).status_code == 422
    order_id = UUID(str(waiting.url).rpartition("/")[2])
    editions.make(order_id)
    done = commissioner.get(f"/editions/orders/{order_id}")
    assert "People reached by programme and age" in done.text
    table = commissioner.get(f"{done.url.path}/people-reached-programme-age")
    file = commissioner.get(f"{done.url.path}/people-reached-programme-age/table.csv")
    assert table.status_code == file.status_code == 200
    assert "fewer than 5" in table.text
    assert "fewer than 5" in file.text
    assert editions.order_what_ended() >= 1
    with world.as_(world.commissioner) as database:
        reasons = set(database.exec(select(EditionOrder.reason)))
    assert reasons == {OrderReason.ordered, OrderReason.monthly}
