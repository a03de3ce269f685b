"""Signing in, at the desk and in the administration, in a real browser on two widths."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, text

from app import clocks
from app.actions.passwords import hash_of
from app.database import Viewer
from app.settings import settings
from tests.browser.conftest import Opener
from tests.browser.judging import all_judged
from tests.visits import sign_in_as
from tests.world import World

PASSWORD = "three mossy lanterns"


def arrive(context: BrowserContext, viewer: Viewer, site: str) -> Page:
    """Open a page as somebody who is signed in."""
    port = site.rpartition(":")[2]
    context.add_cookies([{"name": f"throughline_{port}", "value": sign_in_as(viewer), "url": site}])
    return context.new_page()


@pytest.mark.parametrize("java_script", [True, False], ids=["with-script", "without-script"])
def test_somebody_signs_in_locks_unlocks_and_leaves_nothing(
    open_browser: Opener, world: World, owner: Engine, *, java_script: bool
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE account SET password = :kept WHERE mail = :mail"),
            {"kept": hash_of(PASSWORD), "mail": world.mails["worker"]},
        )
    case = world.case(person=world.somebody("Canary"))
    page = open_browser(java_script_enabled=java_script).new_page()
    page.goto(f"/cases/{case.id}")
    expect(page).to_have_title(re.compile("^Sign in"))
    page.get_by_label("Email address").fill(world.mails["worker"])
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Email address or password is not right")).to_be_visible()
    expect(page.get_by_label("Password")).to_have_value("")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Canary")
    page.get_by_role("button", name="Lock screen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Screen locked")
    assert "Canary" not in page.content()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Canary")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_title(re.compile("^Sign in"))
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Canary")
    assert page.context.storage_state()["origins"] == []


def test_what_was_typed_is_there_again_after_the_sign_in_had_ended(
    open_browser: Opener, world: World, owner: Engine, site: str
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE account SET password = :kept WHERE mail = :mail"),
            {"kept": hash_of(PASSWORD), "mail": world.mails["administrator"]},
        )
    page = arrive(open_browser(), world.administrator, site)
    page.goto("/settings/new")
    page.get_by_label("Name", exact=True).fill("Elm Rise Academy")
    page.get_by_label("Code", exact=True).fill(f"E{world.tag}")
    page.get_by_label("School").check()
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE sign_in SET seen_at = :then WHERE account_id = :id"),
            {
                "then": clocks.now() - settings().idle,
                "id": world.administrator.account_id,
            },
        )
    page.get_by_role("button", name="Add setting").click()
    expect(page.get_by_text("It is kept")).to_be_visible()
    page.get_by_label("Email address").fill(world.mails["administrator"])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Elm Rise Academy")
    expect(page.get_by_label("School")).to_be_checked()
    page.get_by_role("button", name="Add setting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elm Rise Academy")


def test_everybody_who_looked_is_shown_well(open_browser: Opener, world: World, site: str) -> None:
    case = world.case()
    worker = arrive(open_browser(), world.second_worker, site)
    worker.goto(f"/cases/{case.id}")
    page = arrive(open_browser(), world.guardian, site)
    looked = f"/views/cases/{case.id}"
    seen = ["/views", f"{looked}?show=all", f"/views/people/{world.second_worker.account_id}"]
    assert all_judged(page, seen) == []
