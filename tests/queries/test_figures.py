"""A provider's own figures: exact, only its own, equal to the recount and to the list behind each."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from app import clocks
from app.actions import cases, follow_ups
from app.facts import Kind
from app.models import Case, Task
from app.queries import figures as own_figures
from app.queries.figures import Figures, figures, with_before
from app.queries.own_questions import Asking, behind, number
from app.reporting.measure import LargestPerGroup, Latest, Sum
from app.reporting.measures import MEASURES
from app.reporting.programmes import said_by_programmes
from app.reporting.statistics import incidence
from app.reporting.waits import median_wait
from tests.reporting import ledger, recount, recount_waits
from tests.world import World


def arrange(world: World, owner: Engine, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    quarter = ledger.a_quarter_ago()
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
        (world.commissions["dvpp"], "dvpp", "perpetrator"),
        (world.commissions["resettlement"], "resettlement", ""),
    ]
    days = (quarter.start - timedelta(days=60), quarter.end + timedelta(days=30))
    rows = ledger.history(rng, commissions, days, 300)
    numbers = ledger.write(owner, rows)
    ledger.mend(rng, owner, numbers, rows)


def own(world: World, name: str, **more: object) -> Figures:
    with world.as_(world.viewers[name]) as database:
        return figures(database, ledger.a_quarter_ago(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "side"),
    [
        ("manager", ""),
        ("rival_manager", ""),
        ("partner_worker", "partner"),
        ("men_worker", "perpetrator"),
    ],
)
def test_every_measure_equals_the_recount_of_the_viewers_own_facts(
    world: World, owner: Engine, who: str, side: str
) -> None:
    arrange(world, owner, 7)
    viewer, quarter = world.viewers[who], ledger.a_quarter_ago()
    everything = [one.id for one in world.commissions.values()]
    facts, _ = ledger.everything(owner, everything)
    mine = [row for row in facts if row.provider_id == viewer.organisation_id and row.side == side]
    rows = [
        row for row in recount.standing_at(mine, facts[-1].seq) if row.happened_on <= clocks.today()
    ]
    found = own(world, who)
    with world.as_(viewer) as database:
        said = said_by_programmes(database)
    for measure in MEASURES.values():
        expected = recount.recount(
            measure,
            "all",
            rows,
            start=quarter.start,
            end=quarter.end,
            identity={},
            lower_is_better=frozenset({("dvpp", "dash")}),
            marks=said.marks,
            errors=said.errors,
        ).get("", 0)
        assert found.values[measure.key] == expected, measure.key
    assert any(found.values.values())


def test_every_number_equals_the_list_behind_it(world: World, owner: Engine) -> None:
    arrange(world, owner, 8)
    found, quarter = own(world, "manager"), ledger.a_quarter_ago()
    with world.as_(world.manager) as database:
        for measure in MEASURES.values():
            lines = behind(database, Asking(measure, quarter), size=1000)
            if isinstance(measure.count, Sum) and measure.count.what == "value":
                total = round(sum(line.value or 0 for line in lines))
            elif isinstance(measure.count, Sum | LargestPerGroup) or measure.count == Latest("n"):
                total = sum(line.n for line in lines)
            else:
                total = len(lines)
            assert found.values[measure.key] == total, measure.key


def test_two_quarters_in_one_pass_are_those_counted_one_by_one(world: World, owner: Engine) -> None:
    arrange(world, owner, 11)
    quarter = ledger.a_quarter_ago().after
    for commission in (None, world.commissions["hospital"].id):
        kept = {"commission": str(commission)} if commission else {}
        with world.as_(world.manager) as database:
            now, before = with_before(database, quarter, commission)
            assert now == figures(database, quarter, commission)
            assert before == figures(database, quarter.before, commission).values
            for key, measure in MEASURES.items():
                assert number(database, Asking(measure, quarter, kept)) == now.values[key], key
    assert any(before.values())


def test_one_commission_at_a_time_adds_up_to_all(world: World, owner: Engine) -> None:
    arrange(world, owner, 9)
    whole = own(world, "manager").values["referrals-received"]
    parts = [
        own(world, "manager", commission=one.id).values["referrals-received"]
        for one in world.commissions.values()
    ]
    assert whole == sum(parts) > 0


def test_somebody_elses_facts_are_not_counted(world: World, owner: Engine) -> None:
    arrange(world, owner, 10)
    assert not any(own(world, "referrer").values.values())
    before = own(world, "manager")
    rival = world.commissions["resettlement"]
    on = ledger.a_quarter_ago().start
    ledger.write(
        owner,
        [
            ledger.line(
                rival,
                "resettlement",
                Kind.received,
                on,
                basis="named",
                referral=uuid4(),
                subject=uuid4(),
            )
        ],
    )
    assert own(world, "manager") == before


def test_a_real_referral_moves_the_figures_by_exactly_one(world: World) -> None:
    def now() -> dict[str, int]:
        with world.as_(world.manager) as database:
            return figures(database, ledger.Quarter.current()).values

    before = now()
    case = world.case()
    world.engage(case)
    world.meet(case)
    world.meet(case, status="did-not-attend")
    after = now()
    moved = {key: after[key] - before[key] for key in after if after[key] != before[key]}
    assert (
        moved["referrals-received"] == moved["referrals-accepted"] == moved["people-reached"] == 1
    )
    assert (
        moved["engaged"]
        == moved["sessions-attended"]
        == moved["sessions-missed"]
        == moved["caseload"]
        == 1
    )
    assert moved["sessions-offered"] == 2
    with world.as_(world.manager) as database:
        lines = behind(database, Asking(MEASURES["people-reached"], ledger.Quarter.current()))
    assert [(line.case_id, line.state) for line in lines] == [(case.id, "active")]


def test_a_follow_up_is_counted_by_whether_they_were_reached(world: World) -> None:
    case = world.case()
    world.engage(case)
    world.meet(case)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="goals-met", planned=True)
    with world.as_(world.worker) as database:
        task = database.exec(select(Task).where(col(Task.case_id) == case.id)).first()
        assert task is not None
        row = database.find(Case, case.id)
        follow_ups.record(database, row, task, asked_on=clocks.today(), result="not-reached")
    with world.as_(world.manager) as database:
        values = figures(database, ledger.Quarter.current()).values
    told = [values[key] for key in ("follow-ups", "follow-ups-reached", "follow-ups-unreached")]
    assert told == [1, 0, 1]


def test_the_median_wait_is_that_of_the_recount(world: World, owner: Engine) -> None:
    arrange(world, owner, 12)
    viewer, quarter = world.manager, ledger.a_quarter_ago()
    facts, _ = ledger.everything(owner, [one.id for one in world.commissions.values()])
    rows = recount.standing_at(
        [row for row in facts if row.provider_id == viewer.organisation_id], facts[-1].seq
    )
    waits = recount_waits.waits(rows, start=quarter.start, end=quarter.end, today=clocks.today())
    found = own(world, "manager").statistics
    assert found["median-wait"] == median_wait(list(waits.values()))
    contacted = incidence(list(waits.values()))
    assert contacted is not None
    assert found["incidence-28"] == pytest.approx(100 * contacted.contacted[28])


def test_a_change_is_called_sure_only_where_the_measure_states_its_error(
    world: World, owner: Engine
) -> None:
    arrange(world, owner, 13)
    viewer, quarter = world.manager, ledger.a_quarter_ago()
    errors = {("ed-navigators", "safety"): 3.5}
    hospital, on = world.commissions["hospital"], quarter.start + timedelta(days=5)
    for first, last in ((2, 9), (2, 5), (7, 1), (4, 8), (3, 3)):
        about = {"basis": "named", "referral": uuid4(), "subject": uuid4()}
        rows = [
            ledger.line(
                hospital, "ed-navigators", Kind.measure, on, code=code, value=score, **about
            )
            for code, score in (("safety:baseline", first), ("safety:exit", last))
        ]
        ledger.write(owner, rows)
    facts, _ = ledger.everything(owner, [one.id for one in world.commissions.values()])
    mine = [row for row in facts if row.provider_id == viewer.organisation_id and row.side == ""]
    rows = recount.standing_at(mine, facts[-1].seq)
    with world.as_(viewer) as database:
        days = own_figures._bound(database, quarter, None)
        days["sure_scales"] = [":".join(scale) for scale in errors]
        days["sure_errors"] = list(errors.values())
        found = own_figures._counted(database, days, both=False)[0].values
    names = ("scores-surely-better", "scores-surely-worse", "scores-not-sure", "scores-unsure")
    for name in names:
        expected = recount.recount(
            MEASURES[name], "all", rows, start=quarter.start, end=quarter.end, identity={}, errors=errors
        )  # fmt: skip
        assert found[name] == expected.get("", 0), name
    assert sum(found[name] for name in names) == found["scores-paired"]
    for way in ("better", "worse"):
        parts = (f"scores-surely-{way}", f"scores-perhaps-{way}")
        assert sum(found[name] for name in parts) == found[f"scores-{way}"]
    assert found["scores-surely-better"] >= 2
    assert found["scores-surely-worse"] >= 1


def test_the_statements_of_the_page_are_few(world: World, owner: Engine) -> None:
    from sqlalchemy import event

    from app import database as door

    said: list[str] = []

    def hear(_c: object, _u: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(door.engine(), "before_cursor_execute", hear)
    try:
        with world.as_(world.manager) as database:
            with_before(database, ledger.Quarter.current())
    finally:
        event.remove(door.engine(), "before_cursor_execute", hear)
    assert len(said) <= 6
    with owner.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
