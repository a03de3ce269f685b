"""Who holds a case: one, several at once, again, and never somebody else's."""

from datetime import timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import referrals
from app.models import Allocation, Case, Referral
from tests.visits import Visits, text_of
from tests.world import World


def nobodys(world: World, name: str = "Waiting") -> Case:
    """A case that nobody holds."""
    referral = world.refer(person=world.somebody(name))
    with world.as_(world.manager) as database:
        return referrals.accept(database, database.find(Referral, referral.id, lock=True))


def test_the_page_shows_how_much_everybody_holds(world: World, visit: Visits) -> None:
    world.case()
    case = nobodys(world)
    text = text_of(visit(world.manager).get(f"/cases/{case.id}/allocate"))
    assert f"{world.worker.name} 1 open" in text
    assert f"{world.second_worker.name} 0 open" in text
    for stranger in (world.guardian, world.rival_worker, world.colleague):
        assert stranger.name not in text


def test_a_case_is_given_and_given_again(world: World, visit: Visits) -> None:
    case = nobodys(world)
    manager = visit(world.manager)
    for holder in (world.worker, world.second_worker):
        answer = manager.post(f"/cases/{case.id}/allocate", {"worker": str(holder.account_id)})
        assert answer.url.path == f"/cases/{case.id}"
    with world.as_(world.manager) as database:
        of_case = select(Allocation).where(Allocation.case_id == case.id)
        held = database.exec(of_case.order_by(col(Allocation.from_at))).all()
        assert database.find(Case, case.id).worker_id == world.second_worker.account_id
    assert [one.to_at is None for one in held] == [False, True]


def test_nobody_chosen_and_an_outsider_are_refused(world: World, visit: Visits) -> None:
    case = nobodys(world)
    manager = visit(world.manager)
    empty = manager.post(f"/cases/{case.id}/allocate", {})
    assert empty.status_code == 422
    assert "Select who will hold this case" in text_of(empty)
    outsider = manager.post(
        f"/cases/{case.id}/allocate", {"worker": str(world.rival_worker.account_id)}
    )
    assert outsider.status_code == 409
    assert "cannot hold cases here" in text_of(outsider)


def test_a_stale_allocation_is_refused_in_words(world: World, visit: Visits) -> None:
    case = nobodys(world)
    answer = visit(world.manager).post(
        f"/cases/{case.id}/allocate", {"worker": str(world.worker.account_id)}, version=999
    )
    assert answer.status_code == 409
    assert "Somebody else changed this" in text_of(answer)
    assert f'value="{world.worker.account_id}" checked' in answer.text


def test_several_cases_go_to_one_worker_after_a_check(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=2)):
        first = nobodys(world, "Firstname")
    second = nobodys(world, "Secondname")
    manager = visit(world.manager)
    listed = text_of(manager.get("/queue/unallocated"))
    assert listed.index("Firstname") < listed.index("Secondname")
    asked = {"cases": [str(first.id), str(second.id)], "worker": str(world.worker.account_id)}
    check = manager.get("/queue/allocate", params=asked)
    assert "Give 2 cases to" in text_of(check)
    assert "Firstname" in check.text
    assert world.again(first, by=world.manager).worker_id is None
    done = manager.post("/queue/allocate", asked)
    assert done.url.path == "/queue/allocated"
    assert "now holds 2 cases" in text_of(done)
    assert "Every open case has somebody" in text_of(manager.get("/queue/unallocated"))


def test_nothing_ticked_is_said_and_the_worker_stays_chosen(world: World, visit: Visits) -> None:
    nobodys(world)
    answer = visit(world.manager).get(
        "/queue/allocate", params={"worker": str(world.worker.account_id)}
    )
    assert answer.status_code == 422
    assert "Select one case or more" in text_of(answer)
    assert 'href="#cases"' in answer.text
    assert 'id="cases"' in answer.text
    assert f'value="{world.worker.account_id}" selected' in answer.text


def test_somebody_elses_cases_cannot_be_given_away(world: World, visit: Visits) -> None:
    case = nobodys(world, "Notyours")
    rival = visit(world.rival_manager)
    boxes = {"cases": [str(case.id)], "worker": str(world.rival_worker.account_id)}
    assert "Notyours" not in rival.get("/queue/unallocated").text
    assert rival.get("/queue/allocate", params=boxes).status_code == 422
    assert "Notyours" not in rival.get("/queue/allocate", params=boxes).text
    assert rival.post("/queue/allocate", boxes).status_code == 404
    assert rival.get(f"/cases/{case.id}/allocate").status_code == 404
    # A worker works cases; who holds them is the manager's.
    assert visit(world.worker).get("/queue/unallocated").status_code == 404
    assert world.again(case, by=world.manager).worker_id is None
