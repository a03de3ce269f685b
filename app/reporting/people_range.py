"""Distinct people across providers, with the range that the figure can lie in.

Whoever could not be compared with the records of the other providers may be counted twice. The range
is worked out from nothing but what is printed, so it says no more than the page does.
"""

from typing import NamedTuple

from app.reporting.counting import Answer
from app.reporting.measure import By
from app.reporting.statistics import fewest_people

EVERYBODY = 100  # per cent
PEOPLE, UNMATCHED = "people-reached", "people-unmatched"


class PeopleRange(NamedTuple):
    """At least `fewest` people, at most `most`; `share` per cent could not be compared, if that is known."""

    fewest: int
    most: int
    share: int | None

    @property
    def text(self) -> str:
        """The range in a sentence."""
        if self.fewest == self.most:
            return "Everybody could be compared across the providers, so nobody is counted twice."
        some = "Some" if self.share is None else f"{self.share}%" if self.share else "Less than 1%"
        who = f"{some} of them could not be compared across all the providers and"
        if self.share == EVERYBODY:
            who = "Nobody could be compared across all the providers (an agreement has to allow it): some"
        return f"{who} may be counted twice: there are at least {self.fewest:,} people, and at most {self.most:,}."


def people_range(answer: Answer) -> PeopleRange | None:
    """The range for the people reached in all; None where that number is not printed.

    Best with an answer that is broken down by provider: then the largest of them is a lower end too.
    """
    cells = answer.total.cells
    most, unmatched = cells[PEOPLE].value, cells[UNMATCHED].value
    if cells[PEOPLE].is_hidden or most is None:
        return None
    table = answer.tables.get(By.provider)
    each = {
        line.value: int(line.cells[PEOPLE].value or 0)
        for line in (table.lines if table else ())
        if not line.cells[PEOPLE].is_hidden
    }
    if cells[UNMATCHED].is_hidden or unmatched is None:
        return PeopleRange(fewest_people(int(most), int(most), each), int(most), None)
    fewest = fewest_people(int(most), int(unmatched), each)
    return PeopleRange(fewest, int(most), round(100 * unmatched / most) if most else 0)
