"""The administrator keeps the partnership, and sees nobody who is helped."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from app import clocks
from tests.cases.pages import statements
from tests.visits import Visits, text_of
from tests.world import BIRMINGHAM, World

PAGES = (
    "/",
    "/organisations",
    "/organisations/new",
    "/organisations?retired=yes",
    "/users",
    "/users/new",
    "/users?suspended=yes&role=worker&look=not-seen",
    "/settings",
    "/settings/new",
    f"/settings?kind=school&area={BIRMINGHAM}&words=school",
    "/commissions",
    "/commissions/new",
    "/administration/programmes",
)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_the_administrator(path: str, world: World, visit: Visits) -> None:
    answer = visit(world.administrator).get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES[1:])
def test_for_everybody_else_the_pages_do_not_exist(path: str, world: World, visit: Visits) -> None:
    for viewer in (world.worker, world.commissioner, world.guardian):
        assert visit(viewer).get(path).status_code == 404


def test_somebody_is_invited_sets_a_password_and_signs_in(
    world: World, visit: Visits, owner: Engine
) -> None:
    mail = f"new.{world.tag}@example.org"
    boxes = {
        "name": "Nell Novel",
        "mail": mail,
        "job": "youth worker",
        "organisation": str(world.organisations["provider"].id),
        "role": "worker",
        "side": "none",
    }
    administrator = visit(world.administrator)
    answer = administrator.post("/users/new", boxes)
    assert "Invitation sent" in text_of(answer)
    assert "No mail server is set here" in text_of(answer)
    for look, is_there in (("not-arrived", True), ("without-role", False), ("not-seen", False)):
        listed = administrator.get(f"/users?look={look}&words={world.tag}")
        assert (mail in text_of(listed)) is is_there, look
    with owner.connect() as connection:
        words = connection.scalar(
            text("SELECT words FROM mail WHERE address = :mail"), {"mail": mail}
        )
    token = re.search(r"/invitations/(\S+)", words)[1]
    stranger = visit()
    assert "Nell Novel" in text_of(stranger.get(f"/invitations/{token}"))
    weak = {"password": "Password123", "again_password": "Password123"}
    assert stranger.post(f"/invitations/{token}", weak).status_code == 422
    good = {"password": "three mossy lanterns", "again_password": "three mossy lanterns"}
    assert "Your password is set" in text_of(stranger.post(f"/invitations/{token}", good))
    assert stranger.get(f"/invitations/{token}").status_code == 404
    home = stranger.post("/sign-in", {"mail": mail, "password": "three mossy lanterns"})
    assert home.status_code == 200
    assert "Nell Novel" in text_of(home)


def test_whoever_is_suspended_is_out_with_the_next_click(world: World, visit: Visits) -> None:
    worker, administrator = visit(world.worker), visit(world.administrator)
    assert worker.get("/account").status_code == 200
    path = f"/users/{world.worker.account_id}/suspend"
    assert administrator.get(path).status_code == 200
    without = administrator.post(path, {})
    assert without.status_code == 422
    assert "Select why the user is suspended" in text_of(without)
    done = administrator.post(path, {"reason": "left"})
    assert "Suspended and signed out everywhere . They left" in text_of(done)
    assert worker.get("/account", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_nobody_suspends_themselves(world: World, visit: Visits) -> None:
    path = f"/users/{world.administrator.account_id}/suspend"
    answer = visit(world.administrator).post(path, {"reason": "left"})
    assert answer.status_code == 409
    assert "another administrator" in text_of(answer)


def test_a_role_that_ended_works_no_more(world: World, visit: Visits) -> None:
    worker, administrator = visit(world.worker), visit(world.administrator)
    path = f"/users/{world.worker.account_id}/roles/{world.worker.membership_id}"
    assert administrator.get(f"{path}/change").status_code == 200
    assert "Role ended" in text_of(administrator.post(f"{path}/end", {"reason": "changed"}))
    assert "no role here" in text_of(worker.get("/"))


def test_a_role_can_be_limited_to_some_commissions(world: World, visit: Visits) -> None:
    administrator = visit(world.administrator)
    path = f"/users/{world.worker.account_id}/roles/{world.worker.membership_id}/change"
    boxes = {
        "from_day-day": "1",
        "from_day-month": "4",
        "from_day-year": "2026",
        "commissions": [str(world.commissions["iris"].id)],
    }
    answer = administrator.post(path, boxes, version=1)
    assert f"iris {world.tag}" in text_of(answer)
    stale = administrator.post(path, boxes, version=1)
    assert stale.status_code == 409
    assert "Somebody else changed this" in text_of(stale)


def test_an_organisation_is_added_changed_and_retired(world: World, visit: Visits) -> None:
    administrator = visit(world.administrator)
    name = f"Riverside {world.tag}"
    shown = administrator.post("/organisations/new", {"name": name, "kind": "provider"})
    assert "Organisation added" in text_of(shown)
    path = str(shown.url.path)
    again = administrator.post("/organisations/new", {"name": name, "kind": "provider"})
    assert again.status_code == 422
    assert "already" in text_of(again)
    changed = administrator.post(f"{path}/change", {"name": f"{name} Trust"}, version=1)
    assert "Changed: name" in text_of(changed)
    boxes = {"name": f"{name} Trust", "mail": "riverside@example.org"}
    assert "Changed: email address" in text_of(
        administrator.post(f"{path}/change", boxes, version=2)
    )
    retired = administrator.post(f"{path}/retire", {"reason": "merged"}, version=3)
    assert "This organisation is retired" in text_of(retired)
    assert "It became part of another organisation" in text_of(retired)


def test_an_organisation_with_a_running_commission_is_not_retired(
    world: World, visit: Visits, owner: Engine
) -> None:
    rival, administrator = world.organisations["rival"].id, visit(world.administrator)
    path = f"/organisations/{rival}/retire"

    def ends_in(days: int | None) -> None:
        with owner.begin() as connection:
            day = None if days is None else clocks.today() + timedelta(days=days)
            ending = text("UPDATE commission SET ends_on = :day WHERE provider_id = :id")
            connection.execute(ending, {"day": day, "id": rival})

    for days in (None, 30, 0):
        ends_in(days)
        answer = administrator.post(path, {"reason": "closed"})
        assert answer.status_code == 409
        assert "still goes on there" in text_of(answer)
    ends_in(-1)
    assert administrator.post(path, {"reason": "closed"}).status_code == 200


def test_a_setting_is_added_and_reaches_a_stage(world: World, visit: Visits) -> None:
    administrator = visit(world.administrator)
    boxes = {"kind": "school", "code": f"S{world.tag}", "name": "Elm Rise", "area": BIRMINGHAM}
    shown = administrator.post("/settings/new", boxes)
    assert "Setting added" in text_of(shown)
    path = f"{shown.url.path}/stages/{world.commissions['schools'].id}"
    form = administrator.get(path)
    stage = re.search(r'name="stage" type="radio" value="([^"]+)"', form.text)[1]
    since = {"since-day": "3", "since-month": "11", "since-year": "2026"}
    assert "Stage recorded" in text_of(administrator.post(path, {"stage": stage} | since))
    wrong = administrator.post(path, {"stage": "made-up"} | since)
    assert wrong.status_code == 422


def test_a_commission_is_let_and_its_terms_change(world: World, visit: Visits) -> None:
    administrator = visit(world.administrator)
    name = f"New hospital work {world.tag}"
    terms = {
        "name": name,
        "tier": "tertiary",
        "starts_on-day": "1",
        "starts_on-month": "4",
        "starts_on-year": "2026",
        "places": "25",
        "areas": [BIRMINGHAM],
        "funding": "Serious Violence Duty: £120,000",
    }
    whom = {
        "programme": str(world.commissions["hospital"].programme_id),
        "provider": str(world.organisations["rival"].id),
        "commissioner": str(world.organisations["office"].id),
    }
    wrong = administrator.post("/commissions/new", terms | whom | {"funding": "a lot"})
    assert wrong.status_code == 422
    assert "is no funding line" in text_of(wrong)
    shown = administrator.post("/commissions/new", terms | whom)
    assert "£120,000" in text_of(shown)
    changed = administrator.post(f"{shown.url.path}/change", terms | {"places": "30"}, version=1)
    assert "Changed: places" in text_of(changed)


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 1), ("/organisations", 1), ("/users", 3), ("/settings", 3), ("/commissions", 5)],
)
def test_each_list_says_few_statements(path: str, most: int, world: World, visit: Visits) -> None:
    administrator = visit(world.administrator)
    administrator.get(path)
    with statements() as said:
        assert administrator.get(path).status_code == 200
    assert len(said) <= most, said
