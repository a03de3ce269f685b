"""Every page, wide and narrow, first and in error: accessible, whole, and within its window."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app import database as door
from app.operations import migration
from app.operations.embedded import Server
from app.operations.migration import Addresses
from tests.access.delivered import deliver
from tests.access.filled import Filled, fill
from tests.access.house import furnish
from tests.access.routes import every_route, filled_in
from tests.browser import showing
from tests.browser.conftest import Opener
from tests.browser.judging import WIDTHS, judged
from tests.browser.pages import HOMES, NOT_PAGES, OF_A_DEMO, PAGES, address
from tests.browser.screens import DESKTOP, PHONE
from tests.visits import application, sign_in_as
from tests.world import load_programmes, make_world

CHUNK = 9
ROUTES = every_route(application())
FORMS = {path for method, path in ROUTES if method == "POST"}
# The page of a form, emptied; a box that no form has, so that nothing is ever changed.
HAS_BOXES = """() => {
  const form = document.querySelector('main form[method=post]');
  return !!form && [...form.elements].some((one) => !['hidden', 'submit', 'button', 'fieldset'].includes(one.type));
}"""
SPOIL = """() => {
  const form = document.querySelector('main form[method=post]');
  for (const box of form.elements) {
    if (box.type === 'hidden' || box.type === 'submit' || box.type === 'button') continue;
    if (box.type === 'radio' || box.type === 'checkbox') box.checked = false; else box.value = '';
  }
  const extra = document.createElement('input');
  extra.type = 'hidden'; extra.name = 'unasked'; extra.value = 'box';
  form.append(extra);
  HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture(scope="module")
def alone(server: Server, where: Addresses) -> Iterator[Addresses]:
    """A database with nothing else in it: pages stay as long as a partnership makes them."""
    name = f"throughline_pages_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    server.create_database(name)
    found = migration.addresses(server.owner_url_of(name), server.login_url(name))
    migration.migrate(found, kind="test")
    door.configure(found.login, guest=found.guest, publishing=found.publishing)
    yield found
    door.configure(where.login, guest=where.guest, publishing=where.publishing)


@pytest.fixture(scope="module")
def filled(alone: Addresses) -> Iterator[Filled]:
    """The partnership that the pages show."""
    load_programmes(alone)
    made = fill(make_world())
    furnish(made)
    deliver(made)
    showing.arrange(made)
    yield made


def test_every_page_has_a_line_in_the_table() -> None:
    paths = {path for method, path in ROUTES if method == "GET" and not path.startswith(OF_A_DEMO)}
    assert sorted(paths - PAGES.keys() - NOT_PAGES.keys() - {"/locked"}) == []
    assert sorted(PAGES.keys() - paths) == []


def come_in(context: BrowserContext, site: str, filled: Filled, person: str) -> None:
    context.clear_cookies()
    if person:
        name = f"throughline_{site.rsplit(':', 1)[1]}"
        value = sign_in_as(filled.world.viewers[person])
        context.add_cookies([{"name": name, "value": value, "url": site}])


def in_error(page: Page) -> Iterator[str]:
    """Send the form of a page empty: what is wrong with the page that comes back."""
    with page.expect_navigation() as arrived:
        page.evaluate(SPOIL)
    answer = arrived.value
    if answer is None or answer.status not in {422, 409}:
        yield f"an empty form was answered {answer.status if answer else 'not at all'}"
        return
    summary = page.locator(".govuk-error-summary")
    if summary.count() != 1:
        yield f"{summary.count()} error summaries"
    else:
        expect(summary).to_be_focused()
    yield from judged(page, error=True, widths=(PHONE,))


def chunks() -> list[list[str]]:
    paths = sorted(PAGES, key=lambda path: (PAGES[path].person, path))
    return [paths[at : at + CHUNK] for at in range(0, len(paths), CHUNK)]


@pytest.mark.parametrize(
    "thorough", [False, pytest.param(True, marks=pytest.mark.long)], ids=["", "thorough"]
)
@pytest.mark.parametrize("paths", chunks(), ids=lambda paths: paths[0])
def test_every_page_is_good_first_and_in_error(
    open_browser: Opener, site: str, filled: Filled, paths: list[str], *, thorough: bool
) -> None:
    context = open_browser(viewport=DESKTOP)
    page, now, wrong = context.new_page(), None, []
    for path in paths:
        person = PAGES[path].person
        if person != now:
            come_in(context, site, filled, person)
            now = person
        answer: Any = page.goto(address(filled, path))
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status} for {person or 'a stranger'}")
            continue
        # A form is judged wide as it is first seen, and on a phone with all its errors on it.
        is_form = path in FORMS and page.evaluate(HAS_BOXES)
        widths = (DESKTOP,) if is_form and not thorough else WIDTHS
        wrong += [f"{path}: {one}" for one in judged(page, widths=widths)]
        if is_form:
            wrong += [f"{path} in error: {one}" for one in in_error(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", HOMES)
def test_every_first_page_is_good(
    open_browser: Opener, site: str, filled: Filled, person: str
) -> None:
    context = open_browser(viewport=DESKTOP)
    come_in(context, site, filled, person)
    page = context.new_page()
    page.goto("/")
    wrong = list(judged(page))
    assert not wrong, "\n".join(wrong)


def test_a_locked_screen_is_good(open_browser: Opener, site: str, filled: Filled) -> None:
    context = open_browser(viewport=DESKTOP)
    come_in(context, site, filled, "colleague")
    page = context.new_page()
    page.goto("/referrals")
    page.get_by_role("button", name="Lock screen").click()
    page.wait_for_url(re.compile("/locked"))
    wrong = list(judged(page))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["manager", "commissioner"])
def test_a_page_that_does_not_exist_is_good(
    open_browser: Opener, site: str, filled: Filled, person: str
) -> None:
    context = open_browser(viewport=DESKTOP)
    come_in(context, site, filled, person)
    page = context.new_page()
    for path in ("/nowhere", f"/cases/{filled.cases['men'].id}"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404
        wrong = list(judged(page))
        assert not wrong, "\n".join(wrong)


SWAPPED = (
    ("worker", "/cases/{case_id}", "hospital", "[hx-get]"),
    ("worker", "/cases", "", "main form[hx-get] select, .app-tabs a"),
    ("manager", "/queue", "", "main form[hx-get] select, .app-tabs a"),
)


@pytest.mark.parametrize(("person", "path", "label", "what"), SWAPPED)
def test_what_is_swapped_in_is_good(
    open_browser: Opener, site: str, filled: Filled, person: str, path: str, label: str, what: str
) -> None:
    ids = filled.records["case"][label].ids if label else {}
    context = open_browser(viewport=DESKTOP)
    come_in(context, site, filled, person)
    page, wrong, swapped = context.new_page(), [], 0
    page.goto(filled_in(path, ids))
    for n in range(min(page.locator(what).count(), 8)):
        page.goto(filled_in(path, ids))
        pressed = page.locator(what).nth(n)
        if not pressed.is_visible():
            continue
        with page.expect_response(
            lambda answer: answer.request.headers.get("hx-request") == "true"
        ):
            change(pressed)
        expect(page.locator(".htmx-request, .htmx-swapping")).to_have_count(0)
        swapped += 1
        wrong += [f"after {pressed}: {one}" for one in judged(page)]
    assert swapped > 0
    assert not wrong, "\n".join(wrong)


def change(box: Locator) -> None:
    """Use a control as its kind is used."""
    kind = box.evaluate("one => one.tagName + ':' + (one.type || '')")
    if kind.startswith("SELECT"):
        options = box.evaluate("one => [...one.options].map((option) => option.value)")
        box.select_option(options[-1])
    elif kind.startswith("INPUT:") and kind not in {"INPUT:checkbox", "INPUT:radio"}:
        box.fill("2")
        box.dispatch_event("change")
    elif kind.startswith("INPUT"):
        box.check(force=True)
    else:
        box.click()
