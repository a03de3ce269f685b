"""The demo's own door: open in a demo, and not there in any other database."""

import os
from collections.abc import Iterator

import pyotp
import pytest
from sqlalchemy import text

from app import clocks
from app import database as door
from app.access import DatabaseRole
from app.database import connect, transaction
from app.models import Account, Case, Mail
from app.operations import migration
from app.operations.embedded import Server
from app.operations.migration import Addresses
from tests.visits import Visits, text_of
from tests.world import World, load_programmes, make_world

TRY = {
    "navigator": "Log a referral.",
    "manager": "Open the queue.",
    "worker": "Start with your day.",
    "commissioner": "Read the quarter.",
    "evaluator": "Sign in with a code.",
}
DOORS = ("/demo", "/demo/people", "/demo/mail")


@pytest.fixture
def demo(server: Server, where: Addresses) -> Iterator[World]:
    """A partnership in a database that is marked demo."""
    name = f"throughline_demo_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    server.create_database(name)
    found = migration.addresses(server.owner_url_of(name), server.login_url(name))
    migration.migrate(found, kind="demo")
    owner = connect(found.owner, pool=1)
    door.configure(found.login)
    try:
        load_programmes(found)
        with owner.begin() as connection:
            connection.execute(text("UPDATE account SET demo_order = NULL"))
            connection.execute(
                text("UPDATE installation SET played_to = :now"), {"now": clocks.now()}
            )
        world = make_world()
        with transaction(world.administrator) as database:
            for order, (person, to_try) in enumerate(TRY.items()):
                account = database.find(Account, getattr(world, person).account_id)
                account.demo_order, account.demo_try = order, to_try
                account.totp = pyotp.random_base32() if person == "evaluator" else None
                database.record(account, "changed")
        yield world
    finally:
        owner.dispose()
        door.configure(where.login)


@pytest.mark.parametrize("path", DOORS)
def test_outside_a_demo_there_is_no_such_door(path: str, world: World, visit: Visits) -> None:
    stranger = visit()
    assert stranger.get(path).status_code == 404
    press = f"/demo/people/{world.worker.account_id}"
    assert stranger.post(press).status_code == 404
    assert stranger.post("/demo/move-on").status_code == 404
    assert "Start as" not in stranger.get("/sign-in").text


def test_every_page_of_a_demo_says_so_and_one_press_signs_in(demo: World, visit: Visits) -> None:
    stranger = visit()
    for path in (*DOORS, "/sign-in", "/help", "/nowhere"):
        assert "Invented people, real places" in text_of(stranger.get(path)), path
    cards = text_of(stranger.get("/sign-in"))
    assert cards.index("Log a referral.") < cards.index("Open the queue.")
    home = stranger.post(f"/demo/people/{demo.manager.account_id}", {"next": "/queue"})
    assert home.url.path == "/queue"
    assert f"You are {demo.manager.name}" in text_of(home)
    changed = stranger.post(f"/demo/people/{demo.worker.account_id}")
    assert f"You are {demo.worker.name}" in text_of(changed)
    assert "You are this person now" in text_of(stranger.get("/demo/people"))


def test_a_locked_screen_of_a_demo_is_unlocked_with_one_press(demo: World, visit: Visits) -> None:
    stranger = visit()
    stranger.post(f"/demo/people/{demo.worker.account_id}")
    locked = stranger.post("/lock")
    assert f"Unlock as {demo.worker.name}" in text_of(locked)
    assert "nobody has a password" in text_of(locked)
    press = f"/demo/people/{demo.worker.account_id}"
    assert stranger.post(press, {"next": "/cases"}).url.path == "/cases"


def test_only_people_with_a_card_can_be_tried(demo: World, visit: Visits) -> None:
    stranger = visit()
    answer = stranger.post(f"/demo/people/{demo.rival_worker.account_id}")
    assert answer.status_code == 404
    assert stranger.get("/account", follow_redirects=False).status_code == 303


def test_the_demo_person_with_a_code_shows_the_code_page(demo: World, visit: Visits) -> None:
    stranger = visit()
    asked = stranger.post(f"/demo/people/{demo.evaluator.account_id}", {"next": "/account"})
    words = text_of(asked)
    assert "Enter your code" in words
    code = words.split("The code now is ")[1][:6]
    ticket = asked.text.split('name="ticket" value="')[1].split('"')[0]
    boxes = {"ticket": ticket, "code": code, "next": "/account"}
    assert stranger.post("/sign-in/code", boxes).url.path == "/account"


def test_every_mail_is_shown_that_would_have_gone_out(demo: World, visit: Visits) -> None:
    with transaction(role=DatabaseRole.administration) as database:
        mail = Mail(address="x@example.org", subject=f"News {demo.tag}", words="Sign in to read.")
        database.add(mail)
    assert f"News {demo.tag}" in text_of(visit().get("/demo/mail"))


def test_the_tour_follows_the_newest_line_to_its_figure(demo: World, visit: Visits) -> None:
    stranger = visit()
    assert "Log a referral" in text_of(stranger.get("/demo"))
    referral = demo.refer()
    sent = text_of(stranger.get("/demo"))
    assert f"{referral.reference} was sent by {demo.navigator.name}" in sent
    assert "Decide on it" in sent
    case = demo.accept(referral)
    assert "Record a session" in text_of(stranger.get("/demo"))
    demo.meet(case)
    met = text_of(stranger.get("/demo"))
    assert "They came to one session" in met
    assert "Close the case" in met
    page = stranger.get("/demo").text
    assert f"/cases/{case.id}/close" in page
    with demo.as_(demo.worker) as database:
        from app.actions import cases

        found = database.find(Case, case.id, lock=True)
        cases.close(database, found, reason="goals-met", planned=True)
    closed = text_of(stranger.get("/demo"))
    assert "Closed, " in closed
    assert "Cases closed 1 with this line" in closed
    assert "The commissioner sees" in closed
