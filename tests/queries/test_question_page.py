"""The page on which a provider asks of its own figures: every number leads to a list as long."""

import csv
import io
import re
from html import unescape

import pytest
from sqlalchemy import Engine

from app.reporting.measures import MEASURES
from app.reporting.periods import Month, Quarter, Year
from app.web.own_questions import asked
from tests.cases.pages import statements
from tests.queries.test_own_questions import QUARTER, arrange
from tests.visits import Visits, text_of
from tests.world import World

NUMBER = re.compile(r'href="(/figures/[a-z-]+/cases\?[^"]+)">([\d,]+)<')


@pytest.mark.parametrize(
    "query",
    [
        "measure=people-reached&by=age-detail",
        "measure=referrals-received&by=area&and=sex",
        "measure=closed&by=programme&against=before",
        "measure=planned-exits&by=ethnicity",
        "measure=referrals-received&by=wait",
        "measure=referrals-received&by=sex&against=steps&counted=cohort",
        "measure=referrals-declined&by=whose&tier=tertiary",
        "measure=sessions-offered&counted=cohort&age-reach=to-24",
        "measure=contacts&by=area",
    ],
)
def test_every_number_of_an_answer_opens_a_list_as_long(
    world: World, owner: Engine, visit: Visits, query: str
) -> None:
    arrange(world, owner, 5)
    manager = visit(world.manager)
    page = manager.get(f"/figures/question?{query}&period={QUARTER.code}")
    assert page.status_code == 200
    numbers = NUMBER.findall(page.text)
    assert numbers
    for link, count in numbers[:: max(len(numbers) // 6, 1)]:
        behind = manager.get(unescape(link))
        assert behind.status_code == 200
        assert f": {count}" in text_of(behind), (link, count)
        key = link.split("/")[2]
        if MEASURES[key].has_cases and int(count.replace(",", "")) < 100:
            assert behind.text.count('<tr class="govuk-table__row">') == int(count) + 1, link


def test_shares_have_their_whole_and_the_range_they_lie_in(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner, 5)
    page = visit(world.manager).get(
        f"/figures/question?measure=planned-exits&by=sex&period={QUARTER.code}"
    )
    said = text_of(page)
    assert "Cases closed" in said
    assert "Planned endings (%)" in said
    assert re.search(r"\d+% to \d+%", said)
    assert "Not known" in said


def test_rates_say_what_they_stand_on(world: World, owner: Engine, visit: Visits) -> None:
    arrange(world, owner, 5)
    manager = visit(world.manager)
    page = manager.get(
        f"/figures/question?measure=people-reached&by=age-reach&against=residents&period={QUARTER.code}"
    )
    assert "Of 1,000 residents" in text_of(page)
    assert "residents by age of mid-2024" in text_of(page)
    assert re.search(r"\d\.\d\d to \d", text_of(page))


def test_nonsense_in_an_address_is_left_out(world: World, visit: Visits) -> None:
    manager = visit(world.manager)
    for query in (
        "measure=nothing&by=nothing&period=nothing&against=nothing",
        "period=2099-1&commission=x&setting=zzz&age-reach=zzz&area=zzz",
        "measure=contacts&counted=cohort&by=ethnicity&sex=F",
        "measure=people-reached&by=age-reach&and=age-reach&area=" + "x" * 200,
    ):
        assert manager.get(f"/figures/question?{query}").status_code == 200
        assert manager.get(f"/figures/question.csv?{query}").status_code == 200
    one = asked({"measure": "contacts", "counted": "cohort", "by": "ethnicity"})
    assert not one.asking.cohort
    assert not one.by


def test_every_kind_of_period_can_be_asked(world: World, owner: Engine, visit: Visits) -> None:
    arrange(world, owner, 5)
    manager = visit(world.manager)
    for period in (Month.of(QUARTER.start), QUARTER, Year.of(QUARTER.start)):
        page = manager.get(
            f"/figures/question?measure=sessions-offered&period={period.code}&against=year"
        )
        assert period.label in text_of(page)
        assert period.year_before.label in text_of(page)
    assert asked({"quarter": "2026-1"}).period == Quarter(2026, 1)


def test_an_answer_is_a_file_with_its_definition(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner, 5)
    query = f"measure=closed&by=sex&period={QUARTER.code}&against=before"
    answer = visit(world.manager).get(f"/figures/question.csv?{query}")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][:2] == ["Cases closed", QUARTER.label]
    assert lines[1] == ["Definition", MEASURES["closed"].says]
    assert lines[2] == ["", "Cases closed", QUARTER.before.label, "Change"]
    assert lines[-1][0] == "In all"


def test_who_has_no_figures_has_no_questions(world: World, visit: Visits) -> None:
    for viewer in (world.commissioner, world.administrator):
        assert visit(viewer).get("/figures/question").status_code == 404
        assert visit(viewer).get("/figures/question.csv").status_code == 404


def test_an_answer_asks_the_database_little(world: World, owner: Engine, visit: Visits) -> None:
    arrange(world, owner, 5)
    manager = visit(world.manager)
    query = f"/figures/question?measure=planned-exits&by=sex&period={QUARTER.code}&against=before"
    manager.get(query)
    with statements() as said:
        manager.get(query)
    assert len(said) <= 40, len(said)
