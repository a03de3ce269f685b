"""Agreeing below which number counts of a commission's people are hidden, from a quarter on."""

from app.database import Database
from app.errors import Refused, Stale
from app.models import AgreedThreshold, Commission
from app.reporting.agreed import THRESHOLDS, agreed_about, quarters_open
from app.reporting.periods import Quarter


def agree(
    database: Database,
    commission: Commission,
    *,
    below: int,
    holds_from: Quarter,
    words: str,
    known: int | None = None,
) -> AgreedThreshold:
    """Let another threshold hold from a quarter on, with the reason. What was printed keeps its own.

    `known` is the number of the newest entry that the form was drawn from. Raises Refused for a
    number nobody uses and a quarter of which something was printed; Stale where another came first.
    """
    commission = database.find(Commission, commission.id, lock=True)
    before = agreed_about(database, commission.id)
    number = before[0].number if before else 0
    if known is not None and known != number:
        raise Stale
    if below not in THRESHOLDS:
        raise Refused("Select one of the numbers that are in use.")
    if holds_from not in quarters_open(commission.starts_on):
        raise Refused("Figures of that quarter were printed already. Select one of the list.")
    made = AgreedThreshold(
        commission_id=commission.id,
        number=number + 1,
        holds_from=holds_from.start,
        below=below,
        words=words,
        made_by_id=database.viewer.account_id,
    )
    database.add(made)
    database.flush()
    database.record(commission, "threshold-agreed", below=below, holds_from=holds_from.code)
    return made
