"""Figures, saved views, a board paper and the public's pages in a browser, with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from app.actions import editions
from app.operations import editions as making
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_case_file import sign_in
from tests.reporting import ledger
from tests.world import World

ComeIn = Callable[[str], Page]
QUARTER = ledger.a_quarter_ago()


def arrange(world: World, owner: Engine) -> None:
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
    ]
    days = (QUARTER.start - timedelta(days=30), QUARTER.end)
    rng = Random(2)  # noqa: S311 - invented numbers
    ledger.write(owner, ledger.history(rng, commissions, days, 400))


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def come_in(
    request: pytest.FixtureRequest, open_browser: Opener, site: str, world: World, owner: Engine
) -> ComeIn:
    """Come in as somebody: `come_in("commissioner")`."""
    arrange(world, owner)

    def new(person: str) -> Page:
        context = open_browser(viewport=DESKTOP, java_script_enabled=request.param)
        sign_in(context, site, world, person)
        return context.new_page()

    return new


def test_a_view_is_saved_and_a_paper_is_written_made_and_taken_away(come_in: ComeIn) -> None:
    page = come_in("commissioner")
    page.goto(f"/quarter/{QUARTER.code}")
    page.get_by_role("navigation", name="Figures of the quarter").get_by_role(
        "link", name="Waits", exact=True
    ).first.click()
    page.get_by_role("link", name="Save this view").click()
    page.fill("#name", "How long they wait")
    page.get_by_label("Always show the newest quarter").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="How long they wait").click()
    expect(page.locator("h1")).to_contain_text("Waits")

    page.get_by_role("link", name="Papers", exact=True).click()
    page.get_by_role("button", name="Begin a paper").click()
    page.fill("#title", "Paper for the board")
    for label in ("Providers", "Demand", "Areas", "Equity"):
        page.get_by_label(label, exact=True).uncheck()
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Paper for the board")
    page.get_by_role("button", name="Write what it says").click()
    page.fill("#introduction", "What follows is counted, not proved.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What follows is counted, not proved.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_role("button", name="Make the paper").click()
    expect(page.get_by_text("The paper was made. It does not change any more.")).to_be_visible()
    expect(page.get_by_role("button", name="Write what it says")).to_have_count(0)


def test_what_was_being_written_comes_back(
    open_browser: Opener, site: str, world: World, owner: Engine
) -> None:
    arrange(world, owner)
    context = open_browser(viewport=PHONE)
    sign_in(context, site, world, "commissioner")
    page = context.new_page()
    page.goto("/papers/new")
    page.fill("#title", "Half of a title")
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved")
    page.goto("/papers")
    page.goto("/papers/new")
    expect(page.locator("#title")).to_have_value("Half of a title")


def test_anybody_reads_what_was_published_on_a_phone_without_script_or_cookie(
    open_browser: Opener, world: World, owner: Engine
) -> None:
    arrange(world, owner)
    with world.as_(world.commissioner) as database:
        order = editions.publish(database, span=QUARTER, confirmed=True)
    made = making.make(order.id)
    context = open_browser(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/public")
    # Others may have published the same quarter.
    page.locator(f"a[href='/public/periods/{made}']").first.click()
    expect(page.locator("h1")).to_contain_text(QUARTER.label)
    page.get_by_text("Table: By programme").click()
    expect(page.get_by_role("table", name="By programme", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.locator("a[href$='.csv']").first.click()
    assert download.value.suggested_filename.endswith(".csv")
    page.get_by_role("link", name="What is commissioned").click()
    expect(page.get_by_text(world.commissions["hospital"].name)).to_be_visible()
    page.get_by_role("link", name="Find support").click()
    expect(page.get_by_role("link", name="Leave this page quickly")).to_be_visible()
    assert context.cookies() == []
