"""The frame and the form controls in a real browser, on a form of our own without a database."""

import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP, NARROWEST, PHONE
from tests.web.desk import desk


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The desk at an address; instead of the application on the database."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(desk(), log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


def saved(page: Page, status: int = 200, words: str = "Draft saved 19:44") -> None:
    """Answer autosave in the place of the server."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=words, content_type="text/html")

    page.route("**/drafts/*", answer)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE, NARROWEST])
def test_the_frame_is_accessible_and_fits(open_browser: Opener, screen: ViewportSize) -> None:
    page = open_browser(viewport=screen).new_page()
    page.goto("/desk")
    expect(page.locator("#other")).to_have_attribute("role", "combobox")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


@pytest.mark.parametrize("screen", [DESKTOP, PHONE])
def test_a_refused_form_is_accessible_and_its_summary_leads_to_each_box(
    open_browser: Opener, screen: ViewportSize
) -> None:
    page = open_browser(viewport=screen).new_page()
    page.goto("/desk")
    page.get_by_label("Note (optional)").fill("kept")
    page.get_by_role("button", name="Decline").click()
    expect(page).to_have_title(re.compile("^Error: Decline"))
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("Note (optional)")).to_have_value("kept")
    assert violations(page) == []
    links = page.locator("#error-summary a")
    assert links.count() == 3
    for number in range(links.count()):
        box = page.locator(str(links.nth(number).get_attribute("href")))
        links.nth(number).click()
        expect(box).to_be_focused()


@pytest.mark.parametrize("path", ["/desk/refused", "/nowhere"])
def test_trouble_is_accessible(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []


def test_the_form_works_without_javascript(open_browser: Opener) -> None:
    page = open_browser(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/desk")
    expect(page.get_by_role("link", name="New referral")).to_be_visible()
    expect(page.get_by_text("You can enter up to 500 characters")).to_be_visible()
    page.get_by_label("No place").first.check()
    for box, text in {"Day": "2", "Month": "mar", "Year": "2008"}.items():
        page.get_by_role("group", name="Date of birth").get_by_label(box).fill(text)
    page.get_by_label("Yes").check()
    page.get_by_label("Another service (optional)").select_option("Service 7")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_notice_is_said_once(page: Page) -> None:
    page.goto("/desk?done=saved")
    expect(page.locator("#notice")).to_be_focused()
    page.reload()
    expect(page.locator("#notice")).to_have_count(0)


def test_a_part_is_swapped_in_and_said(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("link", name="More").click()
    expect(page.locator("#live")).to_have_text("Three rows")
    assert violations(page) == []


def test_the_menu_opens_on_a_phone(open_browser: Opener) -> None:
    page = open_browser(viewport=PHONE).new_page()
    page.goto("/desk")
    expect(page.get_by_role("link", name="Drafts")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Drafts")).to_be_visible()
    assert violations(page) == []


def test_autosave_changes_only_its_line(page: Page) -> None:
    saved(page)
    page.goto("/desk")
    note = page.get_by_label("Note (optional)")
    note.press_sequentially("kept as typed")
    expect(page.locator("#draft-status")).to_have_text("Draft saved 19:44")
    expect(note).to_have_value("kept as typed")
    expect(note).to_be_focused()


@pytest.mark.parametrize(
    ("status", "words"), [(401, "You are signed out."), (500, "Not saved just now.")]
)
def test_autosave_that_fails_says_so_beside_what_is_typed(
    page: Page, status: int, words: str
) -> None:
    saved(page, status, "<p>not for here</p>")
    page.goto("/desk")
    note = page.get_by_label("Note (optional)")
    note.press_sequentially("kept as typed")
    expect(page.locator("#draft-status")).to_contain_text(words)
    expect(note).to_have_value("kept as typed")


def test_locking_the_screen_saves_what_was_just_typed_first(page: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(f"{route.request.url} {route.request.post_data}")
        route.fulfill(body="answered")

    page.route("**/drafts/*", answer)
    page.route("**/lock", answer)
    page.goto("/desk")
    page.get_by_label("Note (optional)").fill("typed just now")
    page.get_by_role("button", name="Lock screen").click()
    page.wait_for_url("**/lock")
    assert "/drafts/" in asked[0]
    assert "typed+just+now" in asked[0]
    assert "/lock" in asked[1]


def test_sending_the_form_saves_no_draft_after_it(page: Page) -> None:
    drafts: list[str] = []
    page.on("request", lambda r: drafts.append(r.url) if "/drafts/" in r.url else None)
    page.goto("/desk")
    page.get_by_label("Note (optional)").fill("typed just now")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert drafts == []


def test_autosave_without_a_connection_says_so(page: Page) -> None:
    page.route("**/drafts/*", lambda route: route.abort())
    page.goto("/desk")
    page.get_by_label("Note (optional)").press_sequentially("kept")
    expect(page.locator("#draft-status")).to_contain_text("Not saved just now.")


def test_the_time_out_warns_and_one_press_goes_on(page: Page) -> None:
    asked: list[str | None] = []

    def stay(route: Route) -> None:
        asked.append(route.request.headers.get("x-form-token"))
        route.fulfill(json={"ends": "2999-01-01T00:00:00+00:00"})

    page.route("**/stay", stay)
    page.goto("/desk?minutes=1.5")
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("in less than 2 minutes")
    assert violations(page) == []
    with page.expect_request("**/stay"):
        page.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert len(asked) == 1
    assert asked[0]


def test_a_long_list_is_a_box_to_type_in(page: Page) -> None:
    page.goto("/desk")
    box = page.locator("#other")
    box.fill("service 7")
    page.get_by_role("option", name="Service 7").click()
    chosen = page.locator("select[name=other]")
    expect(chosen).to_have_value("00000000-0000-0000-0000-000000000007")
    # Leaving the box keeps what was chosen, and what is sent is what stands in it.
    page.keyboard.press("Tab")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Decline").click()
    assert "other=00000000-0000-0000-0000-000000000007" in (sent.value.post_data or "")
    box.fill("none of these")
    page.keyboard.press("Tab")
    expect(chosen).to_have_value("")


def test_tables_of_figures_open_for_print(page: Page) -> None:
    page.goto("/desk")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_role("table", name="Referrals by month")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("table", name="Referrals by month")).to_be_hidden()


@pytest.mark.parametrize("programme", ["ed-navigators", "dvpp"])
@pytest.mark.parametrize("screen", [DESKTOP, NARROWEST])
def test_the_questions_of_a_programme_are_accessible_and_fit(
    open_browser: Opener, screen: ViewportSize, programme: str
) -> None:
    page = open_browser(viewport=screen).new_page()
    page.goto(f"/desk/questions/{programme}", wait_until="networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_a_question_that_depends_on_another_appears_when_it_is_asked(page: Page) -> None:
    page.goto("/desk/questions/ed-navigators")
    dependent = page.locator("[data-shown-when]").first
    expect(dependent).to_be_hidden()
    key, answer = (str(dependent.get_attribute(f"data-shown-{what}")) for what in ("when", "is"))
    page.locator(f"[name={key}][value={answer.split()[0]}]").check(force=True)
    expect(dependent).to_be_visible()
