"""T1 and T2 over `count()`: who may ask, about what, and that no answer carries a canary."""

import pytest

from app.errors import NotFound
from app.reporting.counting import Question, count
from app.reporting.measure import By
from app.reporting.periods import Quarter
from tests.access.filled import Filled
from tests.access.whom import COMMISSIONERS
from tests.world import PEOPLE

NOW = Quarter.current()
EVERY_CUT = tuple(By)


@pytest.mark.parametrize("person", [name for name in PEOPLE if name not in COMMISSIONERS])
def test_figures_of_others_do_not_exist_for_who_does_not_commission(
    filled: Filled, person: str
) -> None:
    with pytest.raises(NotFound):
        count(Question(NOW), filled.world.viewers[person])


@pytest.mark.usefixtures("everything_allowed")
@pytest.mark.parametrize("person", [name for name in PEOPLE if name not in COMMISSIONERS])
def test_no_answer_carries_a_canary_whoever_asks(filled: Filled, person: str) -> None:
    answer = count(Question(NOW, by=EVERY_CUT), filled.world.viewers[person])
    # Services are known to everybody; their figures stand behind the gate whoever asks.
    assert filled.secrets.leaks(repr(answer), "nobody") == []


@pytest.mark.parametrize("person", sorted(COMMISSIONERS))
def test_a_commissioner_is_told_about_own_commissions_and_no_person(
    filled: Filled, person: str
) -> None:
    viewer = filled.world.viewers[person]
    answer = count(Question(NOW, by=EVERY_CUT), viewer)
    assert filled.secrets.leaks(repr(answer), person) == []
    own = {
        str(one.id)
        for one in filled.world.commissions.values()
        if one.commissioner_id == viewer.organisation_id
    }
    shown = {value.partition(":")[0] for value in answer.choices[By.commission]}
    assert shown == own
    for one in filled.world.commissions.values():
        value = str(one.id)
        if value not in own:
            with pytest.raises(NotFound):
                count(Question(NOW, within=(By.commission, value)), viewer)
    with pytest.raises(NotFound):
        count(Question(NOW, within=(By.commission, "0" * 36)), viewer)
