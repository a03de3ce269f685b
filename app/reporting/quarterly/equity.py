"""Whether each group is reached and kept alike; "not known" is a group of its own, never left out."""

from app.reporting.measure import By
from app.reporting.quarterly.reach import NAMED
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, broken_down

GROUPS = ((By.sex, "sex"), (By.ethnicity, "ethnic group"), (By.age, "age"))


def draw(told: Told) -> tuple[Figure, ...]:
    """People and referrals by group."""
    if told.is_alone:
        return ()
    return tuple(
        broken_down(told.answer, by, NAMED, f"People and referrals by {words}", key=f"by-{by}")
        for by, words in GROUPS[:2]
    )
