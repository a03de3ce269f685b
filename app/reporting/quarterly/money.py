"""What was planned and spent, and what it cost where the count is printed."""

from uuid import UUID

from app.queries.money import moneys
from app.reporting.asked import may_ask_about
from app.reporting.measure import By
from app.reporting.money.sums import Money
from app.reporting.money.tables import cost_figure, money_figures
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure


def draw(told: Told) -> tuple[Figure, ...]:
    """Money by commission, tier and funding stream, and the cost of a person and of an ending."""
    found = listed(told)
    if not found:
        return ()
    figures = tuple(money_figures(found, told.quarter))
    return figures if told.is_alone else (*figures, cost_figure(found, told.answer, told.quarter))


def listed(told: Told) -> list[Money]:
    """The commissions whose money is shown, with what was said about it by the data date."""
    return moneys(told.database, _ids(told), until=told.known_on)


def _ids(told: Told) -> set[UUID] | None:
    if told.within is None:
        return None
    by, value = told.within
    code = value.partition(":")[0]
    return {
        one.id
        for one in may_ask_about(told.database).commissions
        if code
        == {By.programme: one.programme, By.provider: str(one.provider)}.get(by, str(one.id))
    }
