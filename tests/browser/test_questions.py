"""A manager asks the service's own figures a question, with and without script."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.browser.conftest import Opener
from tests.browser.judging import judged
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_case_file import sign_in
from tests.browser.test_figures import QUARTER, arrange
from tests.world import World


@pytest.mark.parametrize("java_script", [True, False], ids=["with-script", "without-script"])
def test_a_question_is_asked_narrowed_and_followed_to_its_list(
    world: World, owner: Engine, site: str, open_browser: Opener, *, java_script: bool
) -> None:
    arrange(world, owner)
    context = open_browser(
        viewport=DESKTOP if java_script else PHONE, java_script_enabled=java_script
    )
    sign_in(context, site, world, "manager")
    page = context.new_page()
    page.goto(f"{site}/figures?quarter={QUARTER.code}")
    page.get_by_role("link", name="Ask your own question").click()
    page.get_by_label("What is counted").select_option(label="Planned endings")
    page.get_by_label("Broken down by").select_option(label="Sex")
    page.get_by_label("Compared with").select_option(label="The period before")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("columnheader", name="Cases closed")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Not known"))).to_be_visible()
    if java_script:
        # Measured at every width; without script nothing can be measured.
        assert list(judged(page)) == []
    # Kept to one line of the table, and from its number to the list.
    page.get_by_role("link", name=re.compile("^Female")).click()
    expect(page.get_by_text("Kept to: Sex: Female")).to_be_visible()
    number = page.get_by_role("heading", level=1).get_by_role("link")
    count = int((number.inner_text()).split()[0])
    number.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Planned endings: {count}")
    expect(page.get_by_role("row")).to_have_count(count + 1)
    page.get_by_role("link", name="Back to the figures").click()
    expect(page.get_by_label("What is counted")).to_have_value("planned-exits")
