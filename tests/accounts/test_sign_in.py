"""Signing in: nobody learns who has an account, nobody guesses for long, nothing stays behind."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine, text

from app import clocks
from app.actions import attempts, passwords
from app.actions.sign_ins import WRONG, WRONG_CODE
from app.database import transaction
from app.models import Account, SignInAttempt
from app.settings import PROJECT, settings
from tests.visits import COOKIE, Visits, text_of
from tests.world import World

PASSWORD = "three mossy lanterns"


def give_password(owner: Engine, mail: str) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE account SET password = :kept WHERE mail = :mail"),
            {"kept": passwords.hash_of(PASSWORD), "mail": mail},
        )


def test_the_right_password_leads_to_the_page_that_was_asked_for(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    stranger = visit()
    asked = stranger.get("/account", follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?next=/account"
    boxes = {"mail": world.mails["worker"].upper(), "password": PASSWORD, "next": "/account"}
    answer = stranger.post("/sign-in", boxes)
    assert answer.status_code == 200
    assert answer.url.path == "/account"
    assert world.worker.name in text_of(answer)


def test_nobody_is_sent_to_another_site(world: World, visit: Visits, owner: Engine) -> None:
    give_password(owner, world.mails["worker"])
    boxes = {"mail": world.mails["worker"], "password": PASSWORD, "next": "//evil.example.org/x"}
    answer = visit().post("/sign-in", boxes, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_an_unknown_account_and_a_wrong_password_are_answered_alike(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    stranger = visit()
    wrong = stranger.post("/sign-in", {"mail": world.mails["worker"], "password": "not this one"})
    mail = f"nobody.{world.tag}@example.org"
    nobody = stranger.post("/sign-in", {"mail": mail, "password": "not this one"})
    assert wrong.status_code == nobody.status_code == 422
    assert text_of(wrong) == text_of(nobody)
    assert WRONG in text_of(wrong)
    assert "not this one" not in wrong.text
    assert COOKIE not in stranger.client.cookies


def test_without_an_account_a_hash_is_worked_out_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []
    real = passwords._hasher.verify
    monkeypatch.setattr(
        passwords._hasher, "verify", lambda typed, kept: checked.append(kept) or real(typed, kept)
    )
    assert not passwords.is_right("anything", None)
    assert checked[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_very_first_one_after_a_start_may_have_no_account() -> None:
    first = "from app.actions import passwords; assert not passwords.is_right('anything', None)"
    subprocess.run([sys.executable, "-c", first], cwd=PROJECT, check=True, timeout=60)


def test_guessing_is_slowed_down_and_told_in_words(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    stranger = visit()
    boxes = {"mail": world.mails["worker"], "password": "wrong again"}
    for _ in range(attempts.LIMITS["pair"].free):
        assert WRONG in text_of(stranger.post("/sign-in", boxes))
    slowed = stranger.post("/sign-in", boxes)
    assert slowed.status_code == 422
    assert "tried too often. Wait a minute" in text_of(slowed)
    # Even the right one has to wait, else guessing would go on.
    right = boxes | {"password": PASSWORD}
    assert "tried too often" in text_of(stranger.post("/sign-in", right))
    with owner.connect() as connection:
        kept = connection.scalar(
            text("SELECT count(*) FROM sign_in_attempt WHERE mail_key = :key AND NOT worked"),
            {"key": attempts.mail_key(world.mails["worker"])},
        )
    assert kept == attempts.LIMITS["pair"].free
    with clocks.turned_to(clocks.now() + timedelta(minutes=2)):
        keys = {
            "mail": attempts.mail_key(world.mails["worker"]),
            "address": attempts.address_key("visit"),
        }
        with transaction() as database:
            assert attempts.wait(database, keys) == 0


def test_a_one_time_code_is_needed_and_works_once(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["manager"])
    secret = pyotp.random_base32()
    with transaction(world.administrator) as database:
        account = database.find(Account, world.manager.account_id)
        account.totp = secret
        database.record(account, "changed")
    boxes = {"mail": world.mails["manager"], "password": PASSWORD, "next": "/account"}
    first, second = visit(), visit()
    tickets = []
    for stranger in (first, second):
        asked = stranger.post("/sign-in", boxes)
        assert "Enter your code" in text_of(asked)
        assert COOKIE not in stranger.client.cookies
        tickets.append(asked.text.split('name="ticket" value="')[1].split('"')[0])
    code = pyotp.TOTP(secret).at(clocks.now())
    wrong = first.post("/sign-in/code", {"ticket": tickets[0], "code": "000000"})
    assert WRONG_CODE in text_of(wrong)
    good = first.post("/sign-in/code", {"ticket": tickets[0], "code": code, "next": "/account"})
    assert good.url.path == "/account"
    again = second.post("/sign-in/code", {"ticket": tickets[1], "code": code})
    assert WRONG_CODE in text_of(again)
    forged = second.post("/sign-in/code", {"ticket": tickets[1][:-1] + "x", "code": code})
    assert "longer than five minutes" in text_of(forged)


def test_only_a_hash_of_the_reference_is_kept(world: World, visit: Visits, owner: Engine) -> None:
    reference = visit(world.worker).client.cookies.get(COOKIE)
    assert reference is not None
    assert len(reference) >= 43  # 256 bits in base64
    with owner.connect() as connection:
        rows = connection.execute(
            text("SELECT s::text FROM sign_in s WHERE account_id = :id"),
            {"id": world.worker.account_id},
        ).scalars()
        assert not any(reference in row for row in rows)


def test_a_sign_in_ends_when_nothing_happens_and_after_a_day_at_the_latest(
    world: World, visit: Visits, owner: Engine
) -> None:
    for column, limit in (("seen_at", settings().idle), ("started_at", settings().absolute)):
        worker = visit(world.worker)
        assert worker.get("/account", follow_redirects=False).status_code == 200
        with owner.begin() as connection:
            connection.execute(
                text(f"UPDATE sign_in SET {column} = :then WHERE account_id = :id"),
                {"then": clocks.now() - limit, "id": world.worker.account_id},
            )
        away = worker.get("/account", follow_redirects=False)
        assert away.headers["location"] == "/sign-in?next=/account"
        assert "nothing happened for a while" in text_of(worker.get("/account"))


def test_who_is_signed_out_leaves_nothing_behind(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    reference = worker.client.cookies.get(COOKIE)
    out = worker.post("/sign-out", follow_redirects=False)
    assert out.headers["clear-site-data"] == '"cache", "storage"'
    assert out.headers["cache-control"] == "no-store"
    worker.client.cookies.set(COOKIE, str(reference))
    assert worker.get("/account", follow_redirects=False).status_code == 303


def test_a_new_sign_in_ends_the_one_that_the_browser_carried(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["second_worker"])
    browser = visit(world.worker)
    before = str(browser.client.cookies.get(COOKIE))
    browser.post("/sign-in", {"mail": world.mails["second_worker"], "password": PASSWORD})
    assert browser.client.cookies.get(COOKIE) != before
    old = visit()
    old.client.cookies.set(COOKIE, before)
    assert old.get("/account", follow_redirects=False).status_code == 303


def test_signing_out_everywhere_ends_every_browser(world: World, visit: Visits) -> None:
    here, there = visit(world.worker), visit(world.worker)
    assert there.get("/account").status_code == 200
    answer = here.post("/account/sign-out-everywhere")
    assert "signed out on every device" in text_of(answer)
    assert there.get("/account", follow_redirects=False).status_code == 303


def test_a_changed_password_ends_every_other_sign_in(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    here, there = visit(world.worker), visit(world.worker)
    assert here.get("/account/password").status_code == 200
    new = {"password": "four quiet harbours", "again_password": "four quiet harbours"}
    wrong = here.post("/account/password", new | {"old_password": "a guess"})
    assert "not your current password" in text_of(wrong)
    unlike = here.post(
        "/account/password", new | {"old_password": PASSWORD, "again_password": "three harbours"}
    )
    assert "not the same" in text_of(unlike)
    assert "four quiet harbours" not in unlike.text
    done = here.post("/account/password", new | {"old_password": PASSWORD})
    assert "Password changed" in text_of(done)
    assert there.get("/account", follow_redirects=False).status_code == 303
    with owner.connect() as connection:
        told = connection.scalar(
            text("SELECT subject FROM mail WHERE address = :mail"),
            {"mail": world.mails["worker"]},
        )
    assert told == "Your password for Throughline was changed"


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("short", "at least 10 characters"),
        ("Password123!", "guessed first"),
        ("aaaaaaaaaaaaaa", "guessed first"),
        ("Featherstone1", "your own name"),
        ("x" * 201, "200 characters or fewer"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, wrong: str) -> None:
    assert wrong in str(passwords.what_is_wrong(password, about=("Ann Featherstone",)))


def test_a_long_password_with_spaces_is_good() -> None:
    assert passwords.what_is_wrong("the wren sings over the weir " * 3) is None


def test_many_tries_at_once_count_as_many(world: World) -> None:
    mail = f"raced.{world.tag}@example.org"

    def attempt(_: int) -> bool:
        try:
            attempts.take_turn(mail=mail, address="192.0.2.7")
        except attempts.TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as together:
        let_through = sum(together.map(attempt, range(16)))
    assert let_through == attempts.LIMITS["pair"].free


def test_strangers_cannot_keep_somebody_out_where_they_signed_in_lately(world: World) -> None:
    mail = f"known.{world.tag}@example.org"
    with transaction() as database:
        attempts.keep_success(database, mail=mail, address="192.0.2.8")
        for number in range(attempts.LIMITS["account"].free + 5):
            database.add(
                SignInAttempt(
                    mail_key=attempts.mail_key(mail),
                    address_key=attempts.address_key(f"198.51.100.{number}"),
                    worked=False,
                )
            )
    attempts.take_turn(mail=mail, address="192.0.2.8")
    with pytest.raises(attempts.TooManyTries):
        attempts.take_turn(mail=mail, address="203.0.113.9")
