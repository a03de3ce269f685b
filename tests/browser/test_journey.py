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
from tests.browser.journey.printed import IN_ALL, Cell
from tests.referrals.pages import work_at
from tests.visits import sign_in_as
from tests.world import World

BEFORE = ("Zebedee", "Ottoline", "Barnaby", "Persephone")
# What one journey adds to the provider's own figures; nothing else may move.
MOVES = {
    "People reached": 1, "Referrals received": 1, "Referrals accepted": 1, "First contacts": 1,
    "Engaged": 1, "Cases closed": 1, "Planned endings": 1, "First contacts with a standard": 1,
    "First contact in time": 1, "Places in sessions": 3, "Attended": 2, "Missed": 1, "Goals set": 2,
    "Goals ended": 2, "Achieved": 1, "Partly achieved": 1, "Groups that met": 1,
    "Group and universal sessions held": 1,
}  # fmt: skip
KNOWN = "Fields that are known"
PARTS = {
    "Cases closed": ("Planned endings", "Unplanned endings"),
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


def quarter_page(page: Page) -> dict[Cell, str]:
    """The commissioner opens the quarter that is going on."""
    steps.menu(page, "Quarter")
    page.get_by_role("link", name=f"{Quarter.current().label} (so far)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(Quarter.current().label)
    words = page.get_by_role("main").text_content() or ""
    assert not [name for name in (steps.NAME, *BEFORE, *steps.GOALS) if name in words]
    return printed.printed(page)


def truth(
    world: World, shown: dict[Cell, str], totals: dict[str, int], sexes: dict[str, int]
) -> dict[Cell, int]:
    """What is true of every number on the page: everybody stands in one line, but for their sex."""
    where = {
        "programme": "Hospital navigators",
        "provider": world.organisations["provider"].name,
        "commission": world.commissions["hospital"].name,
        "area": "Not known",
        "age": "24 and under",
        "ethnic group": "Not known",
        "who sent them": "Emergency department",
    }
    received = totals.get("Referrals received", 0)
    known = {"Sex": sexes.get("Not known", 0), "Ethnic group": received, "Area": received}
    values = {}
    for place in shown:
        title, line, measure = place
        total = totals.get(measure, 0)
        cut = title.rpartition(" by ")[2]
        if title == KNOWN:
            values[place] = known.get(line, 0)
        elif line == IN_ALL:
            values[place] = total
        elif cut == "sex":
            # Of each person one referral, one first contact, one ending: the same split everywhere.
            values[place] = sexes.get(line, 0) if total else 0
        else:
            values[place] = total if where.get(cut) == line else 0
    return values


def sums_of(shown: dict[Cell, str]) -> list[printed.Sum]:
    """What a reader can add up, with the table of unknown fields repeating lines of others."""
    places = {one for one in shown if one.table != KNOWN}
    sums = list(printed.additions(places, PARTS))
    for line, cut in (("Sex", "sex"), ("Ethnic group", "ethnic group"), ("Area", "area")):
        again = Cell(f"People and referrals by {cut}", "Not known", "Referrals received")
        if again in shown:
            sums.append({again: 1, Cell(KNOWN, line, "Not known"): -1})
    return sums


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
    before, shown = own_figures(manager), quarter_page(commissioner)
    sexes = {"Not known" if sex == "U" else "Male": 4}
    hidden = printed.judge(shown, truth(world, shown, before, sexes), sums_of(shown))
    reached = Cell("Reach in all", IN_ALL, "People reached")
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

    shown = quarter_page(commissioner)
    sexes["Not known"] = sexes.get("Not known", 0) + 1
    hidden = printed.judge(shown, truth(world, shown, after, sexes), sums_of(shown))
    missed = Cell("Places in sessions", IN_ALL, "Missed")
    assert shown[missed] in printed.HIDDEN
    if sex == "U":
        # Five alike: the number steps out of hiding, in every table it stands in.
        assert shown[reached] == "5"
        assert "People reached" not in {one.measure for one in hidden}
    else:
        # Five in all, but one of them apart: 5 printed would say that the lines of 4 and 1 are small.
        assert shown[reached] in printed.HIDDEN
