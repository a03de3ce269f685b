"""Measures: within their range, for whom they are made, compared with the earlier score in words."""

import pytest
from sqlmodel import select

from app import clocks
from app.actions import plan
from app.errors import Refused
from app.facts import Kind
from app.models import Case, Fact, MeasureTaken
from app.programmes.measures import reliable_change, shelf
from app.programmes.scales import Measure
from app.web.case_scores import score_of
from tests.cases.pages import day_boxes
from tests.visits import Visits, text_of
from tests.world import World


def taken(**other: object) -> dict[str, object]:
    """The boxes of a measure of the shelf, taken today."""
    return day_boxes("taken_on", clocks.today()) | {"occasion": "baseline"} | other


def test_nobody_elses_question_is_on_the_shelf_and_every_licence_is_said() -> None:
    for family in shelf().families:
        assert family.source
        assert family.licence.note
        for measure in family.measures:
            # Where a licence does not allow it there is a score, and no question of any kind.
            asks = bool(measure.items or measure.help)
            assert asks == (measure.licence.status == "open"), measure.key
            assert all(measure.minimum <= one.score <= measure.maximum for one in measure.cut_offs)


def test_a_measure_of_the_shelf_is_scored_compared_and_counted(world: World, visit: Visits) -> None:
    case = world.case()
    worker, place = visit(world.worker), f"/cases/{case.id}/plan"
    assert "Office for National Statistics" in text_of(worker.get(f"{place}/shelf/ons4-happy"))
    over = worker.post(f"{place}/shelf/ons4-happy", taken(**{"ons4-happy": "11"}))
    assert over.status_code == 422
    assert "must be a number from 0 to 10" in text_of(over)
    page = worker.post(f"{place}/shelf/ons4-happy", taken(**{"ons4-happy": "3"}))
    assert "Happiness (ONS)" in text_of(page)
    later = {"ons4-happy": "6"} | day_boxes("taken_on", clocks.today())
    assert "Last time: 3" in text_of(worker.get(f"{place}/measures/review"))
    assert "Better, 3 higher" in text_of(worker.post(f"{place}/measures/review", later))
    with world.as_(world.worker) as database:
        rows = database.exec(select(MeasureTaken).where(MeasureTaken.case_id == case.id)).all()
        facts = database.exec(
            select(Fact.code, Fact.value).where(
                Fact.kind == Kind.measure, Fact.source_id.in_([row.id for row in rows])
            )  # type: ignore[union-attr]
        ).all()
    assert sorted(facts) == [("ons4-happy:baseline", 3), ("ons4-happy:review", 6)]


def test_items_make_a_score_by_their_definition(world: World, visit: Visits) -> None:
    case = world.case()
    worker, place = visit(world.worker), f"/cases/{case.id}/plan/shelf/everyday"
    half = worker.post(place, taken(**{"everyday-sleep": "4"}))
    assert half.status_code == 422
    every = {"everyday-sleep": "4", "everyday-people": "5", "everyday-days": "6"}
    assert "5" in text_of(worker.post(place, taken(**every)))
    with world.as_(world.worker) as database:
        row = database.exec(select(MeasureTaken).where(MeasureTaken.case_id == case.id)).one()
    assert row.score == 5
    added = Measure(key="x", label="X", min=0, max=40, scoring="sum", item_maximum=4)
    assert score_of(added, [4, 3]) == 7


def test_who_is_too_young_is_told_so_and_only_why_it_was_not_asked_is_kept(
    world: World, visit: Visits
) -> None:
    young = world.somebody(born_on=clocks.today().replace(year=clocks.today().year - 13, day=1))
    case = world.case(person=young)
    worker, place = visit(world.worker), f"/cases/{case.id}/plan/shelf/gad-7"
    assert "for people of 16 or older" in text_of(worker.get(place))
    refused = worker.post(place, taken(**{"gad-7": "9"}))
    assert refused.status_code == 409
    assert "for people of 16 or older. They were 13" in text_of(refused)
    kept = text_of(worker.post(place, taken(**{"gad-7-why": "not-suitable"})))
    assert "Not asked" in kept
    with world.as_(world.worker) as database, pytest.raises(Refused, match="16 or older"):
        row = database.find(Case, case.id)
        plan.take_measure(
            database, row, key="gad-7", occasion="exit", taken_on=clocks.today(), score=2
        )


def test_reliable_change_is_stated_only_where_its_ground_is_published() -> None:
    plain = Measure(key="x", label="X", min=0, max=40)
    assert reliable_change(plain, 5, 30) is None
    known = Measure(key="x", label="X", min=0, max=40, reliability=0.9, standard_deviation=6)
    # 1.96 times 6 times the root of 2 times 0.1 is 5.26.
    assert reliable_change(known, 20, 25) is False
    assert reliable_change(known, 20, 26) is True
