"""What a hand-over leaves behind: joined referrals, grounds of declines, batches of transfers."""

from collections.abc import Mapping

from app.access.conditions import OF_PROVIDER, ON_CASE, C, DatabaseRole, Rows

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    # The provider's own knowledge: a sender of the same person finds none of it.
    "joined_referral": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "decline_ground": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER)},
    "transfer_batch": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER)},
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset({"joined_referral", "decline_ground", "transfer_batch"})
