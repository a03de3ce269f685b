"""The pages of money: who reads and changes what, and what comes back when something is wrong."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from app import clocks
from app.actions import money, variations
from app.actions.funding import Stood, Why
from app.models import Commission, FundingCategory, VariationReason
from app.queries.money import moneys
from app.queries.targets import Target
from app.queries.variations import variations as of_variations
from app.reporting.periods import Quarter
from tests.visits import Visits, text_of
from tests.worklists.statements import counted, reads
from tests.world import World

GRANT = ("Home Office grant", FundingCategory.interventions)
THEN = Quarter.current().before


@pytest.fixture
def paid(world: World) -> str:
    """The hospital's service with 1,200 pounds, all of them in the last whole quarter; its path."""
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, world.commissions["hospital"].id, lock=True)
        stood = Stood({GRANT: Decimal(1200)}, row.starts_on + timedelta(days=900), 20)
        variations.vary(database, row, stood, Why(clocks.today(), VariationReason.more_funding))
        money.put_profile(database, row, {THEN: Decimal(1200)})
    return f"/commissioned/{row.id}"


def boxes_of(world: World, **amounts: str) -> dict[str, str]:
    """Every box of the quarters, empty but for these."""
    with world.as_(world.commissioner) as database:
        found = moneys(database, [world.commissions["hospital"].id])[0]
    return {f"q-{one.code}": amounts.get(one.code, "") for one in found.quarters}


def test_a_manager_says_what_was_spent_and_both_read_it(
    world: World, visit: Visits, paid: str
) -> None:
    manager, commissioner = visit(world.manager), visit(world.commissioner)
    assert "Nobody has said yet" in text_of(manager.get(paid))
    address = f"{paid}/spend/{THEN.code}"
    # Nobody has said it: both are told on the first page, the provider by its returns too.
    assert "Say what was spent on" in text_of(commissioner.get("/"))
    assert "1 statement of spend to make" in text_of(manager.get("/"))
    assert address in manager.get("/returns").text
    a_return = f"{paid.replace('commissioned', 'returns')}/{THEN.code}"
    assert "Nobody has said what was spent in the quarter" in text_of(manager.get(a_return))
    wrong = manager.post(address, {"amount": "lots", "note": "A late start"}, version=0)
    assert wrong.status_code == 422
    assert "must be an amount in pounds" in wrong.text
    assert "A late start" in wrong.text
    assert manager.post(address, {"amount": "1,100.50"}, version=0).status_code == 200
    late = commissioner.post(address, {"amount": "900", "note": "Ours says less"}, version=0)
    assert late.status_code == 409
    assert "Ours says less" in late.text
    assert "Say what was spent on" not in text_of(commissioner.get("/"))
    assert "Spent in the quarter £1,100.50" in text_of(manager.get(a_return))
    page = text_of(commissioner.get(paid))
    assert "£1,100.50 spent of £1,200 planned" in page
    assert "£99.50 (8.3%) under" in page


def test_who_does_not_buy_or_provide_it_finds_nothing(
    world: World, visit: Visits, paid: str
) -> None:
    for stranger in (
        world.rival_manager, world.other_commissioner, world.men_manager, world.worker,
        world.administrator,
    ):  # fmt: skip
        assert visit(stranger).get(paid).status_code == 404
    for path in ("profile", "vary", "follow", "threshold", "targets", "targets/people-reached"):
        assert visit(world.manager).get(f"{paid}/{path}").status_code == 404
    assert visit(world.manager).get("/budget").status_code == 404
    assert visit(world.commissioner).get(f"{paid}/targets/nothing").status_code == 404
    assert visit(world.commissioner).get(f"{paid}/spend/2099-1").status_code == 404


def test_a_profile_that_does_not_add_up_comes_back_with_its_boxes(
    world: World, visit: Visits, paid: str
) -> None:
    commissioner = visit(world.commissioner)
    boxes = boxes_of(world, **{THEN.code: "1,000", THEN.before.code: "100.00"})
    answer = commissioner.post(f"{paid}/profile", boxes, version=1)
    assert answer.status_code == 409
    assert "The quarters come to £1,100. That is £100 less" in text_of(answer)
    assert 'value="100.00"' in answer.text
    bad = commissioner.post(f"{paid}/profile", boxes | {f"q-{THEN.code}": "-5"}, version=1)
    assert bad.status_code == 422
    assert f'href="#q-{THEN.code}"' in bad.text
    boxes[f"q-{THEN.code}"] = "1,100"
    assert commissioner.post(f"{paid}/profile", boxes, version=1).status_code == 200
    assert "Spend profile saved" in text_of(commissioner.get(f"{paid}?done=profile-saved"))


def test_a_variation_is_recorded_through_the_form(world: World, visit: Visits, paid: str) -> None:
    commissioner = visit(world.commissioner)
    day = clocks.today()
    typed: dict[str, Any] = {
        "takes_effect_on-day": day.day, "takes_effect_on-month": day.month,
        "takes_effect_on-year": day.year, "reason": "less-funding", "words": "The grant was cut.",
        "funding": "Home Office grant: 700", "places": "12",
    }  # fmt: skip
    with world.as_(world.commissioner) as database:
        version = database.find(Commission, world.commissions["hospital"].id).version
    wrong = commissioner.post(f"{paid}/vary", typed | {"funding": "Grant"}, version=version)
    assert wrong.status_code == 422
    assert "is no funding line" in text_of(wrong)
    assert commissioner.post(f"{paid}/vary", typed, version=version).status_code == 200
    page = text_of(visit(world.manager).get(paid))
    assert "Value: £1,200 before, £700 from then on" in page
    assert "The grant was cut." in page
    assert "The spend profile comes to £1,200, the value is £700." in page


def test_the_administrator_s_correction_is_a_variation_too(
    world: World, visit: Visits, paid: str
) -> None:
    commission = world.commissions["hospital"]
    administrator = visit(world.administrator)
    with world.as_(world.administrator) as database:
        row = database.find(Commission, commission.id)
    first = row.starts_on
    typed: dict[str, Any] = {
        "name": row.name, "tier": "tertiary", "areas": ["E08000025"], "places": "20",
        "starts_on-day": first.day, "starts_on-month": first.month, "starts_on-year": first.year,
        "funding": "Home Office grant: 1,200\nLocal grant (evaluation): 50",
    }  # fmt: skip
    answer = administrator.post(f"/commissions/{row.id}/change", typed, version=row.version)
    assert answer.status_code == 200
    with world.as_(world.commissioner) as database:
        newest = of_variations(database, row.id)[0]
        assert (newest.reason, newest.value_after) == ("correction", Decimal(1250))
        assert newest.streams[0][:2] == ("Local grant", "evaluation")


def test_a_target_is_shown_beside_what_the_gate_prints(
    world: World, visit: Visits, paid: str
) -> None:
    with world.as_(world.commissioner) as database:
        target = Target(world.commissions["hospital"].id, "", "referrals-received")
        money.set_targets(database, target, {Quarter.current(): Decimal(1)})
    world.refer()
    now = f"{paid}?quarter={Quarter.current().code}"
    exact = text_of(visit(world.manager).get(now))
    assert "Met: exactly the target" in exact or "Exactly the target" in exact
    printed = text_of(visit(world.commissioner).get(now))
    assert "Cannot be said: hidden" in printed
    assert "open cases for 20 places" in exact
    assert "open cases for" not in printed


def test_a_renewal_is_commissioned_by_the_commissioner(
    world: World, visit: Visits, paid: str
) -> None:
    commissioner = visit(world.commissioner)
    first = clocks.today() + timedelta(days=40)
    typed = {
        "how": "retendered", "name": f"Again {world.tag}",
        "provider": str(world.organisations["rival"].id), "starts_on-day": str(first.day),
        "starts_on-month": str(first.month), "starts_on-year": str(first.year),
        "funding": "Home Office grant: 900", "places": "15",
    }  # fmt: skip
    again = commissioner.post(f"{paid}/follow", typed | {"name": world.commissions["iris"].name})
    assert again.status_code == 409
    assert "There is a commission called" in text_of(again)
    answer = commissioner.post(f"{paid}/follow", typed)
    assert answer.status_code == 200
    assert "Was tendered again after" in text_of(answer)
    with world.as_(world.commissioner) as database:
        made = database.exec(
            select(Commission).where(Commission.follows_id == world.commissions["hospital"].id)
        ).one()
        assert (made.provider_id, made.places) == (world.organisations["rival"].id, 15)


def test_a_year_s_budget_is_tested_in_words(world: World, visit: Visits) -> None:
    commissioner = visit(world.commissioner)
    year = Quarter.current().year
    new = f"/budget/{year}/awards/new"
    assert commissioner.post(new, {"funder": "Home Office", "amount": "880,000"}).status_code == 200
    twice = commissioner.post(new, {"funder": "Home Office", "amount": "1"})
    assert twice.status_code == 409
    lines = f"/budget/{year}/lines/new"
    line = {"name": "Hospital navigators", "category": "interventions", "amount": "170,000"}
    page = text_of(commissioner.post(lines, line))
    assert "Fails: £170,000 of £880,000 goes into interventions, 19.3%." in page
    line |= {"name": "Mentors", "amount": "194,000"}
    page = text_of(commissioner.post(lines, line | {"amount": "194,000"}))
    assert "Passes: £364,000 of £880,000 goes into interventions, 41.4%." in page
    assert visit(world.other_commissioner).get("/budget").text.count("Home Office") == 0


def test_the_list_asks_as_many_statements_for_many_commissions_as_for_one(
    world: World, visit: Visits, paid: str
) -> None:
    manager, commissioner = visit(world.rival_manager), visit(world.commissioner)
    manager.get("/commissioned")
    with counted() as one:
        manager.get("/commissioned")
    with counted() as many:
        commissioner.get("/commissioned")
    assert len(reads(many)) <= len(reads(one)) + 1
    csv = commissioner.get("/commissioned/tables/money-commissions.csv")
    assert csv.text.startswith('\ufeff"Planned and spent by commission, to the end of')
    assert f"hospital {world.tag},1200,1200,,1200,0,\r\n" in csv.text
