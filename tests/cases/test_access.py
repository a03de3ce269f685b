"""A restricted case: its list, and what the others find."""

from tests.cases.pages import version_on
from tests.visits import Visits, text_of
from tests.world import World


def test_a_restricted_case_is_not_there_for_the_others(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Secret"))
    manager, path = visit(world.manager), f"/cases/{case.id}/access"
    page = manager.get(path)
    assert world.second_worker.name in page.text
    assert world.rival_worker.name not in page.text
    chosen = {"accounts": [str(world.worker.account_id)]}
    done = manager.post(path, chosen, version=version_on(page.text))
    assert "Only the people on the list" in done.text
    assert visit(world.worker).get(f"/cases/{case.id}").status_code == 200
    other = visit(world.second_worker)
    for tab in ("", "/referral", "/plan", "/sessions", "/history"):
        assert other.get(f"/cases/{case.id}{tab}").status_code == 404
    world.meet(case)
    assert "Secret" not in other.get("/sessions?who=team").text


def test_who_holds_the_case_stays_on_its_list(world: World, visit: Visits) -> None:
    case = world.case()
    answer = visit(world.manager).post(f"/cases/{case.id}/access", {"accounts": []})
    assert answer.status_code == 409
    assert "must be on its list" in text_of(answer)


def test_only_people_of_this_service_can_be_listed(world: World, visit: Visits) -> None:
    case = world.case()
    boxes = {"accounts": [str(world.worker.account_id), str(world.rival_worker.account_id)]}
    assert visit(world.manager).post(f"/cases/{case.id}/access", boxes).status_code == 409
    assert visit(world.worker).get(f"/cases/{case.id}/access").status_code == 404
