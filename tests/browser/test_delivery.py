"""Groups, lessons and shifts in a real browser: quicker with JavaScript, whole without, on a phone."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.models import Group
from tests.browser.conftest import Opener
from tests.browser.screens import NARROWEST, PHONE
from tests.delivery import partnership
from tests.visits import sign_in_as
from tests.world import World


def sign_in(context: BrowserContext, site: str, world: World, who: str) -> Page:
    """A page of a browser in which somebody is signed in."""
    name = f"throughline_{site.rsplit(':', 1)[1]}"
    context.add_cookies([{"name": name, "value": sign_in_as(world.viewers[who]), "url": site}])
    return context.new_page()


def pages(world: World) -> list[tuple[str, str]]:
    """Every page of delivery, and who opens it."""
    lesson, training = partnership.lesson(world, size=26), partnership.trained(world)
    going_on, planned = partnership.shift_going_on(world), partnership.shift(world)
    group = partnership.course(world)
    partnership.on_course(world, group, partnership.mans_case(world))
    with world.as_(world.men_worker) as database:
        session = partnership.sessions_of(database, group)[0].id
    schools, iris, routes, dvpp = (
        f"/delivery/{world.commissions[name].id}" for name in ("schools", "iris", "routes", "dvpp")
    )
    school, surgery, route = (
        f"/settings/{world.settings[name].id}" for name in ("school", "surgery", "route")
    )
    provider = (
        "/delivery", "/shifts", f"{schools}/settings", f"{schools}{school}", f"{schools}{school}/stage",
        f"{schools}{school}/day", f"{schools}{school}/session", f"{schools}/lessons", f"{schools}/lessons/new",
        f"{iris}{surgery}", f"{iris}/training", f"{iris}/training/new", f"{routes}{route}", f"{routes}{route}/estimate",
        f"{routes}/shifts", f"{routes}/shifts/plan", f"{routes}/shifts/start", f"/lessons/{lesson.id}",
        f"/lessons/{lesson.id}/correct", f"/lessons/{lesson.id}/withdraw", f"/groups/{lesson.group_id}",
        f"/groups/{lesson.group_id}/change", f"/training/{training.id}", f"/training/{training.id}/correct",
        f"/shifts/{going_on}", f"/shifts/{going_on}/incident", f"/shifts/{planned}", f"/shifts/{planned}/cancel",
    )  # fmt: skip
    course = (
        f"{dvpp}/groups", f"{dvpp}/groups/new", f"/groups/{group.id}", f"/groups/{group.id}/sessions/{session}",
        f"/groups/{group.id}/sessions/new",
    )  # fmt: skip
    return [("worker", one) for one in provider] + [("men_worker", one) for one in course]


def test_every_page_fits_the_narrowest_screen_without_javascript(
    open_browser: Opener, site: str, world: World
) -> None:
    found = pages(world)
    for who in ("worker", "men_worker"):
        context = open_browser(viewport=NARROWEST, java_script_enabled=False)
        page = sign_in(context, site, world, who)
        for opener, address in found:
            if opener != who:
                continue
            page.goto(address)
            expect(page.locator("h1")).to_have_count(1)
            width = page.locator("html").evaluate("node => node.scrollWidth")
            assert width <= NARROWEST["width"], address


def test_a_press_counts_at_once_and_is_kept(open_browser: Opener, site: str, world: World) -> None:
    page = sign_in(open_browser(viewport=PHONE), site, world, "worker")
    page.goto(f"/shifts/{partnership.shift_going_on(world)}")
    more = page.get_by_role("button", name="11 to 15, female")
    for _press in range(7):
        more.click()
    expect(page.locator("#n-11-15-F")).to_have_value("7")
    expect(page.locator("#tally-status")).to_contain_text("Saved")
    page.get_by_label("Good conversations", exact=True).fill("3")
    # Checking out takes along what was counted a moment ago.
    page.get_by_role("button", name="Check out").click()
    expect(page.locator("#notice")).to_contain_text("Checked out")
    expect(page.locator("#n-11-15-F")).to_have_value("7")
    expect(page.locator("#counter-positive")).to_have_value("3")


def test_a_shift_without_javascript(open_browser: Opener, site: str, world: World) -> None:
    page = sign_in(open_browser(viewport=PHONE, java_script_enabled=False), site, world, "worker")
    page.goto(f"/shifts/{partnership.shift(world)}")
    page.get_by_role("button", name="Check in").click()
    for _press in range(3):
        page.get_by_role("button", name="16 to 18, male").click()
    expect(page.locator("#n-16-18-M")).to_have_value("3")
    page.locator("#n-11-15-F").fill("20")
    page.get_by_role("button", name="Save totals", exact=True).last.click()
    page.get_by_role("button", name="Report an incident").click()
    page.get_by_label("What happened?").select_option("bullying")
    page.get_by_label("settled by a word").check()
    page.get_by_role("button", name="Report incident").click()
    expect(page.locator(".app-incidents")).to_contain_text("Bullying")
    page.get_by_role("button", name="Check out").click()
    expect(page.locator("#n-11-15-F")).to_have_value("20")
    expect(page.locator("#n-16-18-M")).to_have_value("3")


def test_a_block_from_a_spreadsheet_fills_the_day(
    open_browser: Opener, site: str, world: World
) -> None:
    page = sign_in(open_browser(), site, world, "worker")
    school = world.settings["school"].id
    page.goto(f"/delivery/{world.commissions['schools'].id}/settings/{school}/day")
    page.locator("#name-0").focus()
    page.locator("#name-0").evaluate(
        """box => {
          const data = new DataTransfer();
          data.setData('text/plain', '9B\\tYear 9\\t14\\t12\\n8A\\t8\\t10\\t11\\n');
          box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    for name, value in (("name-1", "8A"), ("year-0", "y9"), ("year-1", "y8"), ("M-1", "11")):
        expect(page.locator(f"#{name}")).to_have_value(value)
    page.get_by_role("button", name="Save the day").click()
    expect(page.locator("#notice")).to_contain_text("Day saved")
    expect(page.get_by_role("link", name="8A", exact=True)).to_be_visible()


@pytest.mark.parametrize("java_script", [True, False])
def test_a_register_in_one_press(
    open_browser: Opener, site: str, world: World, *, java_script: bool
) -> None:
    group: Group = partnership.course(world)
    partnership.on_course(
        world, group, partnership.mans_case(world), partnership.mans_case(world, "Barnaby")
    )
    context = open_browser(viewport=PHONE, java_script_enabled=java_script)
    page = sign_in(context, site, world, "men_worker")
    page.goto(f"/groups/{group.id}")
    page.get_by_role("button", name="Take the register").first.click()
    line = page.get_by_role("group", name="Barnaby")
    line.get_by_label("Did not attend").check()
    page.get_by_role("button", name="Save register").click()
    expect(page.locator("#notice")).to_contain_text("Register saved")
    expect(page.get_by_role("link", name="Record a make-up session")).to_have_count(1)
