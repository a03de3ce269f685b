"""What the partnership costs: profiles, spend said each quarter, targets, and a year's budget.

One commission was varied, one spends more than planned, one less, and one is tendered again.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from app import clocks
from app.actions import agreed_thresholds, budgets, follow_on, money, variations
from app.actions.budgets import Line
from app.actions.follow_on import Next
from app.actions.funding import Stood, Why, as_it_stands
from app.database import Database
from app.models import Commission, Followed, FundingCategory, VariationReason
from app.operations.demo.stage import Stage, Step
from app.queries.money import moneys
from app.queries.targets import Target
from app.reporting.money.sums import quarters_of
from app.reporting.periods import Quarter

COMMISSIONER = "helen"
# Which manager says what was spent, and how it went: in a hundred of the profile, early and lately.
SPENDERS = {
    "hospital-birmingham": ("nadia", 98, 101),
    "hospital-coventry": ("mina", 102, 112),
    "iris": ("lou", 55, 92),
    "mvp": ("ada", 100, 97),
    "routes": ("noor", 99, 103),
    "resettlement": ("bill", 96, 99),
    "dvpp": ("vic", 90, 100),
}
NOTES = {
    "hospital-coventry": (
        "Agency cover for two vacancies at night.",
        "One of the two posts is filled; agency cover for the other.",
        "Both posts are filled. The overlap of a month is in this quarter.",
    ),
    "iris": (
        "The second advocate starts late, so a post stands empty.",
        "Still one advocate: the first round of interviews found nobody.",
        "The second advocate began in the last month of the quarter.",
    ),
}
# Measure, side and the number for each quarter.
TARGETS = {
    "hospital-birmingham": (("people-reached", "", 24), ("share-in-standard", "", 80), ("share-planned", "", 60)),
    "hospital-coventry": (("people-reached", "", 10), ("share-in-standard", "", 80), ("share-planned", "", 60)),
    "iris": (("people-reached", "", 12), ("share-in-standard", "", 90), ("professionals", "", 150)),
    "mvp": (("sessions-delivered", "", 40), ("full-dose-people", "", 120)),
    "routes": (("shifts-delivered", "", 16), ("contacts", "", 1200)),
    "resettlement": (("people-reached", "", 8), ("share-planned", "", 60)),
    "dvpp": (("people-reached", "perpetrator", 8), ("people-reached", "partner", 5)),
}  # fmt: skip
# In the shape of a first-year unit: most from the Home Office, the rest from near by.
AWARDS = (("Home Office", 969_000), ("Police and crime commissioner", 151_000), ("Local authorities and police", 40_000))  # fmt: skip
LINES = (
    (FundingCategory.team, "Core team and schools lead", 486_000),
    (FundingCategory.data, "Data and analysis", 63_000),
    (FundingCategory.evaluation, "Local evaluation", 20_000),
    (FundingCategory.workforce, "Training of the wider workforce", 33_000),
    (FundingCategory.communications, "Communications", 53_000),
)
WORTH_A_WORD = 8  # in a hundred off what was planned
CUT, CUT_PLACES = Decimal("50000.00"), 30


class Paying(NamedTuple):
    """The days on which money is talked about."""

    first: date
    today: date

    def quarters(self) -> list[Quarter]:
        """The quarters that were over by today."""
        return [one for one in quarters_of(self.first, self.today) if one.end <= self.today]


def steps(stage: Stage) -> Iterator[Step]:
    """Every step about money."""
    days = Paying(stage.first_day, stage.today)
    yield Step(_at(days.first + timedelta(days=1)), COMMISSIONER, partial(plan, stage))
    cut = days.first + timedelta(days=420)
    yield Step(_at(cut), COMMISSIONER, partial(cut_back, stage, cut))
    yield Step(_at(days.today - timedelta(days=20)), COMMISSIONER, partial(tender_again, stage))
    yield Step(_at(days.today - timedelta(days=15)), COMMISSIONER, partial(hide_more, stage))
    over = days.quarters()
    for key, (who, early, lately) in SPENDERS.items():
        for order, quarter in enumerate(over):
            slow = 12 if key == "resettlement" and order == len(over) - 1 else 0
            share = early if order < len(over) // 2 else lately
            said = partial(say, stage, key, quarter, share)
            yield Step(_at(quarter.end + timedelta(days=11 + slow * 30)), who, said)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), clocks.LONDON)


def plan(stage: Stage, database: Database) -> None:
    """Spend profiles by days, targets from last year on, and the budget of each year."""
    last_year = Quarter(Quarter.of(stage.today).year - 1, 1)
    for key, bought in stage.commissions.items():
        row = database.find(Commission, bought.id)
        profile(database, row)
        quarters = [one for one in quarters_of(last_year.start, stage.today) if one >= last_year]
        for measure, side, number in TARGETS[key]:
            target = Target(row.id, side, measure)
            money.set_targets(database, target, dict.fromkeys(quarters, Decimal(number)))
    for year in range(Quarter.of(stage.first_day).year, Quarter.of(stage.today).year + 1):
        budget(stage, year, database)


def profile(database: Database, row: Commission, since: date | None = None) -> None:
    """Spread the value over the quarters by the days of the term in each, in whole pounds.

    What was planned for the quarters before `since` stays.
    """
    last, first = row.ends_on or clocks.today(), Quarter.of(since or row.starts_on)
    had = moneys(database, [row.id])[0].profile
    planned = {quarter: amount for quarter, amount in had.items() if quarter < first}
    left = as_it_stands(database, row).value - sum(planned.values())
    start = max(row.starts_on, first.start)
    term = (last - start).days + 1
    quarters = quarters_of(start, last)
    shares = {
        one: left * (min(one.end, last) - max(one.start, start)).days // term
        for one in quarters[:-1]
    }
    money.put_profile(database, row, planned | shares | {quarters[-1]: left - sum(shares.values())})


def budget(stage: Stage, year: int, database: Database) -> None:
    """What funders give for a year, and what it is meant for."""
    for funder, amount in AWARDS:
        budgets.add_award(database, year, funder=funder, amount=Decimal(amount))
    for category, name, amount in LINES:
        budgets.add_line(database, year, Line(category, name, Decimal(amount)))
    for bought in stage.commissions.values():
        value = as_it_stands(database, bought).value
        line = Line(FundingCategory.interventions, bought.name, value / 4, bought.id)
        budgets.add_line(database, year, line)


def say(stage: Stage, key: str, quarter: Quarter, share: int, database: Database) -> None:
    """A manager says what was spent: near what was planned, and why where it is not."""
    row = database.find(Commission, stage.commissions[key].id)
    found = moneys(database, [row.id])[0].planned_in(quarter)
    about = share + stage.rng("spend", key, quarter.code).randint(-3, 3)
    spent = (found * about / 100).quantize(Decimal(1))
    notes = NOTES.get(key, ()) if abs(about - 100) > WORTH_A_WORD else ()
    note = notes[quarter.number % len(notes)] if notes else ""
    money.state_spend(database, row, quarter, spent, note=note)


def cut_back(stage: Stage, day: date, database: Database) -> None:
    """The grant was cut, so the course has fewer places and less money from a day on."""
    row = database.find(Commission, stage.commissions["dvpp"].id, lock=True)
    stood = as_it_stands(database, row)
    less = {key: amount - CUT for key, amount in stood.funding.items()}
    words = "The grant for next year was settled lower. Six places fewer; the partner support stays whole."
    why = Why(day, VariationReason.less_funding, words)
    variations.vary(database, row, Stood(less, stood.ends_on, CUT_PLACES), why)
    profile(database, row, day)


def tender_again(stage: Stage, database: Database) -> None:
    """Resettlement was tendered again for the next financial year; another provider won."""
    row = database.find(Commission, stage.commissions["resettlement"].id, lock=True)
    first = Quarter(Quarter.of(stage.today).year + 1, 1).start
    last = first - timedelta(days=1)
    found = moneys(database, [row.id])[0]
    left = found.planned_to(Quarter.of(last))
    why = Why(last, VariationReason.other, "Ends with the financial year: it is tendered again.")
    stood = as_it_stands(database, row)
    variations.vary(database, row, Stood(dict.fromkeys(stood.funding, left), last, row.places), why)
    profile(database, row, stage.today)
    winner = stage.commissions["hospital-coventry"].provider_id
    new = Next(
        Followed.retendered, f"Resettlement and support from {first.year}", winner, first,
        first.replace(year=first.year + 3) - timedelta(days=1), row.places,
        {("Police and crime commissioner", FundingCategory.interventions): Decimal("180000.00")},
    )  # fmt: skip
    made = follow_on.follow(database, row, new)
    profile(database, made)


def hide_more(stage: Stage, database: Database) -> None:
    """Few men are on the programme for perpetrators: its agreement asks for 10 from next quarter on."""
    row = database.find(Commission, stage.commissions["dvpp"].id)
    agreed_thresholds.agree(
        database,
        row,
        below=10,
        holds_from=Quarter.of(stage.today).after,
        words="Few men take part, and people in one town know each other. Asked for by the data "
        "protection officer of the provider.",
    )
