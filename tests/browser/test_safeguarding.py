"""Plan, measures and concerns in a real browser: on a phone with script, page by page without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.screens import PHONE
from tests.browser.test_case_file import sign_in
from tests.world import World


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_a_plan_is_written_measured_reviewed_and_printed(
    open_browser: Opener, site: str, world: World, *, scripted: bool
) -> None:
    case = world.case()
    context = open_browser(viewport=PHONE, java_script_enabled=scripted)
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{case.id}")
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("button", name="Set a goal").or_(
        page.get_by_role("link", name="Set a goal")
    ).first.click()
    page.get_by_label("The goal, in their own words").fill("To sleep through")
    page.get_by_label("What is it about?").select_option("health")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a step to To sleep through").click()
    page.get_by_label("What will be done?").fill("Phone off at ten")
    page.get_by_label("They themselves").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Mark as done Phone off at ten").click()
    expect(page.get_by_text("Step marked as done.")).to_be_visible()
    page.get_by_role("link", name="Write a safety plan").click()
    page.get_by_label("Who can you call or go to?").fill("Auntie Rose")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Other measures").click()
    page.get_by_role("link", name="How near the goal is").click()
    page.get_by_label("Think of the goal that matters most").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("must be a number from 0 to 10").first).to_be_visible()
    page.get_by_label("Think of the goal that matters most").fill("4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Measure saved.")).to_be_visible()
    page.get_by_role("link", name="Review the plan").click()
    page.get_by_label("With them", exact=True).check()
    page.get_by_label("What changed?").fill("He sleeps till five")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Print it for them").click()
    expect(page.get_by_role("heading", name="Plan for Zebedee")).to_be_visible()
    assert "Testcase" not in page.locator("main").inner_text()
    assert "Auntie Rose" in page.locator("main").inner_text()


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_a_concern_goes_from_danger_to_its_end(
    open_browser: Opener, site: str, world: World, *, scripted: bool
) -> None:
    case = world.case()
    context = open_browser(viewport=PHONE, java_script_enabled=scripted)
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{case.id}/safety/concerns/new")
    expect(page.get_by_role("heading", name="Is somebody in danger now?")).to_be_visible()
    page.get_by_label("What did you see and hear?").fill("A blade in the bag")
    page.get_by_role("button", name="Raise this concern").click()
    expect(page.locator("#error-summary")).to_contain_text("Say whether somebody is in danger now")
    expect(page.get_by_label("What did you see and hear?")).to_have_value("A blade in the bag")
    page.get_by_label("No", exact=True).check()
    page.locator("#category").select_option("weapon")
    page.get_by_label("Who is at risk?").select_option("person")
    page.get_by_label("Police (101)").check()
    page.get_by_role("button", name="Raise this concern").click()
    expect(page.get_by_text("A safeguarding concern is open.")).to_be_visible()
    page.get_by_role("link", name="Record that it was done").click()
    page.get_by_label("Advice given").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Close this concern").click()
    page.get_by_label("Safe enough now").check()
    page.get_by_label("Why is it closed").fill("His mother has it now, Grace agreed")
    page.get_by_role("button", name="Close concern").click()
    expect(page.get_by_text("Concern closed.")).to_be_visible()
    expect(page.get_by_text("A safeguarding concern is open.")).to_have_count(0)


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_measures_dash_and_mappa_are_written_and_what_is_wrong_is_kept(
    open_browser: Opener, site: str, world: World, *, scripted: bool
) -> None:
    case = world.case()
    context = open_browser(viewport=PHONE, java_script_enabled=scripted)
    sign_in(context, site, world, "worker")
    page = context.new_page()
    page.goto(f"/cases/{case.id}/plan")
    page.get_by_role("link", name="At the start", exact=True).click()
    score, other = page.locator("#safety"), page.locator("#confidence")
    score.fill("3")
    other.fill("eleven")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(score).to_have_value("3")
    expect(other).to_have_value("eleven")
    other.fill("")
    page.locator("#confidence-why").select_option(index=1)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Measure saved.")).to_be_visible()
    expect(page.get_by_role("cell", name="Not asked").first).to_be_visible()
    page.goto(f"/cases/{case.id}/safety")
    page.get_by_role("link", name="Add a DASH score").click()
    page.get_by_label("Score", exact=True).fill("16")
    page.get_by_label("What are we to do?").fill("Safe room next week")
    page.get_by_role("button", name="Save").click()
    # So high a score goes to MARAC on a ground: the words stay while it is asked for.
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.get_by_label("What are we to do?")).to_have_value("Safe room next week")
    page.get_by_label("Why does it go to MARAC?").select_option("visible-high-risk")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("DASH 16 of 24")).to_be_visible()
    page.get_by_role("link", name="Change MARAC").click()
    page.get_by_label("Why does it go to MARAC?").select_option("repeat")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Repeat within 12 months")).to_be_visible()
    page.get_by_role("link", name="Add MAPPA details").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_contain_text("Select the category")
    page.get_by_label("2 – violent or other sexual offender").check()  # noqa: RUF001 - a dash
    page.get_by_label("2 – active multi-agency management").check()  # noqa: RUF001
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("2 – violent or other sexual offender")).to_be_visible()  # noqa: RUF001
