"""A week of planning, a course and a cover in a browser, with JavaScript and without."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from app import clocks
from app.actions.delivery import courses
from app.actions.delivery.courses import NewCourse
from app.queries.delivered import provision
from tests.browser.conftest import Opener
from tests.browser.screens import PHONE
from tests.sessions.test_course_places import a_man
from tests.sessions.test_cover import a_session_today
from tests.visits import sign_in_as
from tests.world import World

ComeIn = Callable[[str], Page]


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def come_in(
    request: pytest.FixtureRequest, open_browser: Opener, site: str, world: World
) -> ComeIn:
    """Come in as somebody, on a phone: `come_in("worker")`."""

    def new(person: str) -> Page:
        context = open_browser(viewport=PHONE, java_script_enabled=request.param)
        name = f"throughline_{site.rsplit(':', 1)[1]}"
        value = sign_in_as(world.viewers[person])
        context.add_cookies([{"name": name, "value": value, "url": site}])
        return context.new_page()

    return new


def fill_day(page: Page, name: str, day: date) -> None:
    """Fill the three boxes of a day."""
    for part in ("day", "month", "year"):
        page.locator(f"#{name}-{part}").fill(str(getattr(day, part)))


def test_a_series_is_planned_moved_called_off_and_read_as_a_week(
    come_in: ComeIn, world: World
) -> None:
    case = world.case(person=world.somebody("Serial"))
    day = clocks.today() + timedelta(days=7)
    page = come_in("worker")
    page.goto(f"/cases/{case.id}/sessions")
    page.get_by_role("link", name="Plan a session").first.click()
    page.get_by_label("Kind of session").select_option("community")
    fill_day(page, "on", day)
    page.get_by_label("Time", exact=True).fill("2pm")
    page.get_by_label("Every week", exact=True).check()
    page.get_by_role("button", name="Plan session").click()
    expect(page.locator("#error-summary")).to_contain_text("Enter how many sessions there are")
    expect(page.get_by_label("Time", exact=True)).to_have_value("2pm")
    page.get_by_label("How many sessions?").fill("4")
    page.get_by_role("button", name="Plan session").click()
    expect(page.locator("#notice")).to_contain_text("Sessions planned")
    expect(page.locator(".app-planned")).to_have_count(4)
    page.locator(".app-planned").nth(1).get_by_role("link", name="Move").click()
    fill_day(page, "on", day + timedelta(days=8))
    page.get_by_label("New time").fill("4pm")
    page.get_by_label("The person", exact=True).check()
    page.get_by_label("Why?").select_option("school-work")
    page.get_by_role("button", name="Move session").click()
    expect(page.locator(".app-planned").nth(1)).to_contain_text("Moved: was")
    page.locator(".app-planned").nth(2).get_by_role("link", name="Call off the series").click()
    page.get_by_label("We do", exact=True).check()
    page.get_by_label("This one and those that follow, 2 in all").check()
    page.get_by_role("button", name="Call off").click()
    expect(page.locator(".app-planned")).to_have_count(2)
    page.goto(f"/sessions?day={day}")
    week = page.locator(".app-week")
    expect(week).to_contain_text("Serial Testcase")
    # Two clicks to a sheet for the bag.
    page.goto(f"/cases/{case.id}/sessions")
    page.locator(".app-planned").first.get_by_role("link", name="Sheet").click()
    expect(page.locator("h1")).to_contain_text("Serial")
    expect(page.locator("main")).not_to_contain_text("Testcase")


def test_a_place_on_a_full_course_is_waited_for_and_given(come_in: ComeIn, world: World) -> None:
    first, second = a_man(world, "Firstman"), a_man(world, "Nextman")
    with world.as_(world.men_worker) as database:
        provided = provision(database, world.commissions["dvpp"].id)
        begins = clocks.now() + timedelta(days=3)
        group = courses.make(
            database, provided, NewCourse("Evening course", "course", begins, 4, size=1)
        )
    page = come_in("men_worker")
    for case, press in ((first, "Put on the course"), (second, "Put on the waiting list")):
        page.goto(f"/groups/{group.id}")
        page.locator("#case").select_option(str(case.id))
        page.get_by_role("button", name=press).click()
    expect(page.locator("#waiting")).to_contain_text("(1)")
    page.get_by_role("link", name="Take off Firstman").click()
    fill_day(page, "left_on", clocks.today())
    page.get_by_role("button", name="Take off the course").click()
    page.get_by_role("button", name="Give the place").click()
    expect(page.locator("#notice")).to_contain_text("On the course")
    expect(page.locator("#waiting")).to_contain_text("(0)")


def test_a_colleague_stands_in_and_their_work_says_so(come_in: ComeIn, world: World) -> None:
    case = world.case(person=world.somebody("Coverme"))
    a_session_today(world, case)
    page = come_in("worker")
    page.goto("/away")
    fill_day(page, "to_day", clocks.today() + timedelta(days=2))
    page.get_by_label("Who stands in?").select_option(str(world.second_worker.account_id))
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("Planned")
    cover = come_in("second_worker")
    cover.goto("/")
    line = cover.locator("main .app-line", has_text="Coverme")
    expect(line).to_contain_text(f"For {world.worker.name}")
    line.get_by_role("link", name="Record").click()
    cover.get_by_role("button", name="Save").click()
    expect(cover.locator(".moj-timeline")).to_contain_text(f", for {world.worker.name}")


def test_an_address_for_a_calendar_program_is_made_and_ended(come_in: ComeIn, world: World) -> None:
    page = come_in("worker")
    page.goto("/calendar")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("#address").input_value()
    assert page.request.get(address).status == 200
    page.get_by_role("button", name="End it").click()
    expect(page.locator("#notice")).to_contain_text("no longer works")
    assert page.request.get(address).status == 404
