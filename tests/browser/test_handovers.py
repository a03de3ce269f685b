"""A case goes over between two providers, and everybody reads what is theirs to read."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from app.models import Referral
from app.operations import handing
from tests.browser.conftest import Opener
from tests.browser.screens import DESKTOP, PHONE
from tests.handovers.partnership import rival_hospital
from tests.visits import sign_in_as
from tests.world import World

WORDS = "He plays the drums. Ring before you come."


def come_in(context: BrowserContext, site: str, world: World, who: str, path: str) -> Page:
    name = f"throughline_{site.rsplit(':', 1)[1]}"
    context.clear_cookies()
    context.add_cookies([{"name": name, "value": sign_in_as(world.viewers[who]), "url": site}])
    page = context.new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_case_goes_over_to_another_provider(
    world: World, site: str, open_browser: Opener, *, script: bool
) -> None:
    to, case = rival_hospital(world), world.case(answers={"reason": ["assault"]})
    world.engage(case)
    world.meet(case)
    context = open_browser(viewport=DESKTOP if script else PHONE, java_script_enabled=script)

    # The worker offers the case; it stays theirs.
    page = come_in(context, site, world, "worker", f"/cases/{case.id}")
    page.get_by_role("link", name="Transfer", exact=True).click()
    page.get_by_label(to.name).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Do they agree to the transfer?").get_by_label(
        "Yes, they agreed"
    ).check()
    page.get_by_label("What should the next worker know?").fill(WORDS)
    page.get_by_label("Face to face").check()
    page.get_by_role("button", name="Offer the case").click()
    expect(page.get_by_text("Until it is accepted there, the case is yours.")).to_be_visible()

    # The other provider's manager takes it over.
    other = come_in(context, site, world, "rival_manager", "/queue")
    other.get_by_role("link", name="Zebedee").click()
    expect(other.get_by_text("A transfer:")).to_be_visible()
    expect(other.get_by_text(WORDS)).to_have_count(0)
    other.get_by_role("button", name="Accept").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Who will hold this case?")
    with world.as_(world.rival_manager) as database:
        sent = database.exec(select(Referral).where(Referral.commission_id == to.id)).one()
    handing.settle_transfer(sent.id)

    # The worker reads the receipt, and finds the case closed.
    page = come_in(context, site, world, "worker", f"/referrals/{sent.id}")
    expect(page.get_by_role("main")).to_contain_text(
        f"{world.organisations['rival'].name} accepted it"
    )
    page.goto(f"/cases/{case.id}")
    expect(page.get_by_text("took this person over")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Transferred to another provider")

    # Whoever referred first reads that the work ended, and not where it went.
    first = come_in(context, site, world, "navigator", f"/referrals/{case.referral_id}")
    expect(first.get_by_role("main")).to_contain_text("Their work ended on")
    expect(first.get_by_role("main")).not_to_contain_text(world.organisations["rival"].name)
