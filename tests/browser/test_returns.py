"""A quarter's return in a browser, with and without JavaScript: written, signed, asked about, answered."""

import pytest
from playwright.sync_api import Page, expect

from app.models import ReturnVersion
from app.operations.return_printing import print_version
from app.queries.returns import find_return, versions_of
from app.reporting.periods import latest_whole
from tests.browser.conftest import Opener
from tests.browser.screens import PHONE
from tests.browser.test_case_file import sign_in
from tests.world import World


def come_in(open_browser: Opener, site: str, world: World, who: str, *, script: bool) -> Page:
    """A browser in which somebody is signed in."""
    context = open_browser(viewport=PHONE, java_script_enabled=script)
    sign_in(context, site, world, who)
    return context.new_page()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_return_goes_to_the_commissioner_and_a_question_comes_back(
    open_browser: Opener, site: str, world: World, *, script: bool
) -> None:
    path = f"/returns/{world.commissions['hospital'].id}/{latest_whole().code}"
    page = come_in(open_browser, site, world, "manager", script=script)
    page.goto(path)
    page.get_by_role("button", name="Write the texts").click()
    page.get_by_label("What was this quarter like?").fill("A calm quarter.")
    page.get_by_label("Risks and difficulties").fill("None to speak of.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Sign and submit").click()
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.locator("#error-summary")).to_contain_text("Say that you checked")
    page.get_by_label("I checked the figures and the texts").check()
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.get_by_text("It stands as it is now")).to_be_visible()
    print_version(newest(world).id)

    office = come_in(open_browser, site, world, "commissioner", script=script)
    office.goto("/returns-received")
    office.get_by_role("link", name="hospital").first.click()
    office.get_by_role("link", name="Referrals received: ask about it").click()
    office.get_by_label("Your question").fill("Why nobody?")
    office.get_by_role("button", name="Send").click()
    expect(office.get_by_text("Asked. The provider reads it")).to_be_visible()

    page.goto(path)
    page.get_by_role("link", name="Referrals received").first.click()
    page.get_by_label("Your answer").fill("A ward was closed.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Answered.")).to_be_visible()

    office.goto("/returns-received")
    office.get_by_role("link", name="hospital").first.click()
    expect(office.get_by_text("Answered", exact=True)).to_be_visible()
    office.get_by_role("button", name="Accept").click()
    expect(office.get_by_text("Return accepted.")).to_be_visible()


def newest(world: World) -> ReturnVersion:
    """The version that was submitted."""
    with world.as_(world.manager) as database:
        found = find_return(database, world.commissions["hospital"].id, latest_whole())
        assert found.row is not None
        return database.find(ReturnVersion, versions_of(database, found.row.id)[0].id)
