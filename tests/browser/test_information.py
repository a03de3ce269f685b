"""Pages that anybody may see."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.screens import NARROWEST


@pytest.mark.parametrize("path", ["/help", "/accessibility", "/privacy"])
def test_information_is_accessible_and_fits_the_narrowest_screen(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
