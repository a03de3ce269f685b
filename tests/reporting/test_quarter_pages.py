"""The commissioner's page, its files, and the provider's own figures, as people meet them."""

import csv
import io
import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from app.facts import Kind
from app.reporting import counting, quarterly
from app.reporting.counting import Question
from app.reporting.gate.marks import LEGEND, MARKS
from app.reporting.measure import By
from app.reporting.quarterly import BREAKDOWNS, SECTIONS, Told
from app.reporting.tables import label_of, show
from tests.cases.pages import statements
from tests.reporting import ledger
from tests.visits import Visits, text_of
from tests.world import World

QUARTER = ledger.a_quarter_ago()
SECTION_PAGES = [
    f"/quarter/{QUARTER.code}" + ("" if key == "overview" else f"/{key}") for key in SECTIONS
]


def arrange(world: World, owner: Engine, size: int = 1500) -> None:
    rng = random.Random(3)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["schools"], "mvp", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
        (world.commissions["resettlement"], "resettlement", ""),
    ]
    days = (QUARTER.start - timedelta(days=30), QUARTER.end)
    ledger.write(owner, ledger.history(rng, commissions, days, size))


def received(world: World, commission: str, programme: str, number: int) -> list[dict[str, Any]]:
    return [
        ledger.line(
            world.commissions[commission], programme, Kind.received, QUARTER.start,
            basis="named", referral=uuid4(), subject=uuid4(), age=16, area="E08000025", sex="M",
            ethnicity="W1", source="ed",
        )
        for _ in range(number)
    ]  # fmt: skip


def asked(world: World, who: str = "commissioner", **other: Any) -> counting.Answer:
    question = Question(QUARTER, by=(By.programme, By.provider, By.commission, By.age), **other)
    return counting.count(question, world.viewers[who])


def test_a_small_table_by_hand(world: World, owner: Engine) -> None:
    ledger.write(
        owner,
        received(world, "hospital", "ed-navigators", 20)
        + received(world, "iris", "iris", 9)
        + received(world, "schools", "mvp", 3),
    )
    answer = asked(world)
    assert answer.total.cells["referrals-received"].value == 32
    by_programme = {
        line.value: line.cells["referrals-received"] for line in answer.tables[By.programme].lines
    }
    assert by_programme["ed-navigators"].value == 20
    assert by_programme["mvp"].is_hidden
    assert by_programme["iris"].is_hidden
    assert by_programme["step-together"].value == 0
    ages = {
        line.value: line.cells["referrals-received"].value for line in answer.tables[By.age].lines
    }
    assert ages == {"to-24": 32, "over-24": 0, "not-known": 0}


def test_one_below_the_step_is_hidden_and_one_more_is_not(world: World, owner: Engine) -> None:
    ledger.write(owner, received(world, "hospital", "ed-navigators", 4))
    assert asked(world).total.cells["referrals-received"].is_hidden
    ledger.write(owner, received(world, "hospital", "ed-navigators", 1))
    assert asked(world).total.cells["referrals-received"].value == 5


def test_two_commissioners_count_only_what_they_commission(world: World, owner: Engine) -> None:
    ledger.write(
        owner,
        received(world, "hospital", "ed-navigators", 7)
        + received(world, "resettlement", "resettlement", 11),
    )
    assert asked(world).total.cells["referrals-received"].value == 7
    theirs = asked(world, "other_commissioner")
    assert theirs.total.cells["referrals-received"].value == 11
    assert list(theirs.choices[By.programme]) == ["resettlement"]


def test_who_commissions_nothing_sees_nothing_and_is_told_so(
    world: World, owner: Engine, visit: Visits
) -> None:
    ledger.write(owner, received(world, "hospital", "ed-navigators", 7))
    answer = asked(world, "evaluator")
    assert answer.is_empty
    assert answer.total.cells["referrals-received"].value == 0
    page = visit(world.evaluator).get("/quarter")
    assert page.status_code == 200
    assert "Nothing is commissioned" in text_of(page)


@pytest.mark.parametrize(
    "who", ["manager", "worker", "navigator", "referrer", "guardian", "administrator"]
)
def test_nobody_else_has_an_entrance(world: World, visit: Visits, who: str) -> None:
    with pytest.raises(counting.NotFound):
        asked(world, who)
    for path in (
        "/quarter",
        "/quarter/2026-1",
        "/quarter/2026-1/reach/programme.csv",
        "/papers",
    ):
        assert visit(world.viewers[who]).get(path).status_code == 404


def test_a_commission_of_somebody_else_does_not_exist(world: World, visit: Visits) -> None:
    with pytest.raises(counting.NotFound):
        asked(world, within=(By.commission, str(world.commissions["resettlement"].id)))
    mine = visit(world.commissioner)
    for within in (
        "commission:" + str(world.commissions["resettlement"].id),
        "area:E08000025",
        "x:y",
    ):
        assert mine.get(f"/quarter/{QUARTER.code}?within={within}").status_code == 404
    for code in ("2026-5", "2099-1", "x", "2026-01"):
        for path in (f"/quarter/{code}", f"/quarter/{code}/reach", f"/quarter?quarter={code}"):
            assert mine.get(path).status_code == 404
    for section in ("overview", "nothing"):
        assert mine.get(f"/quarter/{QUARTER.code}/{section}").status_code == 404


def test_the_page_shows_every_cell_as_the_gate_left_it(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    commissioner = visit(world.commissioner)
    pages = [commissioner.get(path) for path in SECTION_PAGES]
    assert [page.status_code for page in pages] == [200] * len(pages)
    said = " ".join(text_of(page) for page in pages)
    assert all(QUARTER.label in text_of(page) for page in pages)
    answer = counting.count(Question(QUARTER, by=BREAKDOWNS), world.commissioner)
    for name in ("people-reached", "referrals-received"):
        assert f"{label_of(name)} {show(name, answer.total.cells[name]).text} " in said
    assert LEGEND["small"] in said
    assert LEGEND["protects"] in said
    for scope in (By.programme, By.provider, By.commission):
        for value in answer.choices[scope]:
            path = SECTION_PAGES[hash(value) % len(SECTION_PAGES)]
            one = commissioner.get(path, params={"within": f"{scope}:{value}"})
            assert one.status_code == 200
    assert commissioner.get("/").status_code == 200
    assert commissioner.get("/commissioned").status_code == 200


def test_what_one_page_prints_no_other_page_denies(world: World, owner: Engine) -> None:
    """A cell is the same in the table by programme and on that programme's own page."""
    arrange(world, owner)
    answer = counting.count(Question(QUARTER, by=BREAKDOWNS), world.commissioner)
    for by in (By.programme, By.provider, By.commission):
        for line in answer.tables[by].lines:
            alone = counting.count(Question(QUARTER, within=(by, line.value)), world.commissioner)
            assert alone.total.cells == line.cells


def test_a_page_asks_the_database_little(world: World, owner: Engine, visit: Visits) -> None:
    arrange(world, owner, size=60)
    commissioner = visit(world.commissioner)
    commissioner.get(f"/quarter/{QUARTER.code}")
    with statements() as said:
        commissioner.get(f"/quarter/{QUARTER.code}")
    assert len(said) <= 16, said


def test_every_table_is_a_file_with_its_definitions(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    commissioner = visit(world.commissioner)
    body = "".join(commissioner.get(path).text for path in SECTION_PAGES)
    links = {
        part.split('"')[0]
        for part in body.split('href="')[1:]
        if part.split('"')[0].endswith(".csv")
    }
    assert len(links) >= 15
    for link in sorted(links):
        answer = commissioner.get(link)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/csv")
        assert "attachment" in answer.headers["content-disposition"]
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert QUARTER.label in lines[0][0]
        assert "Definition" in {*lines[1], lines[2][0]}
        for why, mark in MARKS.items():
            if mark and any(mark in line[1:] for line in lines):
                assert [f"{mark} {LEGEND[why]}"] in lines
    assert commissioner.get(f"/quarter/{QUARTER.code}/reach/nothing.csv").status_code == 404


def test_no_name_and_no_exact_day_of_anybody_is_on_the_page(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Zebedee-Canary"))
    world.engage(case)
    world.meet(case)
    page = visit(world.commissioner).get(f"/quarter/{ledger.Quarter.current().code}")
    assert "Canary" not in page.text
    assert case.reference not in page.text
    assert str(case.id) not in page.text


def test_own_figures_lead_to_lists_as_long_as_they_say(world: World, visit: Visits) -> None:
    for name in ("One", "Two"):
        case = world.case(person=world.somebody(name))
        world.engage(case)
        world.meet(case)
    manager = visit(world.manager)
    page = manager.get("/figures")
    assert page.status_code == 200
    assert "People reached 2" in text_of(page)
    behind = manager.get("/figures/people-reached/cases")
    assert behind.text.count('<tr class="govuk-table__row">') == 3  # with the head
    assert f'href="/cases/{case.id}"' in behind.text
    assert manager.get("/figures/nothing/cases").status_code == 404
    assert visit(world.commissioner).get("/figures").status_code == 404
    rival = visit(world.rival_manager)
    assert "Nothing was counted" in text_of(rival.get("/figures"))


def test_a_restricted_case_is_counted_but_not_opened(
    world: World, owner: Engine, visit: Visits
) -> None:
    from sqlalchemy import text

    case = world.case()
    world.meet(case)
    with owner.begin() as connection:
        connection.execute(text("SELECT set_config('app.now', now()::text, true)"))
        connection.execute(
            text('UPDATE "case" SET restricted = true WHERE id = :id'), {"id": case.id}
        )
        connection.execute(
            text("UPDATE referral SET restricted = true WHERE id = :id"), {"id": case.referral_id}
        )
    page = visit(world.second_worker).get("/figures/people-reached/cases")
    assert "People reached: 1" in text_of(page)
    assert "A restricted record" in text_of(page)
    assert str(case.id) not in page.text


def test_no_two_sections_print_different_numbers_for_the_same_thing(
    world: World, owner: Engine
) -> None:
    """A measure in all, or of one value of a breakdown, says the same wherever it stands."""
    arrange(world, owner)
    with world.as_(world.commissioner) as database:
        told = Told(database, QUARTER)
        drawn = [quarterly.draw(key, told) for key in SECTIONS]
    said: dict[tuple[str, str], dict[str, str]] = {}
    figures = [(section.key, figure) for section in drawn for figure in section.figures]
    for section, figure in figures:
        for label, cells in figure.rows:
            for head, shown in zip(figure.head[1:], cells, strict=True):
                name = ("In all", label) if head == "This quarter" else (label, head)
                said.setdefault(name, {})[f"{section}/{figure.key}"] = shown.text
    apart = {name: found for name, found in said.items() if len(set(found.values())) > 1}
    assert {name: found for name, found in apart.items() if name[0] == "In all"} == {}
    assert len(said) > 100
