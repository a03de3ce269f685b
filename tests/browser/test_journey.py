"""From a bedside to a figure: one person's line through the whole product, in a real browser."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine

from app import clocks
from app.actions import cases, plan
from app.actions.people import Contact
from app.models import Case, Goal
from app.reporting.periods import Quarter
from tests.browser.conftest import Opener
from tests.browser.journey import printed, steps
from tests.browser.journey.printed import UNKNOWN, Cell, in_all
from tests.referrals.pages import work_at
from tests.visits import sign_in_as
from tests.world import World

BEFORE = ("Zebedee", "Ottoline", "Barnaby", "Persephone")
# What one journey adds to the provider's own figures; nothing else may move.
MOVES = {
    "People reached": 1, "Referrals received": 1, "Referrals accepted": 1, "First contacts": 1,
    "Starts": 1, "Engaged": 1, "Cases closed": 1, "Planned endings": 1, "Completed": 1,
    "First contacts with a standard": 1, "First contact in time": 1, "Places in sessions": 3,
    "Attended": 2, "Missed": 1, "Goals set": 2, "Goals ended": 2, "Achieved": 1,
    "Partly achieved": 1, "Groups that met": 1, "Group and universal sessions held": 1,
}  # fmt: skip
SECTIONS = (
    "Reach", "Pathway", "Waits", "Outcomes", "Providers", "Equity", "Areas", "Demand", "Data quality",
)  # fmt: skip
# Counted by sex on none of these pages, but in editions and returns, which are cut from the same figures.
ELSEWHERE = ("Referrals accepted", "Starts", "Planned endings")
PARTS = {
    "Cases closed": ("Planned endings", "Unplanned endings"),
    "Planned endings": ("Completed", "Other planned endings"),
    "First contacts": ("First contacts with a standard",),
    "First contacts with a standard": ("First contact in time", "First contact late"),
    "Places in sessions": ("Attended", "Missed", "Cancelled"),
    "Goals ended": ("Achieved", "Partly achieved", "Not achieved"),
}


def come_in(context: BrowserContext, site: str, world: World, who: str) -> Page:
    name = f"throughline_{site.rsplit(':', 1)[1]}"
    context.add_cookies([{"name": name, "value": sign_in_as(world.viewers[who]), "url": site}])
    page = context.new_page()
    page.goto("/")
    return page


def four_before(world: World, sex: str) -> None:
    """Four people whose line went the same way before, but for their sex: one session, one goal."""
    for number, name in enumerate(BEFORE):
        contact = Contact(
            phone=f"07700 90020{number}", may_call=True, may_text=True, may_leave_message=False
        )
        person = world.somebody(
            name, family_name="", born_on=None, age_given=17, sex=sex, ethnicity="NK", area=None,
            contact=contact,
        )  # fmt: skip
        case = world.case(person=person)
        world.engage(case)
        world.meet(case, at=clocks.now())
        with world.as_(world.worker) as database:
            goal = plan.set_goal(
                database, database.find(Case, case.id), words="To sleep", domain="health",
                set_on=clocks.today(),
            )  # fmt: skip
        with world.as_(world.worker) as database:
            goal = database.find(Goal, goal.id)
            plan.end_goal(database, goal, result="achieved", on=clocks.today())
            row = database.find(Case, case.id, lock=True)
            cases.close(database, row, reason="goals-met", planned=True)


def own_figures(page: Page) -> dict[str, int]:
    """The manager looks at the provider's own figures of this quarter."""
    steps.menu(page, "Figures")
    expect(page.get_by_role("heading", level=1)).to_contain_text(Quarter.current().label)
    return printed.exact(page)


def quarter_pages(page: Page) -> dict[Cell, str]:
    """The commissioner opens the quarter that is going on, and reads every section that counts."""
    steps.menu(page, "Quarter")
    page.get_by_role("link", name=f"{Quarter.current().label} (so far)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(Quarter.current().label)
    *_, now = printed.year(page)
    shown: dict[Cell, str] = {}
    for section in SECTIONS:
        names = page.get_by_role("navigation", name="Figures of the quarter")
        names.get_by_role("link", name=section, exact=True).click()
        title = page.get_by_role("heading", level=1)
        expect(title).to_contain_text(section)
        expect(title).to_contain_text(Quarter.current().label)
        words = page.get_by_role("main").text_content() or ""
        assert not [name for name in (steps.NAME, *BEFORE, *steps.GOALS) if name in words]
        before = len(shown)
        for place, number in printed.printed(page):
            assert shown.setdefault(place, number) == number, f"told in two ways: {place}"
        assert len(shown) > before, f"nothing is counted in {section}"
    assert now == {measure: shown[in_all(measure)] for measure in now}
    return shown


def with_elsewhere(shown: dict[Cell, str], sexes: dict[str, int]) -> dict[Cell, str]:
    """What the pages print, and what else the same figures are printed as: small ones hidden."""
    more = {
        Cell("sex", line, measure): printed.MARKS["small"] if number < printed.STEP else str(number)
        for measure in ELSEWHERE
        for line, number in sexes.items()
    }
    assert not more.keys() & shown.keys(), "a page prints it now: read it there"
    return shown | more


def judge(
    world: World, shown: dict[Cell, str], totals: dict[str, int], sexes: dict[str, int]
) -> set[Cell]:
    """Hold all sections together against what is true; returns what they hide."""
    every = with_elsewhere(shown, sexes)
    return printed.judge(every, truth(world, every, totals, sexes), PARTS) & shown.keys()


def truth(
    world: World, shown: dict[Cell, str], totals: dict[str, int], sexes: dict[str, int]
) -> dict[Cell, int]:
    """What is true of every number printed: everybody stands in one line, but for their sex."""
    where = {
        "programme": "Hospital navigators",
        "provider": world.organisations["provider"].name,
        "commission": world.commissions["hospital"].name,
        "area": UNKNOWN,
        "age": "24 and under",
        "ethnic group": UNKNOWN,
        "who sent them": "Emergency department",
        "wait": "First contact within 1 day",
    }
    values = {}
    for place in shown:
        total = totals.get(place.measure, 0)
        if place.cut == "sex":
            # Of each person one referral, one first contact, one ending: the same split everywhere.
            values[place] = sexes.get(place.line, 0) if total else 0
        elif not place.cut or where.get(place.cut) == place.line:
            values[place] = total
        else:
            values[place] = 0
    return values


# Once with script, once without; once the new number is printed, once one below a step hides it.
@pytest.mark.parametrize(
    ("script", "sex"), [(True, "M"), (False, "U")], ids=["script-one-apart", "no-script-all-alike"]
)
def test_one_line_from_the_bedside_to_the_figure(
    world: World, site: str, open_browser: Opener, owner: Engine, sex: str, *, script: bool
) -> None:
    work_at(owner, world.navigator, world, "ward")
    four_before(world, sex)
    service, provider = world.commissions["hospital"].name, world.organisations["provider"].name
    navigator, manager, worker, commissioner = (
        come_in(open_browser(java_script_enabled=script), site, world, who)
        for who in ("navigator", "manager", "worker", "commissioner")
    )
    before, shown = own_figures(manager), quarter_pages(commissioner)
    sexes = {"Not known" if sex == "U" else "Male": 4}
    hidden = judge(world, shown, before, sexes)
    reached = in_all("People reached")
    assert reached in hidden

    steps.refer(navigator, service)
    steps.accept(manager, world.worker.name)
    steps.agree(worker)
    steps.set_goals(worker)
    steps.record_session(worker, "Attended", "We walked round the park")
    steps.record_session(worker, "Did not attend", "Nobody at the library")
    steps.meet_in_a_group(worker, service)
    steps.close(worker)

    receipt = steps.read_receipt(navigator, provider)
    for inside in ("park", "library", "Tuesday gym", "Goals met", steps.OWN_VIEW, *steps.GOALS):
        assert inside not in receipt

    after = own_figures(manager)
    assert {
        name: after[name] - before.get(name, 0)
        for name in after
        if after[name] != before.get(name, 0)
    } == MOVES
    assert before.keys() <= after.keys()

    shown = quarter_pages(commissioner)
    sexes["Not known"] = sexes.get("Not known", 0) + 1
    hidden = judge(world, shown, after, sexes)
    missed = in_all("Missed")
    assert shown[missed] in printed.HIDDEN
    if sex == "U":
        # Five alike: the number steps out of hiding, in every table it stands in.
        assert shown[reached] == "5"
        assert "People reached" not in {one.measure for one in hidden}
    else:
        # Five in all, but one of them apart: 5 printed would say that the lines of 4 and 1 are small.
        assert shown[reached] in printed.HIDDEN
