"""What may be asked of two things at once: a fixed list of tables.

Whole months, quarters and years; at most two breakdowns; never a place with ethnic group and age. For
one measure every table has one breakdown in common with the others (what is bought, or the area). So
whatever agrees with the tables of a measure is a population that there could be: nobody can learn
more from several of them than from each.
"""

from typing import NamedTuple

from app.reporting.measure import SCOPES, By
from app.reporting.measures import MEASURES

PROGRAMME, PROVIDER, COMMISSION = By.programme, By.provider, By.commission

STARS: tuple[tuple[str, By, tuple[By, ...]], ...] = (
    ("people-reached", PROGRAMME, (By.age, By.sex, By.ethnicity, By.area)),
    ("people-reached", PROVIDER, (By.age, By.sex)),
    ("people-reached", COMMISSION, (By.age, By.sex)),
    ("referrals-received", PROGRAMME, (By.source, By.age, By.sex, By.ethnicity, By.area)),
    ("first-contacts", By.area, (By.age, By.sex, By.ethnicity)),
    ("engaged", PROGRAMME, (By.age, By.sex, By.ethnicity)),
    ("closed", PROGRAMME, (By.age, By.sex)),
    ("unplanned-exits", PROGRAMME, (By.reason,)),
    ("contacts", PROGRAMME, (By.age, By.area)),
    ("professionals", PROGRAMME, (By.role,)),
    ("approaches", PROGRAMME, (By.outcome,)),
)

NAMES = {
    By.all: "in all", By.commission: "commission", By.programme: "programme", By.provider: "provider",
    By.area: "area", By.age: "age", By.sex: "sex", By.ethnicity: "ethnic group",
    By.source: "who sent them", By.reason: "reason", By.outcome: "outcome", By.role: "role",
    By.scale: "measure of change", By.stage: "stage", By.wait: "how the wait ended",
    By.whose: "whose reason it was", By.action: "to whom concerns went",
}  # fmt: skip


class Permitted(NamedTuple):
    """A table of the catalogue: a measure down by one thing and across by another."""

    code: str
    measure: str
    by: tuple[By, By]

    @property
    def title(self) -> str:
        """What it shows, in words."""
        return f"{MEASURES[self.measure].label} by {named(self.by[0])} and {named(self.by[1])}"


TABLES: tuple[Permitted, ...] = tuple(
    Permitted(f"{measure}-{centre}-{by}", measure, (centre, by))
    for measure, centre, others in STARS
    for by in others
)
BY_CODE = {table.code: table for table in TABLES}


class Nearest(NamedTuple):
    """What is permitted that comes closest to a question, and in words what it lacks.

    `table` is a cross-table, or None where the quarter's page has it: by `by`.
    """

    table: Permitted | None
    by: By
    is_exact: bool
    says: str


def named(by: By) -> str:
    """The words for a breakdown."""
    return NAMES.get(by, str(by))


def crossed(measure: str) -> tuple[Permitted, ...]:
    """The tables of a measure."""
    return tuple(table for table in TABLES if table.measure == measure)


def breakdowns() -> tuple[By, ...]:
    """What can be asked for, also where no table has it."""
    known = {by for measure in MEASURES.values() if not measure.own_only for by in measure.by}
    return tuple(by for by in By if by in known or by in SCOPES)


def nearest(measure: str, by: tuple[By, ...]) -> Nearest:
    """The permitted table that comes closest to a measure by these breakdowns (any number)."""
    wanted = tuple(dict.fromkeys(one for one in by if one is not By.all))
    own = [one for one in wanted if one in SCOPES or one in MEASURES[measure].by]
    if not wanted or (len(wanted) == 1 and own):
        return Nearest(
            None, wanted[0] if wanted else By.all, True, "The page of the quarter has it."
        )
    tables = crossed(measure)
    for table in tables:
        if set(table.by) == set(wanted):
            return Nearest(table, table.by[1], True, "This table is in the catalogue.")
    best = max(tables, key=lambda table: len({*table.by} & {*wanted}), default=None)
    if best is not None and len({*best.by} & {*wanted}) > 1:
        lacking = ", ".join(named(one) for one in wanted if one not in best.by)
        return Nearest(best, best.by[1], False, f"It is not broken down by {lacking}.")
    if own:
        lacking = ", ".join(named(one) for one in wanted if one is not own[0])
        says = f"The page of the quarter breaks it down by {named(own[0])}, not by {lacking}."
        return Nearest(None, own[0], False, says)
    return Nearest(None, By.all, False, "It is shown in all, and not broken down in this way.")
