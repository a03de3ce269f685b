"""The demo's own pages: as good as every other, and every page says that it is a demo."""

from playwright.sync_api import expect

from tests.accounts.test_demo import demo  # noqa: F401 - a fixture
from tests.browser.conftest import Opener
from tests.browser.judging import judged
from tests.browser.screens import DESKTOP
from tests.world import World


def test_every_page_of_a_demo_is_good_and_says_so(
    open_browser: Opener,
    site: str,
    demo: World,  # noqa: F811 - the fixture
) -> None:
    demo.refer()
    page, wrong = open_browser(viewport=DESKTOP).new_page(), []
    for path in ("/sign-in", "/demo", "/demo/people", "/demo/mail"):
        page.goto(path)
        wrong += [f"{path}: {one}" for one in judged(page)]
        expect(page.get_by_role("region", name="Demo")).to_be_visible()
    # One press signs in.
    page.goto("/demo/people")
    page.get_by_role("button").filter(has_text="Navigator").first.click()
    expect(page.get_by_text("Signed in as")).to_be_attached()
    for path in ("/", "/demo", "/demo/people", "/demo/mail"):
        page.goto(path)
        wrong += [f"{path} signed in: {one}" for one in judged(page)]
    assert not wrong, "\n".join(wrong)
