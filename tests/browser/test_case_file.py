"""The case file in a real browser: in place with JavaScript, page by page without, on every width."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import clocks
from app.actions import plan, sessions
from app.actions.people import Contact
from app.actions.sessions import NewSession
from app.models import Case
from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.judging import all_judged
from tests.browser.screens import DESKTOP, NARROWEST, PHONE
from tests.visits import sign_in_as
from tests.world import World

PAGES = ("", "/plan", "/sessions", "/history")


def sign_in(context: BrowserContext, site: str, world: World, who: str) -> None:
    """Give a browser the cookie of somebody's sign-in."""
    name = f"throughline_{site.rsplit(':', 1)[1]}"
    context.add_cookies([{"name": name, "value": sign_in_as(world.viewers[who]), "url": site}])


def busy_case(world: World) -> Case:
    """A case with everything on it that its pages can show."""
    safely = Contact(
        phone="07700 900123",
        may_call=False,
        may_text=True,
        may_leave_message=False,
        best_time="after 4pm",
        ask_for="Auntie Invented",
        must_not_hear="The older brother",
        address="1 Nowhere Street",
    )
    case = world.case(
        person=world.somebody("Maximiliana-Alexandrina", contact=safely),
        immediate_risk=True,
        answers={"reason": ["knife", "assault"], "own_words": "To go back to school 🙂"},
    )
    world.engage(case)
    world.meet(case)
    world.meet(case, status="did-not-attend")
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        for hours in (20, 200):
            new = NewSession(
                kind="community", starts_at=clocks.now() + timedelta(hours=hours), place="Library"
            )
            sessions.plan(database, row, new)
        plan.set_goal(
            database,
            row,
            words="To sleep through the night again",
            domain="health",
            set_on=clocks.today(),
            aimed_on=clocks.today() + timedelta(days=30),
        )
        for key, score in (("confidence", 3), ("safety", 5)):
            plan.take_measure(
                database, row, key=key, occasion="baseline", score=score, taken_on=clocks.today()
            )
    before = clocks.now() - timedelta(minutes=30)
    with clocks.turned_to(before), world.as_(world.worker) as database:
        new = NewSession(kind="phone", starts_at=before + timedelta(minutes=20))
        sessions.plan(database, database.find(Case, case.id), new)
    return case


def no_sideways_scroll(page: Page) -> bool:
    """Whether the page is no wider than its window."""
    session = page.context.new_cdp_session(page)
    sizes = session.send("Page.getLayoutMetrics")
    session.detach()
    return sizes["cssContentSize"]["width"] <= sizes["cssLayoutViewport"]["clientWidth"]


def test_a_busy_case_is_accessible_at_every_width(
    open_browser: Opener, site: str, world: World
) -> None:
    case = busy_case(world)
    context = open_browser()
    sign_in(context, site, world, "manager")
    paths = [f"/cases/{case.id}{path}" for path in PAGES]
    assert all_judged(context.new_page(), [*paths, "/sessions?who=team&span=week"]) == []


def test_a_session_is_recorded_without_leaving_the_case(
    open_browser: Opener, site: str, world: World
) -> None:
    case = busy_case(world)
    context = open_browser(viewport=PHONE)
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{case.id}")
    page.get_by_role("button", name="Record a session").click()
    heading = page.locator("#in-place h2").first
    expect(heading).to_be_focused()
    expect(page).to_have_url(f"{site}/cases/{case.id}")
    page.get_by_label("What happened?").fill("We walked to the park")
    page.get_by_role("button", name="Save").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    assert violations(page) == []
    expect(page.get_by_label("What happened?")).to_have_value("We walked to the park")
    page.get_by_label("Kind of session").select_option("home-visit")
    page.get_by_label("Time", exact=True).first.fill("0:00")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#notice")).to_be_focused()
    expect(page.locator(".moj-timeline")).to_contain_text("We walked to the park")


def test_the_timeline_is_filtered_in_place(open_browser: Opener, site: str, world: World) -> None:
    case = busy_case(world)
    context = open_browser()
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{case.id}")
    expect(page.locator("#timeline")).to_contain_text("did not attend")
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator("#timeline")).not_to_contain_text("did not attend")
    expect(page.locator("#show-contacts")).to_have_attribute("aria-current", "true")
    assert "show=contacts" in page.url
    assert violations(page) == []


def test_did_not_attend_is_two_clicks_without_javascript(
    open_browser: Opener, site: str, world: World
) -> None:
    case = busy_case(world)
    context = open_browser(viewport=PHONE, java_script_enabled=False)
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{case.id}")
    missed = page.locator(".app-planned").filter(has_text="To record")
    missed.locator("summary").click()
    missed.get_by_role("button", name="Did not attend").click()
    expect(page.locator("#notice")).to_contain_text("Session recorded.")
    expect(page.locator(".app-planned").filter(has_text="To record")).to_have_count(0)


@pytest.mark.parametrize("width", [DESKTOP, NARROWEST], ids=["desktop", "narrow"])
def test_the_letterbox_is_accessible(
    open_browser: Opener, site: str, world: World, width: dict[str, int]
) -> None:
    his, hers = (
        world.accept(
            world.refer("dvpp", by=world.referrer, side=side, answers={}, source="self"),
            by=world.viewers[f"{who}_manager"],
            worker=world.viewers[f"{who}_worker"],
        )
        for side, who in (("perpetrator", "men"), ("partner", "partner"))
    )
    writer, reader = open_browser(viewport=width), open_browser(viewport=width)
    sign_in(writer, site, world, "men_worker")
    sign_in(reader, site, world, "partner_worker")
    page = writer.new_page()
    page.goto(f"/cases/{his.id}/letters/new")
    assert violations(page) == []
    page.get_by_label("A change in risk").check()
    page.get_by_label("What should they know?").fill("He asked for the address")
    page.get_by_role("button", name="Put into the letterbox").click()
    expect(page.locator("#notice")).to_contain_text("Letter put into the letterbox.")
    page = reader.new_page()
    page.goto("/letters")
    assert violations(page) == []
    assert no_sideways_scroll(page)
    page.get_by_role("link", name="A change in risk").click()
    expect(page.get_by_role("button", name="Link", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Which case do they concern?").select_option(str(hers.id))
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("now show in the case")
    page.goto(f"/cases/{hers.id}")
    expect(page.locator("main")).to_contain_text("A change in risk")
