"""At a shared desk: locking, staying, changing role, and losing nothing that was typed."""

from datetime import timedelta

from sqlalchemy import Engine, text

from app import clocks
from app.actions import memberships
from app.actions.passwords import hash_of
from app.database import transaction
from app.models import Account, Draft, Membership, Organisation, Role, Side
from app.settings import settings
from tests.visits import COOKIE, Visits, text_of
from tests.world import World

PASSWORD = "three mossy lanterns"


def age(owner: Engine, world: World) -> None:
    """Let the worker's sign-ins idle out."""
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE sign_in SET seen_at = :then WHERE account_id = :id"),
            {"then": clocks.now() - settings().idle, "id": world.worker.account_id},
        )


def give_password(owner: Engine, world: World) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE account SET password = :kept WHERE id = :id"),
            {"kept": hash_of(PASSWORD), "id": world.worker.account_id},
        )


def test_a_locked_screen_shows_nothing_until_the_same_person_unlocks_it(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world)
    case = world.case()
    worker = visit(world.worker)
    assert worker.get(f"/cases/{case.id}").status_code == 200
    referer = {"referer": f"http://testserver/cases/{case.id}"}
    locked = worker.post("/lock", headers=referer)
    assert locked.url.path == "/locked"
    assert "Screen locked" in text_of(locked)
    assert 'name="words"' not in locked.text
    away = worker.get(f"/cases/{case.id}", follow_redirects=False)
    assert away.headers["location"] == f"/locked?next=/cases/{case.id}"
    wrong = worker.post("/locked", {"password": "somebody else"})
    assert wrong.status_code == 422
    assert "That password is not right" in text_of(wrong)
    back = worker.post("/locked", {"password": PASSWORD, "next": f"/cases/{case.id}"})
    assert back.url.path == f"/cases/{case.id}"


def test_behind_a_locked_screen_somebody_else_can_start(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    worker.post("/lock")
    answer = worker.post("/sign-out")
    assert answer.url.path == "/sign-in"


def test_one_press_keeps_somebody_signed_in(world: World, visit: Visits, owner: Engine) -> None:
    worker = visit(world.worker)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE sign_in SET seen_at = :then WHERE account_id = :id"),
            {"then": clocks.now() - timedelta(minutes=25), "id": world.worker.account_id},
        )
    ends = worker.post("/stay").json()["ends"]
    assert ends > (clocks.now() + timedelta(minutes=29)).isoformat()
    age(owner, world)
    assert worker.post("/stay").status_code == 401


def second_role(world: World, role: Role, organisation: str, side: Side = Side.none) -> Membership:
    with transaction(world.administrator) as database:
        return memberships.add_membership(
            database,
            database.find(Account, world.worker.account_id),
            database.find(Organisation, world.organisations[organisation].id),
            role=role,
            side=side,
        )


def test_who_has_two_roles_chooses_and_changes_in_the_header(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world)
    other = second_role(world, Role.manager, "rival")
    stranger = visit()
    boxes = {"mail": world.mails["worker"], "password": PASSWORD, "next": "/queue"}
    asked = stranger.post("/sign-in", boxes)
    assert asked.url.path == "/memberships"
    assert world.organisations["rival"].name in text_of(asked)
    before = stranger.client.cookies.get(COOKIE)
    chosen = stranger.post("/memberships", {"membership": str(other.id), "next": "/queue"})
    assert chosen.url.path == "/queue"
    assert "Change role" in text_of(chosen)
    assert '<a class="app-who__press" href="/memberships">' in chosen.text
    assert stranger.client.cookies.get(COOKIE) != before
    foreign = stranger.post("/memberships", {"membership": str(world.manager.membership_id)})
    assert foreign.status_code == 422


def test_nobody_crosses_a_wall_within_one_sign_in(world: World, visit: Visits) -> None:
    men = second_role(world, Role.worker, "dvpp", Side.perpetrator)
    partner = second_role(world, Role.worker, "dvpp", Side.partner)
    worker = visit(world.worker)
    assert worker.post("/memberships", {"membership": str(men.id)}).status_code == 200
    refused = worker.post("/memberships", {"membership": str(partner.id)})
    assert refused.status_code == 422
    assert "one side at a time" in text_of(refused)
    without = worker.post("/memberships", {"membership": str(world.worker.membership_id)})
    assert without.status_code == 422


def test_what_was_being_typed_is_there_again_after_signing_in(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world)
    case = world.case()
    worker = visit(world.worker)
    path = f"/cases/{case.id}/notes/new"
    assert worker.get(path).status_code == 200
    age(owner, world)
    words = "She said Tuesdays suit her best."
    away = worker.post(path, {"words": words}, follow_redirects=False)
    assert away.status_code == 303
    assert away.headers["location"].startswith("/sign-in?next=")
    page = worker.client.get(away.headers["location"])
    assert "It is kept" in text_of(page)
    assert words not in page.text
    way = page.text.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
    boxes = {"mail": world.mails["worker"], "password": PASSWORD, "next": way}
    again = worker.post("/sign-in", boxes)
    assert again.url.path == path
    assert words in again.text
    assert "What you typed before you were signed out is here again" in text_of(again)
    kept = again.text.split('name="_kept" value="')[1].split('"')[0]
    done = worker.post(path, {"words": words, "_kept": kept})
    assert done.status_code == 200
    with world.as_(world.worker) as database:
        assert database.find(Draft, kept).ended_as == "sent"


def test_what_a_colleague_was_typing_is_nobody_elses(
    world: World, visit: Visits, owner: Engine
) -> None:
    case = world.case()
    worker = visit(world.worker)
    age(owner, world)
    path = f"/cases/{case.id}/notes/new"
    away = worker.post(path, {"words": "Only mine."}, follow_redirects=False)
    kept = away.headers["location"].split("kept%3D")[1]
    other = visit(world.second_worker).get(f"{path}?kept={kept}")
    assert "Only mine." not in other.text


def test_an_administrators_form_is_kept_too(world: World, visit: Visits, owner: Engine) -> None:
    administrator = visit(world.administrator)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE sign_in SET seen_at = :then WHERE account_id = :id"),
            {"then": clocks.now() - settings().idle, "id": world.administrator.account_id},
        )
    boxes = {"name": "Half a name", "kind": "provider"}
    away = administrator.post("/organisations/new", boxes, follow_redirects=False)
    kept = away.headers["location"].split("kept%3D")[1]
    again = visit(world.administrator).get(f"/organisations/new?kept={kept}")
    assert "Half a name" in again.text
