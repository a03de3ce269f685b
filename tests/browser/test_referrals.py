"""The sender's pages in a real browser: two minutes at the bedside, with and without JavaScript."""

import re

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine

from app.actions import handovers, referrals
from app.models import Referral
from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.judging import all_judged
from tests.browser.screens import NARROWEST
from tests.referrals.pages import quick_page, whole_page, work_at
from tests.visits import sign_in_as
from tests.world import World


def sign_in(context: BrowserContext, site: str, world: World, who: str) -> Page:
    """Give a browser the cookie of somebody's sign-in."""
    name = f"throughline_{site.rsplit(':', 1)[1]}"
    context.add_cookies([{"name": name, "value": sign_in_as(world.viewers[who]), "url": site}])
    return context.new_page()


def fill_in(page: Page) -> None:
    """Type what a practised hand types."""
    page.get_by_label("What do they like to be called?").fill("Quillon")
    page.get_by_label("Or their age").fill("16")
    page.get_by_label("Assault", exact=True).check()
    page.get_by_label("Yes, they agreed").check()
    page.get_by_label("Phone number").fill("07700 900 123")
    page.get_by_label("Text them").check()


def test_a_referral_at_the_bedside(
    world: World, site: str, open_browser: Opener, owner: Engine
) -> None:
    work_at(owner, world.navigator, world, "ward")
    page = sign_in(open_browser(), site, world, "navigator")
    page.goto(quick_page(world))
    page.get_by_label("Phone number").fill("12")
    page.get_by_label("Best time").focus()
    expect(page.locator("#phone-check")).to_contain_text("must be a phone number")
    expect(page.get_by_text("Do these first")).to_be_hidden()
    page.get_by_role("group", name="Is somebody in danger now?").get_by_label("Yes").check()
    expect(page.get_by_text("Do these first")).to_be_visible()
    fill_in(page)
    expect(page.locator("#draft-status")).to_have_text(re.compile(r"Draft saved \d\d:\d\d"))
    expect(page.locator("#phone-check")).to_be_empty()
    assert violations(page) == []
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="Referral sent")).to_be_visible()
    page.get_by_role("link", name="Follow what becomes of it").click()
    expect(page.get_by_text("Nobody has read it yet.", exact=True)).to_be_visible()
    page.goto("/drafts")
    expect(page.get_by_text("There are no drafts")).to_be_visible()


def test_nothing_moves_under_a_finger_that_is_down(
    world: World, site: str, open_browser: Opener, owner: Engine
) -> None:
    work_at(owner, world.navigator, world, "ward")
    page = sign_in(open_browser(viewport=NARROWEST), site, world, "navigator")
    page.goto(quick_page(world))
    # The sentence needs several lines here: what stands below it moves when it goes.
    page.get_by_label("Phone number").fill("12")
    page.get_by_label("Best time").focus()
    said = page.locator("#phone-check")
    expect(said).to_contain_text("must be a phone number")
    page.get_by_label("Phone number").fill("07700 900 123")
    box = page.get_by_label("Text them")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    with page.expect_response("**/referrals/check/phone"):
        page.mouse.down()
    page.wait_for_timeout(500)  # long enough for a swap that did not wait
    expect(said).to_contain_text("must be a phone number")
    assert box.bounding_box() == place
    page.mouse.up()
    expect(box).to_be_checked()
    expect(said).to_be_empty()


def test_a_referral_without_javascript(
    world: World, site: str, open_browser: Opener, owner: Engine
) -> None:
    work_at(owner, world.navigator, world, "ward")
    page = sign_in(open_browser(java_script_enabled=False), site, world, "navigator")
    page.goto(quick_page(world))
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    fill_in(page)
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("rowheader", name="Q.")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_label("What do they like to be called?")).to_have_value("Quillon")
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="Referral sent")).to_be_visible()


def test_a_practice_checks_its_answers_and_sends(
    world: World, site: str, open_browser: Opener, owner: Engine
) -> None:
    work_at(owner, world.referrer, world, "surgery")
    page = sign_in(open_browser(), site, world, "referrer")
    page.goto(whole_page(world, "iris"))
    page.get_by_label("What do they like to be called?").fill("Xanthe")
    page.get_by_label("Doctor").check()
    page.get_by_role("group", name="How did it come to light?").get_by_role("radio").first.check()
    hidden = page.get_by_role("group", name="Is this hidden from the patient's online record?")
    hidden.get_by_label("Yes").check()
    page.get_by_label("Physical").first.check()
    expect(page.get_by_label("How many?")).to_be_hidden()
    children = page.get_by_role("group", name="Are there children in the household?")
    children.get_by_label("Yes").check()
    page.get_by_label("How many?").fill("2")
    safe = page.get_by_role("group", name="Is it safe to leave a message?")
    safe.get_by_label("No", exact=True).check()
    page.get_by_label("Yes, they agreed").check()
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="Referral sent")).to_be_visible()


def test_lists_and_answers_read_well(
    world: World, site: str, open_browser: Opener, owner: Engine
) -> None:
    """The states that the pages of the filled partnership do not show."""
    work_at(owner, world.navigator, world, "ward")
    asked = world.refer(person=world.somebody("Callum"))
    with world.as_(world.manager) as database:
        row = database.find(Referral, asked.id, lock=True)
        referrals.ask(database, row, question="Which school is it? " * 8)
    with world.as_(world.navigator) as database:
        handovers.write(database, words="RK4-7TQX: her aunt comes at nine.")
    page = sign_in(open_browser(), site, world, "navigator")
    paths = [
        "/", "/referrals?state=withdrawn", "/handovers", whole_page(world, "iris"),
        f"/referrals/{asked.id}", f"/referrals/{asked.id}/answer",
    ]  # fmt: skip
    assert all_judged(page, paths) == []
