"""The provider's worklists in a real browser: with and without script, wide and narrow."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import clocks
from app.actions import referrals
from app.database import Viewer
from app.models import Case, Referral
from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.judging import all_judged, judged
from tests.visits import sign_in_as
from tests.world import World


def come_in(context: BrowserContext, site: str, viewer: Viewer) -> Page:
    """A page of somebody who is signed in."""
    name = f"throughline_{site.rsplit(':', 1)[1]}"
    context.add_cookies([{"name": name, "value": sign_in_as(viewer), "url": site}])
    return context.new_page()


def nobodys(world: World, name: str) -> Case:
    referral = world.refer(person=world.somebody(name))
    with world.as_(world.manager) as database:
        return referrals.accept(database, database.find(Referral, referral.id, lock=True))


def rows(page: Page) -> list[str]:
    """The names in the list that is shown."""
    return page.locator("#results tbody th a").all_inner_texts()


def test_filters_swap_the_list_and_keep_each_other(
    world: World, site: str, open_browser: Opener
) -> None:
    world.engage(world.case(person=world.somebody("Active")))
    world.case(person=world.somebody("Opened"))
    world.accept(world.refer(person=world.somebody("Theirs")), worker=world.second_worker)
    page = come_in(open_browser(), site, world.worker)
    page.goto("/cases")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name=re.compile(r"^Active \(")).click()
    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("state=active"))
    # The tab that was chosen stays chosen when a filter changes.
    page.get_by_label("Whose cases").select_option("team")
    expect(page).to_have_url(re.compile("who=team"))
    expect(page).to_have_url(re.compile("state=active"))
    expect(page.get_by_role("link", name=re.compile(r"^All open \("))).to_have_text("All open (3)")
    page.get_by_role("link", name=re.compile(r"^All open \(")).click()
    expect(page.locator("#results tbody tr")).to_have_count(3)
    assert page.evaluate("window.stayed"), "the whole page was loaded"
    assert violations(page) == []
    page.go_back()
    expect(page.locator("#results tbody tr")).to_have_count(1)


def test_sorting_keeps_the_focus_where_it_was(
    world: World, site: str, open_browser: Opener
) -> None:
    for name in ("Ann", "Bea"):
        world.case(person=world.somebody(name))
    page = come_in(open_browser(), site, world.worker)
    page.goto("/cases")
    page.locator("#sort-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results th[aria-sort=ascending]")).to_contain_text("Person")
    expect(page.locator("#sort-name")).to_be_focused()
    assert rows(page) == ["Ann Testcase", "Bea Testcase"]
    page.keyboard.press("Enter")
    expect(page.locator("#results th[aria-sort=descending]")).to_contain_text("Person")
    assert rows(page) == ["Bea Testcase", "Ann Testcase"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_manager_decides_and_allocates(
    world: World, site: str, open_browser: Opener, *, script: bool
) -> None:
    world.refer(person=world.somebody("Calm"))
    world.refer(person=world.somebody("Pressing"), immediate_risk=True)
    page = come_in(open_browser(java_script_enabled=script), site, world.manager)
    page.goto("/")
    page.get_by_role("link", name="See the whole queue").click()
    expect(page).to_have_url(re.compile("/queue"))
    assert rows(page)[0] == "Pressing"
    page.get_by_role("link", name="Pressing").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who will hold this case?")
    page.get_by_label(world.worker.name, exact=True).check()
    page.get_by_role("button", name="Allocate").click()
    expect(page.get_by_text("Case allocated.")).to_be_visible()
    page.goto("/queue")
    page.get_by_role("link", name="Calm").click()
    page.get_by_role("link", name="Decline").click()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("link", name="Select why you decline this referral").click()
    page.get_by_label("No capacity").check()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Referral declined. The sender sees the reason.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_several_cases_are_given_in_three_presses(
    world: World, site: str, open_browser: Opener, *, script: bool
) -> None:
    for name in ("Ann", "Bea"):
        nobodys(world, name)
    page = come_in(open_browser(java_script_enabled=script), site, world.manager)
    page.goto("/queue/unallocated")
    for box in page.locator("input[name=cases]").all():
        box.check()
    page.get_by_label("Who will hold them?").select_option(str(world.worker.account_id))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Give 2 cases to")
    page.get_by_role("button", name="Allocate").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("now holds 2 cases")


def test_filters_work_without_script(world: World, site: str, open_browser: Opener) -> None:
    world.case(person=world.somebody("Mine"))
    world.accept(world.refer(person=world.somebody("Theirs")), worker=world.second_worker)
    page = come_in(open_browser(java_script_enabled=False), site, world.worker)
    page.goto("/cases?state=open")
    page.get_by_label("Whose cases").select_option("team")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("who=team"))
    assert set(rows(page)) == {"Mine Testcase", "Theirs Testcase"}
    assert "state=open" in page.url


def test_every_page_is_accessible_and_fits(world: World, site: str, open_browser: Opener) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=20)):
        world.case(person=world.somebody("Katherine"))
    shown = world.refer(by=world.colleague, person=world.somebody("Catherine"), immediate_risk=True)
    loose = nobodys(world, "Unheld")
    worker, offer = world.second_worker.account_id, f"/queue/{shown.id}"
    chosen = f"cases={loose.id}&worker={worker}"
    paths = {
        "manager": ("/", "/queue", "/queue?state=waiting", offer, f"/queue/allocate?{chosen}"),
        "worker": ("/", "/cases", "/search"),
    }
    for who, addresses in paths.items():
        page = come_in(open_browser(), site, world.viewers[who])
        assert all_judged(page, addresses) == []
    page.locator("#words").fill("Katherine")
    page.locator("#search-form").get_by_role("button").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("found for")
    assert list(judged(page)) == []
