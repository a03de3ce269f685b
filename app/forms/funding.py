"""Amounts of money as people type them, and funding as lines of a text."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated

from app.forms.fields import Reads
from app.forms.reading import wrong
from app.models import FundingCategory

MOST_POUNDS = Decimal(9_999_999_999)
Streams = dict[tuple[str, FundingCategory], Decimal]
"""Pounds by funding stream and what they are for."""
INTERVENTIONS = FundingCategory.interventions


def read_pounds(given: object) -> Decimal:
    """Return an amount in pounds, such as £12,500.50. Raises a coded error."""
    text = str(given).strip().removeprefix("£").strip().replace(",", "")
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,2})?", text, re.ASCII):
        wrong("not_pounds")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        wrong("not_pounds")
    if amount > MOST_POUNDS:
        wrong("out_of_range", least=0, most=MOST_POUNDS)
    return amount.quantize(Decimal("0.01"))


Pounds = Annotated[Decimal, Reads(read_pounds)]


def read_funding(text: str | None) -> tuple[Streams, str | None]:
    """Return pounds by stream and category, and the sentence against the first line that is not one.

    A line is "Home Office grant: 120,000"; what is not for interventions says so before the colon:
    "Home Office grant (evaluation): 20,000".
    """
    streams: Streams = {}
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        before, _, amount = line.rpartition(":")
        try:
            pounds = read_pounds(amount)
        except ValueError:
            return (
                {},
                f"“{line[:60]}” is no funding line. Write it like “Serious Violence Duty: 120,000”",
            )
        key = _stream(before.strip())
        if not key[0] or key in streams:
            return {}, f"“{line[:60]}” needs a funding stream of its own before the amount"
        streams[key] = pounds
    return streams, None


def _stream(text: str) -> tuple[str, FundingCategory]:
    """A stream, and the category in brackets behind it where there is one."""
    found = re.fullmatch(r"(.*\S)\s*\(([a-z]+)\)", text, re.IGNORECASE)
    if found and found[2].lower() in set(FundingCategory):
        return found[1], FundingCategory(found[2].lower())
    return text, INTERVENTIONS


def written_funding(streams: Mapping[tuple[str, FundingCategory], Decimal]) -> str:
    """The same lines, to be changed."""
    lines = []
    for (stream, category), amount in streams.items():
        kind = "" if category == INTERVENTIONS else f" ({category})"
        pounds = f"{amount:,.2f}".removesuffix(".00")
        lines.append(f"{stream}{kind}: {pounds}")
    return "\n".join(lines)
