"""Profiles, spend, targets, variations and what comes after: kept as series, refused in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app import clocks
from app.actions import follow_on, money, variations
from app.actions.follow_on import Next
from app.actions.funding import Stood, Why, as_it_stands
from app.database import Database, Viewer
from app.errors import Refused, Stale
from app.models import (
    Commission,
    CommissionArea,
    Followed,
    FundingCategory,
    ProfileQuarter,
    SpendProfile,
    VariationReason,
)
from app.queries.money import moneys, statements_of
from app.queries.targets import Target, targets
from app.queries.variations import came_after
from app.queries.variations import variations as of_variations
from app.reporting.periods import Quarter
from tests.world import World

GRANT = ("Home Office grant", FundingCategory.interventions)
MILLION, LESS = Decimal("1000000.00"), Decimal("700000.00")
THEN = Quarter.current().before


def vary(database: Database, row: Commission, amount: Decimal, **other: object) -> None:
    """Give a commission this value."""
    stood = Stood({GRANT: amount}, row.ends_on, row.places)._replace(**other)
    why = Why(clocks.today(), VariationReason.less_funding, "Tendered for less.")
    variations.vary(database, row, stood, why)


def test_what_was_agreed_before_a_variation_stays_readable(world: World) -> None:
    """A million for two years was tendered at 700,000 for two years: both can be read."""
    commission = world.commissions["dvpp"]
    last = clocks.today() + timedelta(days=365)
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, commission.id, lock=True)
        vary(database, row, MILLION, ends_on=last)
        vary(database, row, LESS, ends_on=last, places=12)
    with world.as_(world.men_manager) as database:
        newest, first = of_variations(database, commission.id)
        assert (first.value_before, first.value_after, first.ends_after) == (0, MILLION, last)
        assert (newest.value_before, newest.value_after) == (MILLION, LESS)
        assert (newest.places_before, newest.places_after) == (20, 12)
        assert newest.streams == ((*GRANT, MILLION, LESS),)
        assert moneys(database, [commission.id])[0].value == LESS
    with world.as_(world.commissioner) as database, pytest.raises(Refused, match="different"):
        row = database.find(Commission, commission.id, lock=True)
        variations.vary(
            database, row, as_it_stands(database, row), Why(last, VariationReason.other)
        )


def test_a_profile_adds_up_to_the_value_or_is_refused_with_the_difference(world: World) -> None:
    commission = world.commissions["hospital"]
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, commission.id, lock=True)
        vary(database, row, Decimal(400))
        with pytest.raises(Refused, match=r"£390\. That is £10 less than the value"):
            money.put_profile(database, row, {THEN: Decimal(390)})
        money.put_profile(database, row, {THEN: Decimal(400)}, known=0)
        with pytest.raises(Stale):
            money.put_profile(database, row, {THEN: Decimal(400)}, known=0)
        assert moneys(database, [row.id])[0].profile == {THEN: Decimal(400)}


def test_the_database_itself_refuses_a_profile_that_does_not_add_up(world: World) -> None:
    with pytest.raises(IntegrityError), world.as_(world.commissioner) as database:
        profile = SpendProfile(
            commission_id=world.commissions["hospital"].id,
            number=1,
            value=Decimal(5),
            made_by_id=world.commissioner.account_id,
        )
        database.add(profile)
        database.flush()
        database.add(ProfileQuarter(profile_id=profile.id, year=2026, quarter=1, amount=Decimal(4)))
        database.record(profile, "made")


def test_the_newest_statement_holds_and_the_others_stay(world: World) -> None:
    commission = world.commissions["hospital"]
    with world.as_(world.manager) as database:
        row = database.find(Commission, commission.id)
        money.state_spend(database, row, THEN, Decimal(90), known=0)
        with pytest.raises(Stale):
            money.state_spend(database, row, THEN, Decimal(95), known=0)
    before = clocks.now()
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, commission.id)
        money.state_spend(database, row, THEN, Decimal(110), note="With the late invoice", known=1)
        with pytest.raises(Refused, match="not begun"):
            money.state_spend(database, row, Quarter.current().after, Decimal(1))
    with world.as_(world.manager) as database:
        said = statements_of(database, commission.id)
        assert [(one.amount, one.holds) for one in said] == [(110, True), (90, False)]
        assert moneys(database, [commission.id])[0].spent == {THEN: Decimal(110)}
        earlier = moneys(database, [commission.id], until=before)[0]
        assert earlier.spent == {THEN: Decimal(90)}


def test_of_two_who_say_it_at_once_one_is_told(world: World) -> None:
    commission, ready = world.commissions["hospital"], Barrier(2)

    def say(viewer: Viewer) -> str:
        ready.wait()
        try:
            with world.as_(viewer) as database:
                row = database.find(Commission, commission.id)
                money.state_spend(database, row, THEN, Decimal(5), known=0)
        except Stale:
            return "told"
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(say, (world.manager, world.commissioner)))
    assert found == ["kept", "told"]


def test_targets_can_be_given_up_and_each_side_has_its_own(world: World) -> None:
    men = Target(world.commissions["dvpp"].id, "perpetrator", "people-reached")
    women = men._replace(side="partner")
    with world.as_(world.commissioner) as database:
        money.set_targets(database, men, {THEN: Decimal(12), THEN.before: Decimal(9)})
        money.set_targets(database, women, {THEN: Decimal(30)})
        assert money.set_targets(database, men, {THEN: None, THEN.before: Decimal(9)}) == [THEN]
        assert targets(database) == {men: {THEN.before: 9}, women: {THEN: 30}}
    with world.as_(world.partner_manager) as database:
        assert targets(database) == {women: {THEN: 30}}
    with world.as_(world.rival_manager) as database:
        assert targets(database) == {}


def test_a_handed_over_service_is_a_commission_of_its_own(world: World) -> None:
    first = clocks.today() + timedelta(days=30)
    new = Next(
        Followed.handed_over, f"After {world.tag}", world.organisations["rival"].id, first, None,
        15, {GRANT: Decimal(500)},
    )  # fmt: skip
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, world.commissions["hospital"].id, lock=True)
        with pytest.raises(Refused, match="stays with its provider"):
            follow_on.follow(database, row, new._replace(how=Followed.renewed))
        made = follow_on.follow(database, row, new)
        assert row.ends_on == first - timedelta(days=1)
        assert [one.how for one in came_after(database, row.id)] == ["handed-over"]
        areas = database.exec(
            select(CommissionArea.area).where(CommissionArea.commission_id == made.id)
        ).all()
        assert areas == ["E08000025"]
    with world.as_(world.rival_manager) as database:
        assert [one.id for one in moneys(database, [made.id])] == [made.id]
        assert moneys(database, [world.commissions["hospital"].id]) == []
