"""Joining two records and parting them: nothing is merged, every count follows and comes back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import links
from app.actions.people import Contact
from app.database import Viewer, transaction
from app.errors import NotFound, Refused
from app.models import Case, Person, PersonLink
from app.queries.figures import figures
from app.reporting import counting
from app.reporting.cells import Cells
from app.reporting.ledger.columns import Ledger
from app.reporting.measure import By
from app.reporting.periods import Quarter
from app.reporting.scopes import Period
from tests.cases.pages import version_on
from tests.visits import Visits, text_of
from tests.world import World


def two_records(world: World, *, commissions: tuple[str, str] = ("hospital", "iris")) -> list[Case]:
    """One person as two records with a case each, both met today."""
    cases = []
    for commission, name in zip(commissions, ("Theodore", "Teddy"), strict=True):
        by = world.referrer if commission == "iris" else world.navigator
        person = world.somebody(name, born_on=date(2006, 5, 4), contact=Contact(postcode="B9 5SS"))
        sent = world.refer(commission, by=by, person=person, answers={}, source="self")
        cases.append(world.accept(sent))
        world.meet(cases[-1])
    return cases


def counted(world: World, viewer: Viewer) -> tuple[dict[str, int], dict[Any, int]]:
    """Every figure of the provider, and every cell of its commissioner, before the gate."""
    quarter = Quarter.current()
    with world.as_(viewer) as database:
        own = figures(database, quarter).values
    with transaction(world.commissioner) as database:
        asked = counting.may_ask_about(database)
    with transaction(role=DatabaseRole.counting) as database:
        snapshot = Ledger().follow(database)
    period = Period(quarter.start, quarter.end, clocks.today())
    scopes = counting.all_scopes(asked, snapshot, quarter)
    cells = Cells(snapshot, snapshot.known_at, period, scopes, asked.said)
    return own, dict(cells.raw(counting.SHOWN).values)


def join(world: World, cases: list[Case], viewer: Viewer, *, same: bool = True) -> UUID:
    with world.as_(viewer) as database:
        one, other = (database.find(Person, case.person_id) for case in cases)
        return links.decide(database, one, other, same=same, reason="Same birth date").id


def part(world: World, link: UUID, viewer: Viewer) -> None:
    with world.as_(viewer) as database:
        links.undo(database, database.find(PersonLink, link, lock=True), why="Two cousins")


def test_joined_they_count_once_and_parted_every_figure_is_as_before(world: World) -> None:
    cases = two_records(world)
    before, cells_before = counted(world, world.manager)
    link = join(world, cases, world.manager)
    joined, cells = counted(world, world.manager)
    assert joined["people-reached"] == before["people-reached"] - 1
    assert {key: joined[key] for key in joined if key != "people-reached"} == {
        key: before[key] for key in before if key != "people-reached"
    }
    # The columns for the commissioner and the provider's own statements agree.
    assert cells["people-reached", By.all, ""] == joined["people-reached"]
    part(world, link, world.manager)
    assert counted(world, world.manager) == (before, cells_before)


def test_three_in_a_chain_are_one_and_the_middle_link_parts_them(world: World) -> None:
    a, b = two_records(world)
    c, _ = two_records(world)
    before = counted(world, world.manager)[0]["people-reached"]
    join(world, [a, b], world.manager)
    middle = join(world, [b, c], world.manager)
    assert counted(world, world.manager)[0]["people-reached"] == before - 2
    part(world, middle, world.manager)
    assert counted(world, world.manager)[0]["people-reached"] == before - 1


def test_the_ledger_only_grows_and_an_earlier_moment_stays_as_it_was(
    world: World, owner: Engine
) -> None:
    cases = two_records(world)
    with transaction(role=DatabaseRole.counting) as database:
        earlier = Ledger().follow(database)
    part(world, join(world, cases, world.manager), world.manager)
    with transaction(role=DatabaseRole.counting) as database:
        later = Ledger().follow(database)
    was = earlier.identities(earlier.known_at).tolist()
    now = later.identities(earlier.known_at).tolist()[: len(was)]
    # Numbers may differ, who is one with whom may not.
    assert [now.index(one) for one in now] == [was.index(one) for one in was]
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT seq, closes FROM same_person ORDER BY seq")).all()
        twice = connection.execute(text("SELECT seq FROM fact JOIN same_person USING (seq)")).all()
    closed = [row.closes for row in rows if row.closes]
    assert closed
    assert len(closed) == len(set(closed))
    assert all(row.closes < row.seq for row in rows if row.closes)
    assert twice == []


def test_a_pair_is_decided_once_and_never_across_sides_or_organisations(world: World) -> None:
    cases = two_records(world)
    link = join(world, cases, world.manager)
    with pytest.raises(Refused, match="decided before"):
        join(world, cases, world.manager, same=False)
    part(world, link, world.manager)
    with pytest.raises(Refused, match="undone before"):
        part(world, link, world.manager)
    hers = world.accept(
        world.refer("dvpp", by=world.referrer, side="partner", answers={}, source="self"),
        by=world.partner_manager,
        worker=world.partner_worker,
    )
    with pytest.raises(NotFound):
        join(world, [cases[0], hers], world.manager)


def test_a_provider_reads_nothing_of_the_blind_ledger(world: World) -> None:
    join(world, two_records(world), world.manager)
    for table in ("same_person", "identity_match", "matching_agreement"):
        with (
            pytest.raises(Exception, match="permission denied"),
            world.as_(world.manager) as database,
        ):
            database.execute(text(f"SELECT * FROM {table}"))
    with world.as_(world.rival_manager) as database:
        assert database.execute(text("SELECT * FROM joined_subject")).all() == []
        assert database.execute(text("SELECT * FROM person_link")).all() == []


def test_people_are_joined_told_apart_and_parted_on_screen(world: World, visit: Visits) -> None:
    one, other = two_records(world)
    manager = visit(world.manager)
    about = f"/cases/{one.id}/about"
    assert "May be the same person" in text_of(manager.get(about))
    question = f"/cases/{one.id}/same/{other.person_id}"
    empty = manager.post(question, {})
    assert empty.status_code == 422
    done = manager.post(question, {"same": "yes", "reason": "Teddy said so"})
    shown = text_of(done)
    assert "The same person in other records" in shown
    assert other.reference in shown
    assert "May be the same person" not in shown
    with world.as_(world.manager) as database:
        newest = select(PersonLink).order_by(col(PersonLink.id).desc())
        link = database.exec(newest).one()
    undo = f"/cases/{one.id}/links/{link.id}/undo"
    version = version_on(manager.get(undo).text)
    parted = text_of(manager.post(undo, {"why": "Cousins"}, version=version))
    assert "May be the same person" in parted
    apart = text_of(manager.post(question, {"same": "no", "reason": "Cousins"}))
    assert "May be the same person" not in apart
    assert "Not the same person (1)" in apart
    # Who works on the other record is not asked again either.
    assert "May be the same person" not in text_of(manager.get(f"/cases/{other.id}/about"))
