"""Commissioner's pages on paper: no navigation, every table whole, the chart that is made for width."""

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from app.reporting.quarterly import SECTIONS
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP
from tests.browser.test_case_file import sign_in
from tests.browser.test_figures import QUARTER, arrange
from tests.world import World

PAPER = {"width": 718, "height": 1016}
"""A4 less margins of a centimetre, in pixels of CSS."""
GONE = (
    "header", "footer", "nav", "form", "button", ".govuk-button", ".app-no-print", ".govuk-back-link",
)  # fmt: skip
CUT_OFF = """() => [...document.querySelectorAll('table, svg')]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => `${one.tagName} ${one.id || one.caption?.textContent}: ${one.getBoundingClientRect().right}`)"""


def judged_on_paper(page: Page) -> list[str]:
    """What of a page should not be on paper, or is cut off there."""
    wrong = [
        f"{what} is printed"
        for what in GONE
        if any(one.is_visible() for one in page.locator(what).all())
    ]
    wrong += page.evaluate(CUT_OFF)
    wrong += [
        "a narrow chart is printed"
        for one in page.locator(".app-chart.app-narrow").all()
        if one.is_visible()
    ]
    charts = page.locator(".app-chart.app-wide")
    wrong += ["a wide chart is missing" for one in charts.all() if not one.is_visible()]
    return wrong


def test_every_section_is_whole_on_paper(
    world: World, owner: Engine, site: str, open_browser: Opener
) -> None:
    arrange(world, owner)
    context = open_browser(viewport=DESKTOP)
    sign_in(context, site, world, "commissioner")
    page = context.new_page()
    paths = [f"/quarter/{QUARTER.code}/{key}" for key in SECTIONS if key != "overview"]
    wrong = []
    for path in ("/", *paths, "/commissioned", "/returns-received"):
        page.goto(site + path)
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        wrong += [f"{path}: {one}" for one in judged_on_paper(page)]
        expect(page.locator("h1")).to_be_visible()
    assert wrong == []
    body = page.pdf(format="A4")
    assert body.startswith(b"%PDF-")
