"""The boxes of measures on a form, and the scores in them.

An open measure is asked as questions on its scale; one that belongs to somebody else has a box for
its score and nothing more. Several items make one score: their mean or their sum, as the definition says.
"""

from typing import Any, NamedTuple

from app.forms.plan import NotAsked
from app.programmes.scales import Measure
from app.queries.case_plan import MeasureLine
from app.web.forms import Form


class Score(NamedTuple):
    """What was said about one measure: a score, or why it was not asked."""

    key: str
    score: float | None
    not_asked: str | None


def boxes_of(measure: Measure) -> list[tuple[str, str]]:
    """The boxes of a measure as (name, question)."""
    if measure.items:
        return [(f"{measure.key}-{item.key}", item.label) for item in measure.items]
    return [(measure.key, measure.help or measure.label)]


def why_box(measure: Measure) -> str:
    """The name of the box that says why a measure was not asked."""
    return f"{measure.key}-why"


def score_boxes(lines: list[MeasureLine]) -> list[str]:
    """The names of every box of some measures."""
    names = [name for line in lines for name, _question in boxes_of(line.measure)]
    return names + [why_box(line.measure) for line in lines]


def read_scores(form: Form[Any], lines: list[MeasureLine]) -> list[Score]:
    """The scores of a posted form. What is wrong is refused in the form, box by box."""
    found = []
    for line in lines:
        measure = line.measure
        why = form.answers.get(why_box(measure), [""])[0]
        numbers = [_number(form, name, measure) for name, _question in boxes_of(measure)]
        given = [number for number in numbers if number is not None]
        if why and why not in set(NotAsked):
            form.refuse(why_box(measure), "Select a reason from the list")
        elif why and given:
            form.refuse(why_box(measure), f"{measure.label}: enter a score or a reason, not both")
        elif why:
            found.append(Score(measure.key, None, why))
        elif given and len(given) == len(numbers):
            found.append(Score(measure.key, score_of(measure, given), None))
        elif given:
            empty = next(
                name
                for (name, _question), number in zip(boxes_of(measure), numbers, strict=True)
                if number is None
            )
            form.refuse(empty, f"{measure.label}: answer every question, or none")
    return found


def score_of(measure: Measure, given: list[float]) -> float:
    """The score of the answers to the items of a measure, as its definition says."""
    return sum(given) if measure.scoring == "sum" else sum(given) / len(given)


def highest(measure: Measure) -> int:
    """The highest answer to one box: of an item that is added up, less than the whole score."""
    return (measure.item_maximum if measure.items else None) or measure.maximum


def lowest(measure: Measure) -> int:
    """The lowest answer to one box."""
    return 0 if measure.scoring == "sum" and measure.items else measure.minimum


def _number(form: Form[Any], name: str, measure: Measure) -> float | None:
    text = form.answers.get(name, [""])[0].strip()
    if not text:
        return None
    whole = text.isascii() and text.isdigit() and len(text) < 6  # noqa: PLR2004 - far above any scale
    least, most = lowest(measure), highest(measure)
    if not whole or not least <= int(text) <= most:
        form.refuse(name, f"{measure.label} must be a number from {least} to {most}")
        return None
    return float(text)
