"""Figures against residents, places of an area, and the range of distinct people."""

import csv
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert

from app import reference
from app.database import transaction
from app.models import CommissionArea, Setting
from app.programmes.ages import band_sets
from app.reporting import rates
from app.reporting.asked import may_ask_about
from app.reporting.counting import Answer, Line, Table
from app.reporting.coverage import Coverage, places_in_areas
from app.reporting.disclosure import Cell
from app.reporting.measure import By
from app.reporting.people_range import people_range
from app.reporting.periods import Quarter
from tests.world import World

BIRMINGHAM, BLABY, COUNTY = "E08000025", "E07000129", "E10000018"


def counted_by_hand(area: str, ages: range, sex: str = "persons") -> int:
    with (reference.FOLDER / "population.csv").open(encoding="utf-8") as file:
        return sum(
            int(row["population"])
            for row in csv.DictReader(file)
            if row["la_gss"] == area and row["sex"] == sex and int(row["age"].strip("+")) in ages
        )


def test_residents_are_those_of_the_ages_of_a_band() -> None:
    young, over = band_sets()["reach"].bands
    assert rates.residents([BIRMINGHAM], young) == counted_by_hand(BIRMINGHAM, range(25))
    assert rates.residents([BIRMINGHAM], over) == counted_by_hand(BIRMINGHAM, range(25, 91))
    assert rates.residents([BIRMINGHAM], young, "F") == counted_by_hand(
        BIRMINGHAM, range(25), "female"
    )
    assert rates.residents([BIRMINGHAM], None, "X") is None


def test_a_district_is_never_added_to_its_county() -> None:
    assert rates.residents([COUNTY, BLABY]) == rates.residents([COUNTY])
    groups = rates.residents_by_group([COUNTY, BLABY])
    assert groups == rates.residents_by_group([COUNTY])
    assert groups["White"] > groups["Mixed"] > 0
    assert rates.residents([]) is None
    assert rates.residents(["withheld"]) is None


def test_a_rate_is_of_a_thousand_with_its_interval() -> None:
    young = band_sets()["reach"].bands[0]
    found = rates.rate(100, [BIRMINGHAM], young)
    assert found is not None
    assert found.rate == pytest.approx(100_000 / counted_by_hand(BIRMINGHAM, range(25)))
    assert found.low < found.rate < found.high


def test_places_are_counted_once_in_each_cut(world: World, owner: Engine) -> None:
    hospital = world.commissions["hospital"]
    with transaction(world.commissioner) as database:
        asked = may_ask_about(database)
        before = places_in_areas(database, asked)
    with owner.begin() as connection:
        connection.execute(insert(CommissionArea).values(commission_id=hospital.id, area=BLABY))
        connection.execute(
            insert(Setting).values(
                id=uuid4(), kind="hospital", code="ZZ1", name="Invented", area=BLABY, active=True
            )
        )
    with transaction(world.commissioner) as database:
        after = places_in_areas(database, asked)
    for key in ((By.all, ""), (By.commission, str(hospital.id)), (By.programme, "ed-navigators")):
        assert after[key] == before[key] + 1
    assert after[By.programme, "iris"] == before[By.programme, "iris"]
    assert Coverage(14, 37).text == "14 of 37 (38%)"
    assert Coverage(3, 0).text == "3"


def answer(people: Cell, unmatched: Cell, *providers: Cell) -> Answer:
    cells = {"people-reached": people, "people-unmatched": unmatched}
    lines = tuple(
        Line(str(place), str(place), {"people-reached": cell})
        for place, cell in enumerate(providers)
    )
    tables = {By.provider: Table(By.provider, lines)}
    return Answer(Quarter(2026, 1), Line("", "", cells), tables, {}, 0)


def test_the_range_comes_from_what_is_printed_and_from_nothing_else() -> None:
    hidden = Cell(None, "small")
    found = people_range(answer(Cell(100), Cell(20), Cell(70), Cell(40)))
    assert found is not None
    assert (found.fewest, found.most, found.share) == (80, 100, 20)
    assert "at least 80 people, and at most 100" in found.text
    found = people_range(answer(Cell(100), hidden, Cell(70), hidden))
    assert found is not None
    assert (found.fewest, found.most, found.share) == (70, 100, None)
    found = people_range(answer(Cell(100), Cell(0), Cell(100)))
    assert found is not None
    assert found.text.startswith("Everybody could be compared")
    assert people_range(answer(hidden, Cell(0), Cell(3))) is None
