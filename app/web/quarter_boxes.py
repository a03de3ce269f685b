"""A box for each quarter of a term: their names, and what stands in them as amounts or numbers.

Which quarters there are is for the commission to say, so the boxes are no fields of a form model:
their names are `q-2026-3`. What is wrong becomes an error at its box.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from app.forms.funding import read_pounds
from app.forms.reading import read_whole
from app.reporting.money.sums import quarter_name
from app.reporting.periods import Quarter
from app.web import sentences
from app.web.forms import Form, read
from app.web.posted import Posted

MOST = 1_000_000
MOST_PERCENT = 100


def box(quarter: Quarter) -> str:
    """The name of a quarter's box."""
    return f"q-{quarter.code}"


def read_boxes(posted: Posted, quarters: Iterable[Quarter]) -> Form[Any]:
    """Read a form that has nothing but boxes for these quarters."""
    return read(None, posted, questions=[box(one) for one in quarters])


def pounds_in(form: Form[Any], quarters: Iterable[Quarter]) -> dict[Quarter, Decimal]:
    """The pounds of each quarter; an empty box is nought."""
    found = _values(form, quarters, read_pounds)
    return {quarter: amount or Decimal("0.00") for quarter, amount in found.items()}


def targets_in(
    form: Form[Any], quarters: Iterable[Quarter], *, percent: bool
) -> dict[Quarter, Decimal | None]:
    """The number of each quarter, or None where the box is empty."""
    most = MOST_PERCENT if percent else MOST

    def whole(text: object) -> Decimal:
        return Decimal(read_whole(text, least=0, most=most)).quantize(Decimal("0.01"))

    return _values(form, quarters, whole)


def _values(
    form: Form[Any], quarters: Iterable[Quarter], how: Callable[[object], Decimal]
) -> dict[Quarter, Decimal | None]:
    found: dict[Quarter, Decimal | None] = {}
    for quarter in quarters:
        text = form.text(box(quarter)).strip()
        try:
            found[quarter] = how(text) if text else None
        except PydanticCustomError as error:
            title = f"the amount of {quarter_name(quarter)}"
            form.refuse(box(quarter), sentences.sentence(error.type, title, error.context))
    return found


def fill(form: Form[Any], amounts: dict[Quarter, Decimal]) -> None:
    """Put amounts into their boxes, without pence where there are none."""
    for quarter, amount in amounts.items():
        whole = amount == amount.to_integral_value()
        form.fill(box(quarter), f"{amount:,.0f}" if whole else f"{amount:,.2f}")
