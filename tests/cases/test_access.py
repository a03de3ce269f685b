"""A restricted case: its list, and what the others find."""

from datetime import timedelta

from app import clocks
from app.access import DatabaseRole
from app.actions import accounts, memberships, restriction
from app.database import transaction
from app.models import Case, CaseAccess, Person, Referral, Role
from tests.cases.pages import version_on
from tests.visits import Visits, text_of
from tests.world import World


def test_a_restricted_case_is_not_there_for_the_others(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Secret"))
    manager, path = visit(world.manager), f"/cases/{case.id}/access"
    page = manager.get(path)
    assert world.second_worker.name in page.text
    assert world.rival_worker.name not in page.text
    # Who has to stay on the list is ticked to begin with.
    for who, ticked in ((world.worker, True), (world.manager, True), (world.second_worker, False)):
        assert (f'value="{who.account_id}" checked' in page.text) is ticked
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


def test_a_manager_who_leaves_later_is_on_the_list_until_then(world: World) -> None:
    leaves = clocks.today() + timedelta(days=30)
    with transaction(role=DatabaseRole.administration) as database:
        account = accounts.add_account(database, mail=f"l.{world.tag}@example.org", name="Leaving")
        memberships.add_membership(
            database,
            account,
            world.organisations["provider"],
            role=Role.manager,
            to_day=leaves,
        )
    case = world.case()
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        restriction.begin(database, row, database.find(Referral, case.referral_id))
        database.record(row, "restricted")
    with world.as_(world.manager) as database:
        for listed in (account.id, world.manager.account_id, world.worker.account_id):
            assert database.get(CaseAccess, (case.id, listed)) is not None


def test_only_people_of_this_service_can_be_listed(world: World, visit: Visits) -> None:
    case = world.case()
    boxes = {"accounts": [str(world.worker.account_id), str(world.rival_worker.account_id)]}
    assert visit(world.manager).post(f"/cases/{case.id}/access", boxes).status_code == 409
    assert visit(world.worker).get(f"/cases/{case.id}/access").status_code == 404


def test_a_manager_on_the_list_opens_the_case_up_again(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Unsecret"))
    manager, path = visit(world.manager), f"/cases/{case.id}"
    assert manager.get(f"{path}/open-up").status_code == 409
    listed = {"accounts": [str(world.worker.account_id)]}
    manager.post(f"{path}/access", listed, version=version_on(manager.get(f"{path}/access").text))
    with world.as_(world.manager) as database:
        assert database.find(Person, case.person_id).guarded
    other = visit(world.second_worker)
    assert other.get(path).status_code == other.get(f"{path}/open-up").status_code == 404
    assert visit(world.worker).get(f"{path}/open-up").status_code == 404
    assert "open-up" in manager.get(f"{path}/access").text
    page = manager.get(f"{path}/open-up")
    assert manager.post(f"{path}/open-up", version=version_on(page.text)).status_code == 422
    done = manager.post(f"{path}/open-up", {"reason": "over"}, version=version_on(page.text))
    assert "Everybody in the service sees this case again." in text_of(done)
    for tab in ("", "/referral", "/plan", "/sessions"):
        assert other.get(path + tab).status_code == 200
    assert "No longer restricted" in text_of(manager.get(f"{path}/history"))
    with world.as_(world.second_worker) as database:
        assert not database.find(Person, case.person_id).guarded
    again = manager.post(f"{path}/open-up", {"reason": "over"}, version=version_on(page.text))
    assert again.status_code == 409


def test_a_step_that_is_not_open_is_a_sentence_and_no_form(world: World, visit: Visits) -> None:
    case = world.case()
    worker, manager, path = visit(world.worker), visit(world.manager), f"/cases/{case.id}"
    for step in ("resume", "reopen"):
        answer = manager.get(f"{path}/{step}")
        assert answer.status_code == 409
        assert "This case is open now, so this step is no longer open." in text_of(answer)
    world.engage(case)
    assert worker.get(f"{path}/engage").status_code == 409
    closing = worker.get(f"{path}/close")
    boxes = {"reason": "moved", "planned": "yes"}
    worker.post(f"{path}/close", boxes, version=version_on(closing.text))
    for step in ("engage", "pause", "resume", "close"):
        assert worker.get(f"{path}/{step}").status_code == 409
    assert "Only a manager can do this" in text_of(worker.get(f"{path}/reopen"))
    assert manager.get(f"{path}/reopen").status_code == 200
