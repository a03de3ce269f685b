"""Signing in: nobody learns who has an account, nobody guesses for long, nothing stays behind."""

from sqlalchemy import Engine, text

from app.actions.passwords import hash_of
from app.actions.sign_ins import WRONG
from tests.visits import COOKIE, Visits, text_of
from tests.world import World

PASSWORD = "three mossy lanterns"


def give_password(owner: Engine, mail: str) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE account SET password = :kept WHERE mail = :mail"),
            {"kept": hash_of(PASSWORD), "mail": mail},
        )


def test_the_right_password_leads_to_the_page_that_was_asked_for(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    stranger = visit()
    asked = stranger.get("/account", follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?next=/account"
    answer = stranger.post(
        "/sign-in",
        {"mail": world.mails["worker"].upper(), "password": PASSWORD, "next": "/account"},
    )
    assert answer.status_code == 200
    assert world.worker.name in text_of(answer)


def test_an_unknown_account_and_a_wrong_password_are_answered_alike(
    world: World, visit: Visits, owner: Engine
) -> None:
    give_password(owner, world.mails["worker"])
    stranger = visit()
    wrong = stranger.post("/sign-in", {"mail": world.mails["worker"], "password": "not this one"})
    nobody = stranger.post(
        "/sign-in", {"mail": f"nobody.{world.tag}@example.org", "password": "not this one"}
    )
    assert wrong.status_code == nobody.status_code == 422
    assert WRONG in text_of(wrong)
    assert WRONG in text_of(nobody)
    assert "not this one" not in wrong.text
    assert COOKIE not in stranger.client.cookies
