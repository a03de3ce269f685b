"""Money in the filled partnership: funding, a profile, spend, a target, a variation, a budget."""

from decimal import Decimal
from typing import TYPE_CHECKING

from app.actions import agreed_thresholds, budgets, money, variations
from app.actions.budgets import Line
from app.actions.funding import Stood, Why
from app.models import Commission, FundingCategory, VariationReason
from app.queries.targets import Target
from app.reporting.money.sums import quarters_of
from app.reporting.periods import Quarter
from tests.access.people import MEN, OFFICE, OTHER_OFFICE, PARTNER, PROVIDER, RIVAL

if TYPE_CHECKING:
    from tests.access.filled import Filled

YEAR = 2026
THOUSAND = Decimal("1000.00")


def pay(made: "Filled") -> None:
    """What the hospital's service costs, and another commissioner's year."""
    both = {"manager", "commissioner"}
    of_each = (("hospital", PROVIDER | OFFICE), ("dvpp", MEN | PARTNER | OFFICE), ("resettlement", RIVAL | OTHER_OFFICE))  # fmt: skip
    for name, seen_by in of_each:
        made.keep("money", name, seen_by, commission_id=made.world.commissions[name].id)
    for name, office in (("hospital", OFFICE), ("resettlement", OTHER_OFFICE)):
        ids = {"commission_id": made.world.commissions[name].id, "name": "people-reached"}
        made.keep("bought", name, office, **ids)
    everybody = frozenset({*PROVIDER, *MEN, *PARTNER, *RIVAL, *OFFICE, *OTHER_OFFICE})
    _hospital(made, both)
    made.keep("budget year", "office", everybody, year=YEAR)
    for office, who in ((OFFICE, "commissioner"), (OTHER_OFFICE, "other_commissioner")):
        _budget(made, office, who)


def _hospital(made: "Filled", both: set[str]) -> None:
    world, word = made.world, made.secrets.word
    commission = world.commissions["hospital"]
    stream = word(
        "funding stream", {*both, "administrator"}, sealed=False, shown=both, held_by=PROVIDER
    )
    said = word(
        "words of a variation", {*both, "administrator"}, sealed=False, shown=both, held_by=PROVIDER
    )
    agreed = word("reason of a threshold", both, sealed=False, held_by=PROVIDER)
    bought = word("note of a commissioner about spend", both, sealed=False, held_by=PROVIDER)
    provided = word("note of a provider about spend", both, sealed=False, held_by=PROVIDER)
    quarter = Quarter.current().before
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, commission.id, lock=True)
        funding = {(stream, FundingCategory.interventions): THOUSAND}
        new = Stood(funding, row.ends_on, row.places)
        variations.vary(database, row, new, Why(row.starts_on, VariationReason.more_funding, said))
        quarters = quarters_of(row.starts_on, row.ends_on)
        even = dict.fromkeys(quarters, Decimal(0)) | {quarter: THOUSAND}
        money.put_profile(database, row, even)
        money.set_targets(database, Target(row.id, "", "people-reached"), {quarter: Decimal(5)})
        money.state_spend(database, row, quarter, THOUSAND / 2, note=bought)
        later = Quarter.current().after
        agreed_thresholds.agree(database, row, below=10, holds_from=later, words=agreed)
    with world.as_(world.manager) as database:
        row = database.find(Commission, commission.id)
        money.state_spend(database, row, quarter, THOUSAND, note=provided)


def _budget(made: "Filled", office: frozenset[str], who: str) -> None:
    world, word = made.world, made.secrets.word
    funder = word(f"funder of the {who}", {who}, sealed=False)
    name = word(f"budget line of the {who}", {who}, sealed=False)
    with world.as_(world.viewers[who]) as database:
        award = budgets.add_award(database, YEAR, funder=funder, amount=THOUSAND)
        line = budgets.add_line(database, YEAR, Line(FundingCategory.team, name, THOUSAND))
    made.keep("budget", who, office, award_id=award.id, line_id=line.id)
