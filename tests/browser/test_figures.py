"""Figures in a real browser: accessible, printable sense at every width, with and without script."""

import random
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import Engine

from app.reporting.quarterly import SECTIONS
from tests.browser.conftest import Opener
from tests.browser.judging import judged
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_case_file import sign_in
from tests.reporting import ledger
from tests.world import World

QUARTER = ledger.a_quarter_ago()
COMMISSIONS = (
    ("hospital", "ed-navigators", "", 700),
    ("iris", "iris", "", 250),
    ("schools", "mvp", "", 300),
    ("routes", "step-together", "", 200),
    ("dvpp", "dvpp", "partner", 90),
)
PAGES = (
    ("commissioner", f"/quarter/{QUARTER.code}"),
    *(("commissioner", f"/quarter/{QUARTER.code}/{key}") for key in SECTIONS if key != "overview"),
    ("commissioner", f"/quarter/{QUARTER.code}?within=programme:iris"),
    ("commissioner", "/commissioned"),
    ("evaluator", "/quarter"),
    ("manager", f"/figures?quarter={QUARTER.code}"),
    ("manager", f"/figures/people-reached/cases?quarter={QUARTER.code}"),
    ("manager", f"/figures/contacts/cases?quarter={QUARTER.code}"),
)


def arrange(world: World, owner: Engine) -> None:
    rng = random.Random(3)  # noqa: S311 - invented numbers
    days = (QUARTER.start - timedelta(days=60), QUARTER.end)
    for commission, programme, side, size in COMMISSIONS:
        rows = ledger.history(rng, [(world.commissions[commission], programme, side)], days, size)
        ledger.write(owner, rows)


def test_every_page_of_figures_is_accessible_and_fits(
    world: World, owner: Engine, site: str, open_browser: Opener
) -> None:
    arrange(world, owner)
    wrong = []
    for who in ("commissioner", "evaluator", "manager"):
        context = open_browser(viewport=DESKTOP)
        sign_in(context, site, world, who)
        page = context.new_page()
        for owner_of_page, path in PAGES:
            if owner_of_page != who:
                continue
            page.goto(site + path)
            for summary in page.locator("summary").all()[:6]:
                if summary.is_visible():
                    summary.click()
            wrong += [f"{path}: {one}" for one in judged(page, widths=(PHONE,))]
    assert wrong == []


def test_a_commissioner_without_script_filters_turns_and_downloads(
    world: World, owner: Engine, site: str, open_browser: Opener
) -> None:
    arrange(world, owner)
    context = open_browser(viewport=DESKTOP, java_script_enabled=False)
    sign_in(context, site, world, "commissioner")
    page = context.new_page()
    page.goto(f"{site}/")
    expect(page.locator("h1")).to_contain_text(QUARTER.label)
    page.get_by_label("Figures of", exact=True).select_option(label="IRIS")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_contain_text("Overview: IRIS")
    expect(page.get_by_label("Figures of", exact=True)).to_have_value("programme:iris")
    page.get_by_role("link", name=QUARTER.before.label).click()
    expect(page.locator("h1")).to_contain_text(QUARTER.before.label)
    expect(page.get_by_label("Figures of", exact=True)).to_have_value("programme:iris")
    page.get_by_label("Quarter", exact=True).select_option(label=QUARTER.label)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Outcomes", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Outcomes: IRIS")
    with page.expect_download() as download:
        page.locator("a[href*='.csv']").first.click()
    assert download.value.suggested_filename.endswith(".csv")
