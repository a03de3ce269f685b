"""Tasks, notes, papers, supervision and follow-up as somebody does them, with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import clocks
from app.actions import cases
from app.models import Case, SafeContact
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_case_file import sign_in
from tests.world import World


def fill_day(page: Page, name: str, day: object) -> None:
    """Type a day into its three boxes."""
    for part in ("day", "month", "year"):
        page.fill(f"#{name}-{part}", str(getattr(day, part)))


def give_a_task(page: Page, case: Case, colleague: str) -> None:
    """From the case file: a task for a colleague."""
    page.goto(f"/cases/{case.id}")
    page.get_by_role("link", name="Add a task").click()
    page.fill("#words", "Ring the school")
    page.select_option("#account", label=colleague)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Task saved.")).to_be_visible()


def name_a_colleague(page: Page, case: Case, colleague: str) -> None:
    """From the case file: a pinned note that a colleague finds on their day."""
    page.goto(f"/cases/{case.id}")
    page.get_by_role("link", name="Write a note").click()
    page.fill("#words", "Knock twice")
    page.get_by_label("Pin it to the top of the case").check()
    page.get_by_label(colleague).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Pinned")).to_be_visible()


def bring_and_remove(page: Page, case: Case, folder: Path) -> None:
    """A file with a false ending is refused, the real one taken, read and removed."""
    page.goto(f"/cases/{case.id}/documents")
    page.get_by_role("button", name="Add a document").click()
    (folder / "order.png").write_bytes(b"%PDF-1.7\n%%EOF")
    (folder / "order.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    page.set_input_files("#file", folder / "order.png")
    page.select_option("#kind", label="Court or police paper")
    page.fill("#title", "Court order")
    page.get_by_role("button", name="Add document").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("does not end in .pdf")
    expect(page.locator("#title")).to_have_value("Court order")
    page.set_input_files("#file", folder / "order.pdf")
    page.get_by_role("button", name="Add document").click()
    expect(page.get_by_text("Document added.")).to_be_visible()
    with page.expect_download() as arrived:
        page.get_by_role("link", name="Download Court order").click()
    assert Path(arrived.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Court order", exact=True).click()
    page.get_by_role("link", name="Remove this document").click()
    page.get_by_label("The wrong file").check()
    page.get_by_role("button", name="Remove document").click()
    expect(page.get_by_text("Removed: the wrong file")).to_be_visible()


def write_on_paper(page: Page, case: Case) -> None:
    """A letter from a template, edited and saved as a PDF."""
    page.goto(f"/cases/{case.id}/documents")
    page.get_by_role("link", name="Write a letter on paper").click()
    page.get_by_role("link", name="We missed you").click()
    words = page.locator("#words")
    words.fill(words.input_value() + "\n\nPS: bring your bus pass")
    page.get_by_role("button", name="Save as a PDF").click()
    expect(page.get_by_text("Letter saved as a PDF.")).to_be_visible()
    expect(page.get_by_text("bring your bus pass")).to_be_visible()
    page.emulate_media(media="print")
    # On paper stands the letter, and nothing of who must not hear of it.
    expect(page.get_by_text("bring your bus pass")).to_be_visible()
    expect(page.get_by_text("Contact safely")).to_be_hidden()
    page.emulate_media(media="screen")


def let_write(world: World, case: Case) -> None:
    """Say that writing is safe."""
    with world.as_(world.worker) as database:
        contact = database.find(SafeContact, case.person_id)
        contact.may_write, contact.address = True, "1 Nowhere Street"
        database.record(contact, "changed")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_case_is_worked_together(
    open_browser: Opener, site: str, world: World, tmp_path: Path, *, script: bool
) -> None:
    case = world.case()
    let_write(world, case)
    context = open_browser(java_script_enabled=script, viewport=PHONE if script else DESKTOP)
    sign_in(context, site, world, "worker")
    page, colleague = context.new_page(), world.second_worker.name
    give_a_task(page, case, colleague)
    name_a_colleague(page, case, colleague)
    bring_and_remove(page, case, tmp_path)
    write_on_paper(page, case)
    other = open_browser(java_script_enabled=script)
    sign_in(other, site, world, "second_worker")
    day = other.new_page()
    day.goto("/")
    expect(day.get_by_text("Knock twice")).to_be_visible()
    day.get_by_role("button", name="Mark as read").click()
    expect(day.get_by_text("Knock twice")).to_have_count(0)
    day.goto("/tasks")
    day.get_by_role("button", name="Mark as done").click()
    expect(day.get_by_text("Saved.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_manager_supervises_and_a_worker_asks_again(
    open_browser: Opener, site: str, world: World, *, script: bool
) -> None:
    case = world.case()
    world.engage(case)
    world.meet(case)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="goals-met", planned=True)
    context = open_browser(java_script_enabled=script)
    sign_in(context, site, world, "manager")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Supervision", exact=True).click()
    page.get_by_role("link", name=f"Notes about {world.worker.name}").click()
    page.get_by_role("button", name="Write a note").click()
    page.fill("#words", "Holds too many")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Supervision note saved.")).to_be_visible()
    worker = open_browser(java_script_enabled=script)
    sign_in(worker, site, world, "worker")
    page = worker.new_page()
    page.goto("/")
    page.get_by_role("link", name="supervision notes about me").click()
    expect(page.get_by_text("Holds too many")).to_be_visible()
    page.goto(f"/cases/{case.id}")
    page.locator("a[href*='/follow-up/']").first.click()
    page.get_by_label("Not reached").check()
    fill_day(page, "asked_on", clocks.today())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The case stays closed.")).to_be_visible()


def test_what_is_typed_is_kept_and_comes_back(
    open_browser: Opener, site: str, world: World
) -> None:
    context = open_browser()
    sign_in(context, site, world, "manager")
    page = context.new_page()
    path = f"/supervision/{world.worker.account_id}/new"
    page.goto(path)
    page.locator("#words").press_sequentially("Half a sentence")
    expect(page.locator("#draft-status")).to_contain_text("Draft saved")
    page.goto("/")
    page.goto(path)
    expect(page.locator("#words")).to_have_value("Half a sentence")
