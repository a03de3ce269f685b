"""What a provider may break its own figures down by, and keep them to: each way with its SQL.

A cut looks at the statement that stands for each thing counted (`f`). Its value in a table and the
rows that it keeps are one and the same declaration, so that a cell equals the list behind it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from app.facts import Kind
from app.programmes.ages import band_of, band_sets
from app.reporting.measure import (
    By,
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Measure,
)
from app.reporting.values import (
    NOT_KNOWN,
    ethnic_groups,
    reach_bands,
    rolled_areas,
    whose_reasons,
)

Where = tuple[str, dict[str, Any]]


class Cut(NamedTuple):
    """A way to break figures down.

    `by` says whose words its values have; `columns` tell it; `value` makes the value of them;
    `where` is the condition for one value, whose parameters begin with the name that is given.
    """

    code: str
    label: str
    by: By | None
    columns: tuple[str, ...]
    value: Callable[..., str]
    where: Callable[[str, str], Where]

    @property
    def is_scope(self) -> bool:
        """Whether it cuts what was commissioned, in each part of which people are counted anew."""
        return self.code in SCOPED


def _same(column: str, unknown: str = "") -> Callable[[str, str], Where]:
    """The condition that a column has a value; `unknown` is how "not known" is stored."""

    def where(value: str, name: str) -> Where:
        return f"coalesce({column}, '') = :{name}", {name: unknown if value == NOT_KNOWN else value}

    return where


def _one_of(column: str, meanings: Callable[[], dict[str, str]]) -> Callable[[str, str], Where]:
    """The condition that a code has a meaning."""

    def where(value: str, name: str) -> Where:
        codes = [code for code, meaning in meanings().items() if meaning == value]
        return f"coalesce({column}, '') = ANY(:{name})", {name: codes}

    return where


def _whose(value: str, name: str) -> Where:
    known = whose_reasons()
    if value != "provider":
        return _one_of("f.code", whose_reasons)(value, name)
    # Whatever no list knows is the provider's own reason.
    others = [code for code, whose in known.items() if whose != value]
    return f"f.code <> ALL(:{name})", {name: others}


def _ages(set_code: str) -> Cut:
    bands = band_sets()[set_code]

    def where(value: str, name: str) -> Where:
        band = next((one for one in bands.bands if one.code == value), None)
        if band is None:
            return "(f.age IS NULL OR f.age < 0)", {}
        bound = {f"{name}_from": band.lowest, f"{name}_to": band.highest or 1000}
        return f"f.age BETWEEN :{name}_from AND :{name}_to", bound

    return Cut(
        f"age-{set_code}", f"Age: {bands.name.lower()}", By.age, ("f.age",),
        lambda age: band_of(age, set_code), where,
    )  # fmt: skip


def _scale(value: str, name: str) -> Where:
    programme, _, key = value.partition(":")
    bound = {f"{name}_programme": programme, f"{name}_key": f"{key}:"}
    return f"f.programme = :{name}_programme AND starts_with(f.code, :{name}_key)", bound


COMMISSION = Cut(
    "commission",
    "Commission",
    By.commission,
    ("f.commission_id",),
    str,
    _same("CAST(f.commission_id AS text)"),
)
PROGRAMME = Cut("programme", "Programme", By.programme, ("f.programme",), str, _same("f.programme"))
TIER = Cut("tier", "Prevention tier", None, ("f.commission_id",), str, _same("''"))
SETTING = Cut(
    "setting", "Place", None, ("f.setting_id",), lambda place: str(place or NOT_KNOWN),
    _same("CAST(f.setting_id AS text)"),
)  # fmt: skip
AREA = Cut(
    "area", "Area", By.area, ("f.area",),
    lambda code: rolled_areas().get(code or "", code or NOT_KNOWN), _one_of("f.area", rolled_areas),
)  # fmt: skip
SEX = Cut(
    "sex",
    "Sex",
    By.sex,
    ("f.sex",),
    lambda code: NOT_KNOWN if code == "U" else code,
    _same("f.sex", "U"),
)
ETHNICITY = Cut(
    "ethnicity", "Ethnic group", By.ethnicity, ("f.ethnicity",),
    lambda code: ethnic_groups().get(code) or NOT_KNOWN, _one_of("f.ethnicity", ethnic_groups),
)  # fmt: skip
SOURCE = Cut(
    "source",
    "Who sent them",
    By.source,
    ("f.source",),
    lambda code: code or NOT_KNOWN,
    _same("f.source"),
)
WAIT = Cut("wait", "How the wait ended", By.wait, ("f.referral",), str, _same("''"))
HEADS = Cut(
    "age-reach", "Age: 24 and under, over 24", By.age, ("f.audience",),
    lambda code: reach_bands().get(code, NOT_KNOWN), _one_of("f.audience", reach_bands),
)  # fmt: skip
OWN = {
    By.whose: Cut("whose", "Whose reason", By.whose, ("f.code",), lambda code: whose_reasons().get(code, "provider"), _whose),
    By.reason: Cut("reason", "Reason", By.reason, ("f.code",), lambda code: code or NOT_KNOWN, _same("f.code")),
    By.outcome: Cut("outcome", "Outcome", By.outcome, ("f.code",), lambda code: code or NOT_KNOWN, _same("f.code")),
    By.action: Cut("action", "What was done", By.action, ("f.code",), lambda code: code or NOT_KNOWN, _same("f.code")),
    By.stage: Cut("stage", "Stage", By.stage, ("f.code",), lambda code: code or NOT_KNOWN, _same("f.code")),
    By.role: Cut("role", "Role", By.role, ("f.audience",), lambda code: code or NOT_KNOWN, _same("f.audience")),
    By.scale: Cut("scale", "Measure", By.scale, ("f.programme", "f.code"), lambda programme, code: f"{programme}:{code.rpartition(':')[0]}", _scale),
    By.wait: WAIT,
}  # fmt: skip
"""Ways that belong to single measures."""
SCOPED = frozenset({"commission", "programme", "tier"})
AGES = {code: _ages(code) for code in band_sets()}
COMMISSIONED = (COMMISSION, PROGRAMME, TIER)
ABOUT_PEOPLE = (AREA, *AGES.values(), SEX, ETHNICITY, SOURCE, SETTING)


def cuts_of(measure: Measure) -> dict[str, Cut]:
    """The ways in which a measure can be cut, by code."""
    found = [*COMMISSIONED]
    if measure.is_named:
        found += ABOUT_PEOPLE
    elif measure.of is not Kind.approach:
        found += [AREA, SETTING]
    if measure.of is Kind.headcount and By.age in measure.by:
        found.append(HEADS)
    if not isinstance(measure.count, LargestPerGroup | GroupsWith):
        found += [OWN[by] for by in measure.by if by in OWN]
    return {one.code: one for one in found}


def counts_anew(measure: Measure, cut: Cut) -> bool:
    """Whether one person can be in several values of a cut, so that they must be told apart in each."""
    return cut.is_scope and isinstance(measure.count, Distinct) and measure.count.what == "person"
