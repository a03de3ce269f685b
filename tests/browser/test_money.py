"""A year of money in a browser, on a phone, with JavaScript and without."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from app import clocks
from app.reporting.periods import Quarter
from tests.browser.conftest import Opener
from tests.browser.screens import PHONE
from tests.visits import sign_in_as
from tests.world import World

ComeIn = Callable[[str, str], Page]
THEN = Quarter.current().before


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def come_in(
    request: pytest.FixtureRequest, open_browser: Opener, site: str, world: World
) -> ComeIn:
    """Come in as somebody, on a phone: `come_in("manager", "/commissioned")`."""

    def new(person: str, path: str) -> Page:
        context = open_browser(viewport=PHONE, java_script_enabled=request.param)
        name, value = f"throughline_{site.rsplit(':', 1)[1]}", sign_in_as(world.viewers[person])
        context.add_cookies([{"name": name, "value": value, "url": site}])
        page = context.new_page()
        page.goto(path)
        return page

    return new


def fill_day(page: Page, name: str, day: date) -> None:
    """Fill the three boxes of a day."""
    for part in ("day", "month", "year"):
        page.locator(f"#{name}-{part}").fill(str(getattr(day, part)))


def test_a_commission_is_varied_planned_spent_and_handed_over(
    world: World, come_in: ComeIn
) -> None:
    called = world.commissions["hospital"].name
    world.case()
    page = come_in("commissioner", "/commissioned")
    page.get_by_role("link", name=called).click()
    vary(page)
    plan(page)
    hold_against(page)

    other = come_in("manager", "/commissioned")
    other.get_by_role("link", name=called).click()
    say_what_was_spent(other)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("£1,000 spent of")

    hand_over(page, f"Next {world.tag}", world.organisations["rival"].name)
    expect(page.get_by_role("main")).to_contain_text(f"Was taken over from {called}")
    other.reload()
    other.get_by_role("button", name="Hand open cases over").click()
    expect(other.get_by_role("main")).to_contain_text(f"Next {world.tag}")


def vary(page: Page) -> None:
    """The commissioner says what it is worth, and until when."""
    page.get_by_role("button", name="Vary").click()
    fill_day(page, "takes_effect_on", clocks.today())
    page.get_by_label("Why?").select_option("more-funding")
    page.get_by_role("textbox", name="Funding").fill("Home Office grant: 9,000.50")
    fill_day(page, "ends_on", clocks.today() + timedelta(days=100))
    page.get_by_role("button", name="Record variation").click()
    said = "Value: £0 before, £9,000.50 from then on"
    expect(page.get_by_role("main")).to_contain_text(said)


def plan(page: Page) -> None:
    """The boxes hold even shares; what does not add up comes back with the difference."""
    page.get_by_role("button", name="Spend profile").click()
    box = page.locator(f"#q-{THEN.code}")
    even = box.input_value()
    box.fill("1")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_role("alert")).to_contain_text("less than the value of the commission")
    box.fill(even)
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_role("main")).to_contain_text("Spend profile saved.")


def hold_against(page: Page) -> None:
    """A measure gets a target, and stands beside it."""
    page.get_by_role("button", name="Targets").click()
    page.get_by_label("Measure").select_option("people-reached")
    page.get_by_role("button", name="Set its targets").click()
    page.locator(f"#q-{THEN.code}").fill("40")
    page.get_by_role("button", name="Save targets").click()
    said = "Not met: 40 below the target"
    expect(page.get_by_role("main")).to_contain_text(said)


def say_what_was_spent(page: Page) -> None:
    """The provider's manager says it, from the list of what is missing."""
    page.get_by_role("link", name=THEN.label).first.click()
    page.get_by_label("Spent in the quarter").fill("many")
    page.get_by_label("Why it differs from the profile").fill("Somebody was away for long.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("must be an amount in pounds")
    page.get_by_label("Spent in the quarter").fill("£1,000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Somebody was away for long.")


def hand_over(page: Page, name: str, provider: str) -> None:
    """Another provider goes on from today."""
    page.get_by_role("button", name="Renew or hand over").click()
    page.get_by_label("Handed over").check()
    page.get_by_label("Name", exact=True).fill(name)
    # Among many providers the list is behind a box to type in (`test_frame` types into one).
    page.locator("select[name=provider]").select_option(label=provider, force=True)
    fill_day(page, "starts_on", clocks.today())
    page.get_by_label("Funding").fill("Home Office grant: 5,000")
    page.get_by_role("button", name="Commission it").click()


def test_a_year_fails_the_test_of_interventions_and_then_passes_it(come_in: ComeIn) -> None:
    page = come_in("commissioner", "/budget")
    main = page.get_by_role("main")
    page.get_by_role("button", name="Add a funder").click()
    page.get_by_label("Funder").fill("Home Office")
    page.get_by_label("What it gives for the year").fill("1,000")
    page.get_by_role("button", name="Save").click()
    expect(main).to_contain_text("Fails: £0 of £1,000 goes into interventions")
    page.get_by_role("button", name="Add a line").click()
    page.get_by_label("What it pays for").fill("Navigators")
    page.get_by_label("Interventions").check()
    page.get_by_label("Amount for the year").fill("200")
    page.get_by_role("button", name="Save").click()
    expect(main).to_contain_text("Passes: £200 of £1,000 goes into interventions, 20.0%.")
    page.get_by_role("link", name="Navigators").click()
    page.get_by_role("button", name="Take it out of the budget").click()
    expect(main).to_contain_text("Fails: £0 of £1,000 goes into interventions")
