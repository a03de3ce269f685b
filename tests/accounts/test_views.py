"""The guardian sees who opened a record; nobody else does, and nobody of the other side."""

from sqlalchemy import Engine, text

from app.actions import notes
from app.models import Case
from tests.cases.pages import statements
from tests.visits import Visits, text_of
from tests.world import World


def test_the_guardian_sees_who_opened_a_case_and_why(world: World, visit: Visits) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        notes.write(database, database.find(Case, case.id), words="Rang", pinned=True)
    visit(world.worker).get(f"/cases/{case.id}")
    visit(world.second_worker).get(f"/cases/{case.id}")
    guardian = visit(world.guardian)
    assert guardian.get("/").status_code == 200
    found = guardian.post("/views", {"reference": case.reference.lower().replace("-", " ")})
    assert found.url.path == f"/views/cases/{case.id}"
    words = text_of(found)
    assert f"{world.worker.name} (1 time)" in words
    assert f"{world.second_worker.name} (1 time)" in words
    assert "It is or was their case" in words
    assert "Not their case" in words
    everything = text_of(guardian.get(f"/views/cases/{case.id}?show=all"))
    assert "Case opened" in everything
    assert "Note written" in everything
    assert "Rang" not in everything
    assert "Asked who opened the case" in everything
    theirs = text_of(guardian.get(f"/views/people/{world.second_worker.account_id}"))
    assert case.reference in theirs
    assert "None known" in theirs


def test_a_reference_that_is_not_there_says_so(world: World, visit: Visits) -> None:
    answer = visit(world.guardian).post("/views", {"reference": "ZZZ-ZZZZ"})
    assert answer.status_code == 422
    assert "no case with this reference" in text_of(answer)


def test_what_was_refused_is_kept_and_shown(world: World, visit: Visits) -> None:
    visit(world.worker).get("/users")
    assert "List users" in text_of(visit(world.guardian).get("/views"))


def test_another_organisations_record_does_not_exist(world: World, visit: Visits) -> None:
    theirs = world.accept(
        world.refer("resettlement", source="prison"),
        by=world.rival_manager,
        worker=world.rival_worker,
    )
    guardian = visit(world.guardian)
    assert guardian.get(f"/views/cases/{theirs.id}").status_code == 404
    assert guardian.post("/views", {"reference": theirs.reference}).status_code == 422
    assert guardian.get(f"/views/people/{world.rival_worker.account_id}").status_code == 404


def test_the_other_side_does_not_exist_for_a_guardian(
    world: World, visit: Visits, owner: Engine
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE membership SET role = 'guardian' WHERE id = :id"),
            {"id": world.men_manager.membership_id},
        )
    referral = world.refer("dvpp", source="ed", side="partner")
    case = world.accept(referral, by=world.partner_manager, worker=world.partner_worker)
    visit(world.partner_worker).get(f"/cases/{case.id}")
    guardian = visit(world.men_manager)
    assert guardian.get(f"/views/cases/{case.id}").status_code == 404
    assert guardian.post("/views", {"reference": case.reference}).status_code == 422
    assert world.partner_worker.name not in text_of(guardian.get("/views"))


def test_the_pages_exist_for_guardians_only(world: World, visit: Visits) -> None:
    for viewer in (world.worker, world.manager, world.commissioner, world.administrator):
        assert visit(viewer).get("/views").status_code == 404


def test_the_pages_say_few_statements(world: World, visit: Visits) -> None:
    case = world.case()
    guardian = visit(world.guardian)
    for path, most in (("/views", 2), (f"/views/cases/{case.id}", 6)):
        guardian.get(path)
        with statements() as said:
            assert guardian.get(path).status_code == 200
        assert len(said) <= most, said
