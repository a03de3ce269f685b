"""The code at sign-in: set up, asked for, used once; recovery codes; off; reset by an administrator."""

import re
from datetime import timedelta

import pyotp
from sqlalchemy import Engine, text

from app import clocks
from app.actions.second_factor import WRONG
from tests.accounts.test_sign_in import PASSWORD, give_password
from tests.cases.pages import version_on
from tests.visits import Visit, Visits, text_of
from tests.world import World

CODES = re.compile(r"<li>((?:[A-Z0-9]{4} ){3}[A-Z0-9]{4})</li>")


def set_up(visitor: Visit) -> tuple[pyotp.TOTP, list[str]]:
    """Set a code up as its owner; returns the app and the recovery codes."""
    page = visitor.get("/account/code").text
    key = re.search(r'name="key" value="([A-Z2-7]{32})"', page)
    assert key
    app = pyotp.TOTP(key[1])
    wrong = visitor.post("/account/code", {"key": key[1], "code": "12", "password": PASSWORD})
    assert wrong.status_code == 422
    assert key[1] in wrong.text
    bad = {"key": key[1], "code": app.at(clocks.now()), "password": "not this one"}
    assert "That is not your password" in visitor.post("/account/code", bad).text
    made = visitor.post("/account/code", bad | {"password": PASSWORD})
    assert made.status_code == 200
    return app, CODES.findall(made.text)


def sign_in(world: World, who: str, code: str) -> int:
    """Sign in with the password and a code; the status of the last answer."""
    stranger = Visit()
    asked = stranger.post("/sign-in", {"mail": world.mails[who], "password": PASSWORD})
    assert "Enter your code" in asked.text
    ticket = re.search(r'name="ticket" value="([^"]+)"', asked.text)
    assert ticket
    boxes = {"ticket": ticket[1], "code": code, "next": "/account"}
    return stranger.post("/sign-in/code", boxes).status_code


def test_a_code_is_set_up_asked_for_and_works_once(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    elsewhere, worker = visit(world.worker), visit(world.worker)
    app, codes = set_up(worker)
    assert len(set(codes)) == 10
    # Whoever was signed in elsewhere, perhaps somebody else, is signed out.
    assert elsewhere.get("/account", follow_redirects=False).status_code == 303
    assert codes[0] not in worker.get("/account/code").text
    code = app.at(clocks.now() + timedelta(seconds=30))
    assert sign_in(world, "worker", code) == 200
    assert sign_in(world, "worker", code) == 422
    with owner.connect() as connection:
        kept = connection.execute(text("SELECT code_key FROM recovery_code")).scalars().all()
    assert not any(code.replace(" ", "") in key for code in codes for key in kept)


def test_a_recovery_code_signs_in_once_in_place_of_the_phone(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    give_password(owner, world.mails["second_worker"])
    worker = visit(world.worker)
    _app, codes = set_up(worker)
    _other, theirs = set_up(visit(world.second_worker))
    assert sign_in(world, "worker", theirs[0]) == 422
    assert sign_in(world, "worker", codes[0].lower().replace(" ", "-")) == 200
    assert sign_in(world, "worker", codes[0]) == 422
    assert "9 recovery codes left" in text_of(worker.get("/account/code"))
    asked = {"password": PASSWORD, "code": codes[1]}
    made = worker.post("/account/code/recovery", asked)
    fresh = CODES.findall(made.text)
    assert len(fresh) == 10
    assert sign_in(world, "worker", codes[2]) == 422
    assert sign_in(world, "worker", fresh[0]) == 200


def test_turning_it_off_needs_password_and_code(world: World, visit: Visits, owner: Engine) -> None:
    give_password(owner, world.mails["worker"])
    worker = visit(world.worker)
    _app, codes = set_up(worker)
    path = "/account/code/off"
    assert worker.post(path, {"password": "wrong one", "code": codes[0]}).status_code == 422
    assert WRONG in text_of(worker.post(path, {"password": PASSWORD, "code": "123456"}))
    done = worker.post(path, {"password": PASSWORD, "code": codes[0]})
    assert "You no longer need a code to sign in." in text_of(done)
    boxes = {"mail": world.mails["worker"], "password": PASSWORD, "next": "/account"}
    assert visit().post("/sign-in", boxes).url.path == "/account"


def test_an_administrator_turns_it_off_for_somebody_and_it_is_in_the_record(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    give_password(owner, world.mails["administrator"])
    worker, administrator = visit(world.worker), visit(world.administrator)
    set_up(worker)
    user = f"/users/{world.worker.account_id}"
    page = administrator.get(f"{user}/code")
    boxes = {"reason": "lost"}
    without = administrator.post(f"{user}/code", boxes, version=version_on(page.text))
    assert without.status_code == 422
    assert "to show that it is you" in text_of(without)
    boxes |= {"own_password": PASSWORD}
    done = administrator.post(f"{user}/code", boxes, version=version_on(page.text))
    assert "Code at sign-in turned off for them" in text_of(done)
    assert worker.get("/account", follow_redirects=False).status_code == 303
    boxes = {"mail": world.mails["worker"], "password": PASSWORD, "next": "/account"}
    assert visit().post("/sign-in", boxes).url.path == "/account"


def test_a_role_is_given_only_with_ones_own_password(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["administrator"])
    administrator = visit(world.administrator)
    path = f"/users/{world.worker.account_id}/roles/new"
    boxes = {"organisation": str(world.organisations["provider"].id), "role": "manager"}
    for given in ({}, {"own_password": "not this one"}):
        answer = administrator.post(path, boxes | given)
        assert answer.status_code == 422
        assert "not this one" not in answer.text
    done = administrator.post(path, boxes | {"own_password": PASSWORD})
    assert "Role given." in text_of(done)
