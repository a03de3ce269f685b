"""Money of commissions in sums and sentences: planned, spent, left; and the test of a year's funding."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from uuid import UUID

from app.models import Followed, FundingCategory, Tier
from app.reporting.gate.marks import Cell
from app.reporting.periods import Quarter

NOUGHT = Decimal("0.00")
MOST_QUARTERS = 24
# Home Office, mandatory product of 2020/21: at least a fifth of the funding goes into interventions.
LEAST_SHARE = Decimal(20)
# Under one part in a hundred a difference is called none.
SLIGHT = Decimal(1)


class Funding(NamedTuple):
    """What one stream pays towards a commission over its whole term, and what for."""

    stream: str
    category: FundingCategory
    amount: Decimal


class Money(NamedTuple):
    """One commission with its terms in words and its pounds."""

    id: UUID
    name: str
    programme: str
    provider: str
    commissioner: str
    tier: Tier
    starts_on: date
    ends_on: date | None
    places: int | None
    follows_id: UUID | None
    followed_how: Followed | None
    provider_id: UUID
    commissioner_id: UUID
    areas: tuple[str, ...]
    funding: tuple[Funding, ...]
    profile: Mapping[Quarter, Decimal]
    spent: Mapping[Quarter, Decimal]

    @property
    def value(self) -> Decimal:
        """What it is worth over its whole term."""
        return sum((one.amount for one in self.funding), NOUGHT)

    @property
    def profiled(self) -> Decimal:
        """What its profile comes to."""
        return sum(self.profile.values(), NOUGHT)

    @property
    def spent_in_all(self) -> Decimal:
        """Everything that is said to be spent."""
        return sum(self.spent.values(), NOUGHT)

    @property
    def stated_to(self) -> Quarter | None:
        """The last quarter for which somebody has said what was spent."""
        return max(self.spent, default=None)

    def planned_in(self, quarter: Quarter) -> Decimal:
        """What the profile gives a quarter."""
        return self.profile.get(quarter, NOUGHT)

    def spent_in(self, quarter: Quarter) -> Decimal | None:
        """What was spent in a quarter; None when nobody has said."""
        return self.spent.get(quarter)

    def planned_to(self, quarter: Quarter) -> Decimal:
        """What the profile gives up to the end of a quarter."""
        return sum((amount for one, amount in self.profile.items() if one <= quarter), NOUGHT)

    def spent_to(self, quarter: Quarter) -> Decimal:
        """What was spent up to the end of a quarter, as far as somebody has said."""
        return sum((amount for one, amount in self.spent.items() if one <= quarter), NOUGHT)

    def unstated_to(self, quarter: Quarter) -> list[Quarter]:
        """The quarters with planned money for which nobody has said what was spent."""
        planned = (one for one, amount in self.profile.items() if amount and one <= quarter)
        return sorted(set(planned) - self.spent.keys())

    @property
    def planned_after_end(self) -> Decimal:
        """What the profile gives quarters that begin after the last day."""
        last = self.ends_on
        return sum((n for one, n in self.profile.items() if last and one.start > last), NOUGHT)

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of the term, and any other with money in it."""
        return sorted({*quarters_of(self.starts_on, self.ends_on), *self.profile, *self.spent})


class Standing(NamedTuple):
    """How a commission stands at the end of a quarter, against its profile."""

    quarter: Quarter
    planned: Decimal
    spent: Decimal
    text: str

    @property
    def difference(self) -> Decimal:
        """Spent less planned: above nought is over."""
        return self.spent - self.planned


class InterventionsTest(NamedTuple):
    """Whether enough of a year's funding goes into interventions, with the sums."""

    funding: Decimal
    listed: Decimal
    interventions: Decimal
    needed: Decimal
    passes: bool
    text: str

    @property
    def share(self) -> Decimal | None:
        """Interventions in a hundred of the funding."""
        return percent(self.interventions, self.funding)

    @property
    def share_of_listed(self) -> Decimal | None:
        """Interventions in a hundred of what the lines come to."""
        return percent(self.interventions, self.listed)

    @property
    def not_listed(self) -> Decimal:
        """What of the funding no line names; below nought the lines come to more than the funding."""
        return self.funding - self.listed


def quarters_of(starts_on: date, ends_on: date | None) -> list[Quarter]:
    """The quarters that a term touches; one without an end runs to the end of the next year."""
    last = ends_on or (Quarter(Quarter.current().year + 2, 1).start - timedelta(days=1))
    found = [Quarter.of(starts_on)]
    while found[-1].after.start <= last and len(found) < MOST_QUARTERS:
        found.append(found[-1].after)
    return found


def quarter_name(quarter: Quarter) -> str:
    """A quarter in few words: "Apr to Jun 2026"."""
    last = quarter.end - timedelta(days=1)
    return f"{quarter.start:%b} to {last:%b %Y}"


def year_name(year: int) -> str:
    """A financial year as people write it: "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


def pounds(amount: Decimal | None, empty: str = "\u2013") -> str:
    """An amount as it is printed: "£12,500", or with its pence where it has any."""
    if amount is None:
        return empty
    sign = "\u2212" if amount < 0 else ""
    whole = amount == amount.to_integral_value()
    return f"{sign}£{abs(amount):,.0f}" if whole else f"{sign}£{abs(amount):,.2f}"


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part in a hundred with one digit behind the point, halves up; None of nothing."""
    if not whole:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def shared(found: Decimal | None) -> str:
    """A part in a hundred as it is printed."""
    return "\u2013" if found is None else f"{found}%"


def standing(money: Money, quarter: Quarter) -> Standing:
    """How a commission stands at the end of a quarter, in words.

    Only quarters for which somebody has said what was spent are held against the profile: what
    nobody has said yet is no underspend.
    """
    stated = [one for one in money.spent if one <= quarter]
    planned = sum((money.planned_in(one) for one in stated), NOUGHT)
    spent = money.spent_to(quarter)
    missing = money.unstated_to(quarter)
    if not stated and money.starts_on >= quarter.end:
        said = f"Begins on {money.starts_on.day} {money.starts_on:%B %Y}."
    elif not stated:
        said = "Nobody has said yet what was spent."
    else:
        upto = max(stated).end - timedelta(days=1)
        said = f"{pounds(spent)} spent of {pounds(planned)} planned to {upto:%B %Y}: "
        said += f"{_apart(spent, planned)}."
    if missing and stated:
        said += f" Not said yet: {', '.join(quarter_name(one) for one in missing)}."
    return Standing(quarter, planned, spent, said)


def _apart(spent: Decimal, planned: Decimal) -> str:
    difference = spent - planned
    part = percent(abs(difference), planned)
    if not difference:
        return "as planned"
    if part is None:
        return f"{pounds(difference)} that no profile planned"
    word = "over" if difference > 0 else "under"
    slightly = "slightly " if part < SLIGHT else ""
    return f"{pounds(abs(difference))} ({part}%) {slightly}{word}"


def cost_per(spent: Decimal | None, cell: Cell | int | None) -> Decimal | None:
    """Pounds for each one of a count; only where the count is printed and not nought."""
    n = cell.value if isinstance(cell, Cell) else cell
    if spent is None or not n or (isinstance(cell, Cell) and cell.is_hidden):
        return None
    return (spent / Decimal(str(n))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def interventions_test(
    awards: Sequence[Decimal], lines: Sequence[tuple[FundingCategory, Decimal]]
) -> InterventionsTest:
    """Hold a year's lines against its funding: a fifth of the funding must go into interventions."""
    funding, listed = sum(awards, NOUGHT), sum((amount for _, amount in lines), NOUGHT)
    named = sum((amount for kind, amount in lines if kind == FundingCategory.interventions), NOUGHT)
    needed = (funding * LEAST_SHARE / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    passes = bool(funding) and named >= needed
    if not funding:
        text = "No funding is entered for this year, so there is nothing to test."
    else:
        verdict = "Passes" if passes else "Fails"
        text = (
            f"{verdict}: {pounds(named)} of {pounds(funding)} goes into interventions, "
            f"{shared(percent(named, funding))}. It must be at least {LEAST_SHARE}% ({pounds(needed)})."
        )
    return InterventionsTest(funding, listed, named, needed, passes, text)
