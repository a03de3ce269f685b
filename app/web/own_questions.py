"""A provider's question as it stands in an address, and what its form offers."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from app.database import Database
from app.programmes.ages import band_sets
from app.programmes.lists import code_list
from app.queries.figure_cuts import AGES, Cut, cuts_of
from app.queries.figures import own_commissions, own_programmes
from app.queries.own_questions import Asking
from app.reporting.measure import By, Measure
from app.reporting.measures import MEASURES
from app.reporting.periods import Month, Quarter, Span, Year, parse
from app.reporting.programmes import said_by_programmes
from app.reporting.values import NOT_KNOWN, known_values, label_of, rolled_areas

Choices = list[tuple[str, str]]
OLDEST = 2015  # nothing was recorded before; an address below it is a mistake
FIRST = "people-reached"
AGAINST = {
    "before": "The period before",
    "year": "The same period a year before",
    "target": "The target",
    "residents": "Residents of the area",
    "steps": "The steps of the pathway",
}
STEPS = (
    "referrals-received", "referrals-accepted", "first-contacts", "starts", "engaged", "planned-exits",
)  # fmt: skip
"""The steps of the pathway; they are asked of referrals received."""
TIERS = ("primary", "secondary", "tertiary")
MONTHS, QUARTERS, YEARS = 24, 9, 4
LONGEST = 100  # characters of a value in an address


class Asked(NamedTuple):
    """A question with its breakdowns, and what it is compared with."""

    asking: Asking
    by: tuple[Cut, ...]
    against: str
    period: Span

    @property
    def measure(self) -> Measure:
        """What is counted."""
        return self.asking.measure

    @property
    def says(self) -> str:
        """The definition of what is counted, of this kind of period."""
        return self.measure.says.replace("quarter", type(self.period).__name__.lower())

    def query(self, **changes: str) -> str:
        """The query of the address that asks this, with some of it changed (nothing removes)."""
        said = {
            "measure": self.measure.key,
            "by": self.by[0].code if self.by else "",
            "and": self.by[1].code if len(self.by) > 1 else "",
            "period": self.period.code,
            "counted": "cohort" if self.asking.cohort else "",
            "against": self.against,
            **self.asking.kept,
        }
        return urlencode({name: value for name, value in (said | changes).items() if value})


def asked(query: Mapping[str, str], measure: Measure | None = None) -> Asked:
    """The question of an address. Whatever makes no sense is left out: a question is never refused."""
    measure = measure or MEASURES.get(query.get("measure", "")) or MEASURES[FIRST]
    cuts = cuts_of(measure)
    codes = dict.fromkeys(code for code in (query.get("by"), query.get("and")) if code in cuts)
    kept = {
        code: value
        for code in cuts
        if (value := query.get(code, "")) and len(value) <= LONGEST and is_a_value(code, value)
    }
    cohort = query.get("counted") == "cohort" and measure.is_named
    against = query.get("against", "")
    period = period_of(query.get("period") or query.get("quarter") or "")
    by = tuple(cuts[code] for code in codes if code is not None)
    fits = against in AGAINST and (against != "steps" or measure.key == STEPS[0])
    return Asked(Asking(measure, period, kept, cohort), by, against if fits else "", period)


def is_a_value(code: str, value: str) -> bool:
    """Whether a cut can have this value at all; ids and ages are looked at, other codes just differ."""
    if "\x00" in value:
        return False
    if code.startswith("age-"):
        return value in {band.code for band in band_sets()[code[4:]].all()}
    if code in ("commission", "setting") and value != NOT_KNOWN:
        try:
            return str(UUID(value)) == value
        except ValueError:
            return False
    return True


def period_of(code: str) -> Span:
    """The month, quarter or year of an address; the running quarter where it says none that began."""
    found = parse(code)
    is_one = found is not None and found.has_started and found.year >= OLDEST
    return found if found is not None and is_one else Quarter.current()


def periods() -> list[tuple[str, Choices]]:
    """The periods that the form offers, newest first."""
    groups: list[tuple[str, Choices]] = []
    for label, kind, most in (
        ("Quarters", Quarter, QUARTERS), ("Financial years", Year, YEARS), ("Months", Month, MONTHS),
    ):  # fmt: skip
        one: Span = kind.current()
        choices: Choices = []
        for _ in range(most):
            choices.append((one.code, one.label + ("" if one.is_over else ", so far")))
            one = one.before
        groups.append((label, choices))
    return groups


class Filter(NamedTuple):
    """A filter of the form: its name, its words, its choices in groups, and what is chosen."""

    name: str
    label: str
    groups: list[tuple[str, Choices]]
    chosen: str


def filters(database: Database, one: Asked) -> list[Filter]:
    """What a question may be kept to."""
    cuts = cuts_of(one.measure)
    commissions = [(str(id_), name) for id_, name in own_commissions(database)]
    offered: dict[str, Choices] = {
        "commission": commissions if len(commissions) > 1 else [],
        "programme": own_programmes(database),
        "tier": [(tier, tier.capitalize()) for tier in TIERS],
        "area": [
            (code, label_of(By.area, code)) for code in dict.fromkeys(rolled_areas().values())
        ],
        "sex": [(code, label_of(By.sex, code)) for code in known_values(By.sex)],
        "ethnicity": [(code, label_of(By.ethnicity, code)) for code in known_values(By.ethnicity)],
        "source": [(entry.code, entry.label) for entry in code_list("referral-source").entries],
    }
    if len(offered["programme"]) < 2:  # noqa: PLR2004 - nothing to choose
        offered["programme"] = []
    kept = one.asking.kept
    found = [
        Filter(code, cuts[code].label, [("", choices)], kept.get(code, ""))
        for code, choices in offered.items()
        if code in cuts and choices
    ]
    for code, cut in cuts.items():
        if code.startswith("age-"):
            bands = band_sets()[code.removeprefix("age-")]
            choices = [(band.code, band.label) for band in bands.all()]
            found.append(Filter(code, cut.label, [("", choices)], kept.get(code, "")))
    return found


def words_of(database: Database, cut: Cut, value: str) -> str:
    """The words for a value of a cut."""
    if cut.code in ("commission", "programme"):
        names = own_commissions(database) if cut.code == "commission" else own_programmes(database)
        return next((name for code, name in names if str(code) == value), "Another commission")
    if cut.code == "tier":
        return f"{value.capitalize()} prevention"
    if cut.code in {f"age-{code}" for code in AGES}:
        bands = band_sets()[cut.code.removeprefix("age-")]
        return next((band.label for band in bands.all() if band.code == value), value)
    if cut.by in (By.scale, By.reason, By.stage):
        said = said_by_programmes(database).words[cut.by]
        return said.get(value) or label_of(cut.by, value)
    return label_of(cut.by or By.reason, value)


def kept_in_words(
    database: Database, one: Asked, places: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What a question is kept to, in words, each with the query that leaves it out."""
    cuts = cuts_of(one.measure)
    return [
        (
            f"{cuts[code].label}: {places.get(value) or words_of(database, cuts[code], value)}",
            one.query(**{code: ""}),
        )
        for code, value in one.asking.kept.items()
    ]


def breakdowns(measure: Measure) -> Choices:
    """The ways to break a measure down, with their words."""
    return [(code, cut.label) for code, cut in cuts_of(measure).items()]
