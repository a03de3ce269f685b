"""Every page of delivery: it opens for its people, and does not exist for anybody else."""

from collections.abc import Iterator

import pytest

from app.database import Viewer
from app.models import Setting
from tests.delivery import partnership
from tests.referrals.pages import statements
from tests.visits import Visits, text_of
from tests.world import World


def pages_of_worker(world: World) -> Iterator[str]:
    """The pages of the provider that runs schools, practices and routes."""
    lesson, training = partnership.lesson(world), partnership.trained(world)
    going_on = partnership.shift_going_on(world)
    planned = partnership.shift(world)
    schools, iris, routes = (
        f"/delivery/{world.commissions[name].id}" for name in ("schools", "iris", "routes")
    )
    school, surgery, route = (
        f"/settings/{world.settings[name].id}" for name in ("school", "surgery", "route")
    )
    hospital = f"/delivery/{world.commissions['hospital'].id}"
    yield from (
        f"{schools}/settings", f"{schools}{school}", f"{schools}{school}/stage",
        f"{schools}{school}/day", f"{schools}{school}/session",
        f"{schools}/lessons", f"{schools}/lessons/new", f"{schools}/training",
        f"{iris}/settings?stage=clinical-1", f"{iris}{surgery}", f"{iris}/training/new?setting={world.settings['surgery'].id}",
        f"{routes}{route}", f"{routes}{route}/estimate", f"{routes}{route}/session",
        f"{routes}/shifts", f"{routes}/shifts/plan", f"{routes}/shifts/start",
        f"{hospital}/groups", f"{hospital}/groups/new",
        f"/lessons/{lesson.id}", f"/lessons/{lesson.id}/correct", f"/lessons/{lesson.id}/withdraw",
        f"/groups/{lesson.group_id}", f"/groups/{lesson.group_id}/change",
        f"/training/{training.id}", f"/training/{training.id}/correct", f"/training/{training.id}/withdraw",
        f"/shifts/{going_on}", f"/shifts/{going_on}/incident", f"/shifts/{planned}", f"/shifts/{planned}/cancel",
    )  # fmt: skip


def test_every_page_opens_for_its_provider_and_for_nobody_else(world: World, visit: Visits) -> None:
    own, rival, other_side, navigator, commissioner = (
        visit(viewer)
        for viewer in (
            world.worker,
            world.rival_worker,
            world.men_worker,
            world.own_navigator,
            world.commissioner,
        )
    )
    for address in pages_of_worker(world):
        answer = own.get(address)
        assert answer.status_code == 200, address
        assert answer.text.count("<h1") == 1, address
        for stranger in (rival, other_side, navigator, commissioner):
            assert stranger.get(address).status_code == 404, address
    for address in ("/delivery", "/shifts"):
        assert own.get(address).status_code == 200
        assert navigator.get(address).status_code == commissioner.get(address).status_code == 404
        assert world.tag not in text_of(rival.get(address)).replace(
            f"resettlement {world.tag}", ""
        ).replace(f"rival {world.tag}", "").replace(f"Rival Worker {world.tag}", "")


def test_a_course_exists_for_its_side_only(world: World, visit: Visits) -> None:
    group, case = partnership.course(world), partnership.mans_case(world)
    partnership.on_course(world, group, case)
    with world.as_(world.men_worker) as database:
        session = partnership.sessions_of(database, group)[0].id
    own = visit(world.men_worker)
    strangers = [
        visit(viewer) for viewer in (world.partner_worker, world.partner_manager, world.worker)
    ]
    base = f"/groups/{group.id}"
    for address in (
        base, f"{base}/sessions/{session}", f"{base}/sessions/new", f"{base}/change",
        f"{base}/make-up?case={case.id}", f"/delivery/{world.commissions['dvpp'].id}/groups",
    ):  # fmt: skip
        shown = visit(world.partner_worker).get(address)
        assert own.get(address).status_code == 200, address
        if address.startswith("/groups"):
            assert all(stranger.get(address).status_code == 404 for stranger in strangers), address
        assert "Evening course" not in shown.text
        assert "Alphonse" not in shown.text


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/delivery", 13),
        ("{schools}/settings", 8),
        ("{schools}/settings/{school}", 12),
        ("{schools}/lessons", 8),
        ("{schools}/settings/{school}/day", 8),
        ("{routes}/shifts", 8),
        ("/shifts", 6),
    ],
)
def test_pages_say_few_statements(world: World, visit: Visits, address: str, most: int) -> None:
    partnership.lesson(world)
    partnership.shift_going_on(world)
    where = {name: f"/delivery/{world.commissions[name].id}" for name in ("schools", "routes")}
    path = address.format(**where, school=world.settings["school"].id)
    worker = visit(world.worker)
    worker.get(path)
    with statements() as said:
        assert worker.get(path).status_code == 200
    assert len(said) <= most, "\n".join(said)


def test_a_page_of_a_shift_says_few_statements(world: World, visit: Visits) -> None:
    found, worker = partnership.shift_going_on(world), visit(world.worker)
    worker.get(f"/shifts/{found}")
    with statements() as said:
        assert worker.get(f"/shifts/{found}").status_code == 200
    assert len(said) <= 10, "\n".join(said)


def test_a_place_of_another_kind_is_no_place_of_the_programme(world: World, visit: Visits) -> None:
    school: Setting = world.settings["school"]
    for viewer in (world.worker, world.manager):
        assert (
            see(visit, viewer, f"/delivery/{world.commissions['iris'].id}/settings/{school.id}")
            == 404
        )


def see(visit: Visits, viewer: Viewer, address: str) -> int:
    return int(visit(viewer).get(address).status_code)


def test_every_kind_of_session_is_found_under_one_address(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    shift, training = partnership.shift(world), partnership.trained(world)
    assert str(worker.get(f"/lessons/{shift}").url).endswith(f"/shifts/{shift}")
    assert str(worker.get(f"/lessons/{training.id}").url).endswith(f"/training/{training.id}")
    group = training.group_id
    assert (
        worker.get(f"/groups/{group}/sessions/{training.id}").url.path == f"/training/{training.id}"
    )
    assert f"/lessons/{shift}" in worker.get("/").text, "a chaperone's day leads to the shift"
    assert f"/lessons/{shift}" in worker.get("/sessions").text
    assert visit(world.rival_worker).get(f"/lessons/{shift}").status_code == 404
