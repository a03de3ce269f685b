"""Whether what was added to the ledger since can change the figures of a quarter.

Most of what happens today is about other quarters. What is not, is counted again.
"""

import numpy as np

from app.facts import Kind
from app.reporting.ledger.columns import EPOCH, Snapshot
from app.reporting.ledger.stream import Ints
from app.reporting.scopes import Period, Scope

ENDS_OF_A_WAIT = (Kind.first_contact, Kind.declined, Kind.retracted, Kind.closed)


def touches(
    snapshot: Snapshot, since: int, scopes: tuple[Scope, ...], period: Period, waiting: Ints
) -> bool:
    """Whether any row from number `since` on, or any row that one of them closes, counts in the period.

    What happened before the period's end may: some measures look at all that went before. What came
    later matters to the waits of the referrals received in it (`waiting`, by number), and to nothing else.
    """
    column = snapshot.column
    came = np.arange(since, len(column("seq")))
    newest = column("seq")[came].min(initial=np.iinfo(np.int32).max)
    rows = np.concatenate([came, snapshot.closed_since(int(newest))])
    wanted = {scope.commission.partition(":")[0] for scope in scopes}
    allowed = np.array([str(commission) in wanted for commission, _ in snapshot.atoms] or [False])
    kinds, days = column("kind")[rows], column("day")[rows]
    if (kinds == Kind.compared).any():
        return True  # who could be compared stands beside people of every period
    counts = allowed[column("atom")[rows]] & (kinds > 0)
    counts &= days <= (period.until - EPOCH).days
    within = days < (period.end - EPOCH).days
    awaited = np.isin(kinds, ENDS_OF_A_WAIT) & np.isin(column("referral")[rows], waiting)
    return bool((counts & (within | awaited)).any())
