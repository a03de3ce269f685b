"""The published sums come out exactly, and every sentence says what the sums say."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from app.forms.funding import read_funding, written_funding
from app.models import FundingCategory, Tier
from app.reporting.gate.marks import Cell
from app.reporting.money.sums import (
    Funding,
    Money,
    cost_per,
    interventions_test,
    pounds,
    quarters_of,
    shared,
    standing,
)
from app.reporting.periods import Quarter
from app.reporting.targets import against

F = FundingCategory
Q1, Q2, Q3 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)


def money(profile: dict[Quarter, int], spent: dict[Quarter, int], value: int = 400) -> Money:
    """A commission of a year with this profile and spend."""
    return Money(
        id=uuid4(), name="One", programme="P", provider="A", commissioner="B", tier=Tier.primary,
        starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), places=None, follows_id=None,
        followed_how=None, provider_id=uuid4(), commissioner_id=uuid4(), areas=(),
        funding=(Funding("Grant", F.interventions, Decimal(value)),),
        profile={one: Decimal(n) for one, n in profile.items()},
        spent={one: Decimal(n) for one, n in spent.items()},
    )  # fmt: skip


def test_the_funding_of_the_west_midlands_unit_comes_out_exactly() -> None:
    found = interventions_test([Decimal(3_370_000), Decimal(524_000), Decimal(140_000)], [])
    assert found.funding == Decimal(4_034_000)
    assert not found.passes
    assert found.text.startswith("Fails: £0 of £4,034,000")


def test_the_budget_of_leicestershire_passes_with_both_shares() -> None:
    lines = [
        (F.interventions, 364_000), (F.team, 368_601), (F.data, 48_000), (F.evaluation, 15_000),
        (F.workforce, 25_000), (F.communications, 40_000),
    ]  # fmt: skip
    found = interventions_test([Decimal(880_000)], [(kind, Decimal(n)) for kind, n in lines])
    assert found.listed == Decimal(860_601)
    assert found.not_listed == Decimal(19_399)
    assert (found.needed, found.passes) == (Decimal(176_000), True)
    assert (shared(found.share), shared(found.share_of_listed)) == ("41.4%", "42.3%")
    assert found.text == (
        "Passes: £364,000 of £880,000 goes into interventions, 41.4%. It must be at least 20% (£176,000)."
    )


def test_a_fifth_to_the_penny_passes_and_a_penny_less_fails() -> None:
    for amount, passes in (("176000.00", True), ("175999.99", False)):
        found = interventions_test([Decimal(880_000)], [(F.interventions, Decimal(amount))])
        assert found.passes is passes


def test_what_nobody_has_said_is_no_underspend() -> None:
    planned = dict.fromkeys((Q1, Q2, Q3), 100)
    found = standing(money(planned, {Q1: 90}), Q2)
    assert (found.planned, found.spent, found.difference) == (100, 90, -10)
    assert found.text == (
        "£90 spent of £100 planned to June 2026: £10 (10.0%) under. Not said yet: Jul to Sep 2026."
    )
    assert standing(money(planned, {}), Q2).text == "Nobody has said yet what was spent."
    assert "as planned" in standing(money(planned, {Q1: 100}), Q1).text
    assert "£100 that no profile planned" in standing(money({}, {Q1: 100}), Q1).text


def test_a_cost_is_worked_out_only_from_a_printed_count() -> None:
    assert cost_per(Decimal(1000), Cell(8)) == Decimal("125.00")
    assert cost_per(Decimal(1000), Cell(None, "small")) is None
    assert cost_per(Decimal(1000), Cell(0)) is None
    assert cost_per(None, Cell(8)) is None


def test_a_target_is_held_in_its_direction_and_never_against_a_hidden_number() -> None:
    assert against("people-reached", Decimal(50), Cell(60)).met is True
    low = against("people-reached", Decimal(50), Cell(44))
    assert (low.met, low.text) == (False, "Not met: 6 below the target")
    hidden = against("people-reached", Decimal(50), Cell(None, "small"))
    assert (hidden.met, hidden.text) == (None, "Cannot be said: hidden")
    assert against("share-planned", Decimal(70), Cell(72)).target == "70%"


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), 4),
        (date(2026, 6, 30), date(2026, 7, 1), 2),
        (date(2026, 4, 1), date(2060, 1, 1), 24),
    ],
)
def test_a_term_has_the_quarters_that_it_touches(first: date, last: date, number: int) -> None:
    assert len(quarters_of(first, last)) == number


def test_funding_lines_are_read_as_they_are_written() -> None:
    text = "Home Office grant: 310,000\nHome Office grant (evaluation): 20,000.50\n"
    found, wrong = read_funding(text)
    assert wrong is None
    assert found == {
        ("Home Office grant", F.interventions): Decimal("310000.00"),
        ("Home Office grant", F.evaluation): Decimal("20000.50"),
    }
    assert read_funding(written_funding(found)) == (found, None)
    assert read_funding("Grant: £ 1,000")[0] == {("Grant", F.interventions): Decimal("1000.00")}
    for bad in ("Grant", "Grant: many", ": 5", "Grant: 1\nGrant: 2", "Grant: -5", "Grant: 1.234"):
        assert read_funding(bad)[1]


def test_pounds_are_printed_with_pence_only_where_there_are_any() -> None:
    assert [pounds(Decimal(one)) for one in ("12500", "12500.5", "-3", "0")] == [
        "£12,500",
        "£12,500.50",
        "\u2212£3",
        "£0",
    ]
