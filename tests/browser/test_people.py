"""People in a browser: two records joined and parted, and the record in plain words, in two clicks."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_case_file import no_sideways_scroll, sign_in
from tests.people.test_joining import two_records
from tests.world import World


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_a_person_is_seen_whole(
    open_browser: Opener, site: str, world: World, *, scripts: bool
) -> None:
    one, other = two_records(world)
    context = open_browser(viewport=DESKTOP if scripts else PHONE, java_script_enabled=scripts)
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{one.id}/about")
    page.get_by_role("link", name="Decide about Teddy Testcase").click()
    page.get_by_label("Yes, the same person: join the records").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_contain_text("Enter how you know")
    # What was chosen is kept.
    expect(page.get_by_label("Yes, the same person: join the records")).to_be_checked()
    page.get_by_label("How do you know?").fill("She told me herself")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#notice")).to_contain_text("counted as one person")
    expect(page.locator("main")).to_contain_text(other.reference)
    if scripts:
        assert violations(page) == []
        assert no_sideways_scroll(page)
    page.get_by_role("link", name="Part them again").click()
    page.get_by_label("Why?").fill("Two cousins")
    page.get_by_role("button", name="Part them").click()
    expect(page.locator("#notice")).to_contain_text("Every figure follows")

    page.get_by_role("button", name="Add a family member").click()
    page.get_by_label("Who are they to the person?").select_option("parent")
    page.get_by_label("First name or initials").fill("M.")
    page.locator("input[name=contact][value=not-safe]").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("M.")

    if not scripts:
        page.get_by_text("More", exact=False).first.click()
    page.locator(".app-case-nav").get_by_role("link", name="Sharing").locator(
        "visible=true"
    ).click()
    page.get_by_role("link", name="Your record in plain words").click()
    expect(page.locator("h1")).to_have_text("Your record in plain words")
    page.get_by_role("button", name="Note that they have it").click()
    expect(page.locator("main")).to_contain_text("The person was given their record in plain words")
