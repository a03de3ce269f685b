"""Referring by an emailed link, and bringing cases in: in a real browser, with and without script."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, text

from tests.browser.conftest import Opener
from tests.browser.judging import judged
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_worklists import come_in
from tests.guests.holding import last_email, let_in, secret_in
from tests.imports.files import csv, row, xlsx
from tests.world import World

CONTINUE = "Continue"


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that follows."""
    page.get_by_role("button", name=name, exact=True).click()


def good(page: Page, *, script: bool, error: bool = False) -> None:
    """Hold a page to what every page must be (asking it needs script)."""
    if script:
        assert list(judged(page, error=error)) == []
        page.set_viewport_size(PHONE)


def answer(page: Page, step: str) -> None:
    """Type what one page of the form asks."""
    if step == "you":
        page.get_by_label("Your name").fill("Nell Pryce")
        page.get_by_label("The organisation you work for").fill("Elm School")
    elif step == "source":
        page.get_by_label("You refer as").select_option("school")
    elif step == "agreement":
        page.get_by_label("Yes, they agreed").check()
    elif step == "name":
        page.get_by_label("What do they like to be called?").fill("Quillon")
    elif step == "danger":
        page.get_by_label("No", exact=True).check()
    elif step == "reason":
        page.get_by_label("Assault", exact=True).check()
    elif step == "approach":
        page.get_by_label("Face to face").check()


def ask_and_answer(page: Page, manager: Page, owner: Engine, mail: str, *, script: bool) -> None:
    """The manager asks, the guest answers by the link of the second email."""
    manager.get_by_role("link", name="Quillon").click()
    manager.get_by_role("link", name="Ask for more").click()
    manager.get_by_label("What do you need to know?").fill("Who is at home?")
    press(manager, "Send question")
    page.goto(f"/refer/open/{secret_in(last_email(owner, mail))}")
    press(page, "Read the question")
    expect(page.get_by_text("Who is at home?")).to_be_visible()
    good(page, script=script)
    page.get_by_label("Your answer").fill("Her grandmother")
    if script:
        expect(page.locator("#draft-status")).to_have_text(re.compile(r"Kept \d\d:\d\d"))
    press(page, "Send answer")
    expect(page.get_by_role("heading", name="Answer sent")).to_be_visible()
    good(page, script=script)
    manager.goto("/queue")
    expect(manager.get_by_text("The sender has answered")).to_be_visible()
    manager.get_by_role("link", name="Quillon").click()
    expect(manager.get_by_text("Her grandmother")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_guest_refers_somebody_and_reads_what_became_of_it(
    world: World, site: str, open_browser: Opener, owner: Engine, *, script: bool
) -> None:
    commission, mail = let_in(world), f"nell-{world.tag}@school.example.org"
    page = open_browser(viewport=PHONE, java_script_enabled=script).new_page()
    page.goto(f"/refer/{commission}")
    page.get_by_label("Your work email address").fill(mail)
    press(page, "Send me the link")
    expect(page.get_by_role("heading", name="Check your email")).to_be_visible()
    good(page, script=script)
    with owner.connect() as connection:
        words = connection.scalar(text("SELECT words FROM mail WHERE address = :m"), {"m": mail})
    page.goto(f"/refer/open/{secret_in(str(words))}")
    good(page, script=script)
    press(page, "Open the form")
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    press(page, CONTINUE)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter your name")
    good(page, script=script, error=True)
    seen: set[str] = set()
    while "/refer/form/" in page.url:
        step = page.url.rpartition("/")[2]
        assert step not in seen, step
        seen.add(step)
        if step in {"contact", "agreement", "reason", "age"}:
            good(page, script=script)
        answer(page, step)
        if step == "matters":
            page.get_by_label("In their own words").fill("To sleep at night")
            if script:
                expect(page.locator("#draft-status")).to_have_text(re.compile(r"Kept \d\d:\d\d"))
        with page.expect_navigation():
            press(page, CONTINUE)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    good(page, script=script)
    page.get_by_role("link", name=re.compile("^Change what is their name")).click()
    page.get_by_label("Family name").fill("Testcase")
    press(page, CONTINUE)
    expect(page.get_by_text("Quillon Testcase")).to_be_visible()
    press(page, "Send referral")
    expect(page.get_by_role("heading", name="Referral received")).to_be_visible()
    good(page, script=script)
    press(page, "Finish on this computer")
    page.goto("/refer/status")
    expect(page.get_by_role("heading", name="This link does not work here")).to_be_visible()
    good(page, script=script, error=True)
    manager = come_in(open_browser(java_script_enabled=script), site, world.manager)
    manager.goto("/queue")
    expect(manager.get_by_text("From Nell Pryce, Elm School")).to_be_visible()
    ask_and_answer(page, manager, owner, mail, script=script)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_manager_brings_cases_in(
    world: World, site: str, open_browser: Opener, *, script: bool
) -> None:
    world.case(person=world.somebody("Quillon"))
    name = world.commissions["iris"].name
    rows = [row("A1", "Quillon"), row("A2", "Wystan", DOB="1/2/2009"), row("A3", "", Mobile="")]
    content = xlsx(*rows) if script else csv(*rows, separator=";", encoding="utf-8-sig")
    page = come_in(open_browser(viewport=DESKTOP, java_script_enabled=script), site, world.manager)
    page.goto("/queue")
    page.get_by_role("link", name="Bring cases in").click()
    page.get_by_label("Which service do they belong to?").select_option(label=name)
    file = {"name": "cases.xlsx" if script else "cases.csv", "mimeType": "", "buffer": content}
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]  # a file
    press(page, CONTINUE)
    expect(page.get_by_role("heading", name="Which column holds what?")).to_be_visible()
    expect(page.get_by_label("Date of birth (optional)")).to_have_value("DOB")
    press(page, CONTINUE)
    page.get_by_label("“A&E”").select_option("other")
    press(page, CONTINUE)
    expect(page.get_by_role("cell", name="First name is missing. Fill the cell in")).to_be_visible()
    good(page, script=script)
    page.set_viewport_size(DESKTOP)
    page.get_by_label("Quillon Testcase, born").check()
    press(page, "Bring in 2 cases")
    expect(page.get_by_role("heading", name="2 cases brought in")).to_be_visible()
    good(page, script=script)
