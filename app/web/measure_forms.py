"""Who may be asked which measure, and how the page of a measure is drawn."""

from typing import NamedTuple

from app.actions.plan import too_young
from app.programmes.measures import Family, shelf
from app.queries.case_file import CaseFile
from app.queries.case_plan import MeasureLine

OCCASIONS = {
    "baseline": "At the start",
    "review": "Review",
    "exit": "At the end",
    "follow-up": "Follow-up",
}
INFORMANTS = {
    "self": "They answer themselves",
    "parent": "A parent or carer answers",
    "teacher": "A teacher answers",
    "worker": "The worker answers",
    "other": "Somebody else answers",
}


class Asked(NamedTuple):
    """The measures of an occasion: whom they suit, and which are for older people."""

    lines: list[MeasureLine]
    too_young: list[MeasureLine]


def asked_at(lines: list[MeasureLine], occasion: str) -> list[MeasureLine]:
    """The measures that are taken on an occasion."""
    return [line for line in lines if occasion in line.measure.occasions]


def suited(file: CaseFile, lines: list[MeasureLine]) -> Asked:
    """Part the measures by the person's age; where the age is not known, all may be asked."""
    young = [line for line in lines if too_young(line.measure, file.age)]
    return Asked([line for line in lines if line not in young], young)


def families() -> tuple[Family, ...]:
    """The measures on the shelf, by family."""
    return shelf().families
