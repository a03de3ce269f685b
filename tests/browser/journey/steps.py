"""What each person does on the way from a bedside to a figure: locators as a person would say them."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from app import clocks

NAME = "Quillon"
GOALS = {"To feel safe on the bus": "Achieved", "To be back at college": "Partly achieved"}
OWN_VIEW = "I can breathe again 🙂"


def menu(page: Page, label: str) -> None:
    """Follow a link of the main navigation."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=label).click()


def just_now() -> datetime:
    return clocks.now().astimezone(clocks.LONDON)


def fill_day(page: Page, legend: str, day: datetime) -> None:
    boxes = page.get_by_role("group", name=legend)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(number))


def refer(page: Page, service: str) -> None:
    """A navigator logs a quick referral on one page, beginning with the largest thing there is."""
    page.goto("/")
    page.get_by_role("button", name="New referral").click()
    page.get_by_role("link", name="Change service").click()
    page.get_by_role("link", name=service, exact=True).click()
    page.get_by_label("What do they like to be called?").fill(NAME)
    page.get_by_label("Or their age").fill("16")
    page.get_by_label("Assault", exact=True).check()
    page.get_by_label("Yes, they agreed").check()
    page.get_by_label("Phone number").fill("07700 900 123")
    page.get_by_label("Text them").check()
    page.get_by_role("group", name="Is somebody in danger now?").get_by_label("No").first.check()
    page.get_by_label("What matters to them right now?").fill("Not to meet them on the bus")
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="Referral sent")).to_be_visible()
    page.get_by_role("link", name="Follow what becomes of it").click()
    expect(page.get_by_text("Nobody has read it yet.", exact=True)).to_be_visible()


def accept(page: Page, worker: str) -> None:
    """A manager opens the queue, accepts, and says who will hold the case."""
    menu(page, "Queue")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who will hold this case?")
    page.get_by_label(worker, exact=True).check()
    page.get_by_role("button", name="Allocate").click()
    expect(page.get_by_text("Case allocated.")).to_be_visible()


def open_case(page: Page) -> None:
    """A worker goes to the case through the caseload."""
    menu(page, "Cases")
    page.get_by_role("main").get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def agree(page: Page) -> None:
    open_case(page)
    page.get_by_role("link", name="Record agreement").click()
    page.get_by_role("button", name="Record agreement").click()
    expect(page.get_by_text("Agreement recorded. The case is active.")).to_be_visible()


def set_goals(page: Page) -> None:
    for words in GOALS:
        open_case(page)
        page.get_by_role("link", name="Plan", exact=True).click()
        page.get_by_role("button", name="Set a goal").click()
        page.get_by_label("The goal, in their own words").fill(words)
        page.get_by_label("What is it about?").select_option(index=1)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name=words)).to_be_visible()


def record_session(page: Page, what: str, note: str) -> None:
    """A session with one person, recorded from the case file."""
    open_case(page)
    page.get_by_role("button", name="Record a session").click()
    page.get_by_role("group", name="What became of it?").get_by_label(what, exact=True).check()
    page.get_by_label("Kind of session").select_option(label="Meeting in the community")
    page.get_by_label("Time", exact=True).first.fill(f"{just_now():%H:%M}")
    page.get_by_label("Minutes (optional)", exact=True).fill("45")
    page.get_by_label("What happened?").fill(note)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Session recorded.")).to_be_visible()


def meet_in_a_group(page: Page, service: str) -> None:
    """A course of its own, the person on it, and today's register with one press."""
    menu(page, "Delivery")
    own = page.get_by_role("main").locator("section", has=page.get_by_role("heading", name=service))
    own.get_by_role("link", name="Courses and groups").click()
    page.get_by_role("button", name="Make a course").click()
    page.get_by_label("Name", exact=True).fill("Tuesday gym")
    # Its first week is to come: a bank holiday today cannot move the session that was today.
    fill_day(page, "Day of the first session", just_now() + timedelta(days=7))
    page.get_by_label("At what time?").fill("6pm")
    page.get_by_label("How many sessions?").fill("1")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_text("Course made. Its sessions are planned.")).to_be_visible()
    page.get_by_label("Person", exact=True).select_option(index=1)
    page.get_by_role("button", name="Put on the course").click()
    expect(page.get_by_text("On the course.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Add a session").click()
    fill_day(page, "On which day?", just_now())
    page.get_by_label("At what time?").fill(f"{just_now():%H:%M}")
    page.get_by_role("button", name="Add session").click()
    page.get_by_role("button", name="Take the register").click()
    line = page.get_by_role("group", name=NAME)
    expect(line.get_by_label("Attended", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save register").click()
    expect(page.get_by_text("1 of 1 came")).to_be_visible()


def close(page: Page) -> None:
    """The case ends: a coded reason, each goal's result, and how they see it."""
    open_case(page)
    page.get_by_role("link", name="Close").click()
    page.get_by_role("group", name="Why does it end?").get_by_label("Goals met").check()
    for words, result in GOALS.items():
        page.get_by_role("group", name=words).get_by_label(result, exact=True).check()
    page.get_by_label("How do they see it?").fill(OWN_VIEW)
    page.get_by_role("button", name="Close case").click()
    expect(page.get_by_text("Case closed.", exact=True)).to_be_visible()
    expect(page.get_by_text(OWN_VIEW).first).to_be_visible()


def read_receipt(page: Page, provider: str) -> str:
    """The sender looks up what became of it; returns everything the page says."""
    menu(page, "Referrals")
    page.get_by_role("main").get_by_role("link", name=NAME).click()
    expect(page.get_by_text("Their work ended on")).to_be_visible()
    for line in (f"{provider} read it", f"{provider} accepted it", "First contact was made",
                 f"{provider} has finished its work"):  # fmt: skip
        expect(page.get_by_text(line)).to_be_visible()
    return page.get_by_role("main").inner_text()
