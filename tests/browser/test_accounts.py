"""Signing in, at the desk and in the administration, in a real browser on two widths."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, text

from app import clocks
from app.actions.passwords import hash_of
from app.database import Viewer
from app.settings import settings
from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP, NARROWEST, PHONE
from tests.visits import sign_in_as
from tests.world import World

PASSWORD = "three mossy lanterns"


def arrive(context: BrowserContext, viewer: Viewer, site: str) -> Page:
    """Open a page as somebody who is signed in."""
    port = site.rpartition(":")[2]
    context.add_cookies([{"name": f"throughline_{port}", "value": sign_in_as(viewer), "url": site}])
    return context.new_page()


def is_good(page: Page, path: str) -> None:
    """The page has one heading, no accessibility violation and nothing sideways."""
    page.goto(path)
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == [], path
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"], path
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_of_an_administrator_are_accessible(
    open_browser: Opener, world: World, site: str, viewport: object
) -> None:
    page = arrive(open_browser(viewport=viewport), world.administrator, site)
    user = f"/users/{world.worker.account_id}"
    role = f"{user}/roles/{world.worker.membership_id}"
    setting = f"/settings/{world.settings['school'].id}"
    commission = f"/commissions/{world.commissions['schools'].id}"
    organisation = f"/organisations/{world.organisations['provider'].id}"
    for path in (
        "/", "/organisations", "/organisations/new", organisation, f"{organisation}/retire",
        "/users", "/users/new", user, f"{user}/change", f"{user}/suspend", f"{role}/change",
        "/settings", "/settings/new", setting, f"{setting}/change",
        f"{setting}/stages/{world.commissions['schools'].id}",
        "/commissions", "/commissions/new", commission, f"{commission}/change",
        "/administration/programmes", "/account", "/account/password", "/memberships",
    ):  # fmt: skip
        is_good(page, path)
    for path in ("/organisations/new", "/users/new", "/settings/new", "/commissions/new"):
        page.goto(path)
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator("#error-summary")).to_be_focused()
        assert violations(page) == [], path


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
    page.get_by_label("Mail address").fill(world.mails["worker"])
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Mail address or password is not right")).to_be_visible()
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
    page.get_by_label("Mail address").fill(world.mails["administrator"])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Elm Rise Academy")
    expect(page.get_by_label("School")).to_be_checked()
    page.get_by_role("button", name="Add setting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elm Rise Academy")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_of_a_guardian_are_accessible(
    open_browser: Opener, world: World, site: str, viewport: object
) -> None:
    case = world.case()
    worker = arrive(open_browser(), world.second_worker, site)
    worker.goto(f"/cases/{case.id}")
    page = arrive(open_browser(viewport=viewport), world.guardian, site)
    for path in (
        "/views",
        f"/views/cases/{case.id}",
        f"/views/cases/{case.id}?show=all",
        f"/views/people/{world.second_worker.account_id}",
    ):
        is_good(page, path)
