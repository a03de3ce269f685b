"""What a hand-over still asks for after the press: done as its sender, and recorded as nobody's deed.

A receiver can neither see nor change the sender's case. So what its decision on a transfer means
there is done by a job, under the sender's own rows; and so is noting that nobody acted in time.
"""

from collections.abc import Callable
from uuid import UUID

from app import clocks
from app.access import DatabaseRole
from app.actions import transfers, waiting
from app.database import Database, Viewer, transaction
from app.errors import NotFound
from app.models import Referral
from app.queries import senders


def settle_transfer(referral_id: UUID) -> None:
    """Close the first case of an accepted transfer, or ask what comes next after a decline."""
    _as_sender(referral_id, transfers.settle)


def settle_transfers() -> int:
    """Go on with accepted transfers that could not be settled before. Returns how many there were."""
    with transaction(role=DatabaseRole.system) as database:
        found = senders.unsettled(database)
    for referral_id in found:
        settle_transfer(referral_id)
    return len(found)


def note_unacted() -> int:
    """Note and count the referrals that nobody acted on in time. Returns how many."""
    with transaction(role=DatabaseRole.system) as database:
        found = senders.unacted(database, clocks.now())
    for referral_id in found:
        _as_sender(referral_id, waiting.note_unacted)
    return len(found)


def _as_sender(referral_id: UUID, do: Callable[[Database, Referral], None]) -> None:
    """Do something with a referral as somebody of its sender. Raises NotFound if nobody can."""
    with transaction(role=DatabaseRole.system) as database:
        sender = senders.sender_of(database, referral_id)
    if sender is None:
        return
    with transaction() as database:
        viewers = senders.viewers_for(database, sender)
    for viewer in viewers:
        if _done(viewer, referral_id, do):
            return
    message = f"Nobody at the sender can go on with referral {referral_id}."
    raise NotFound(message)


def _done(viewer: Viewer, referral_id: UUID, do: Callable[[Database, Referral], None]) -> bool:
    """Whether this viewer could do it: a restricted case exists only for those on its list."""
    try:
        with transaction(viewer) as database:
            do(database, database.find(Referral, referral_id))
            for event in database.said:
                # Nobody sat at the keyboard.
                event["account_id"] = event["membership_id"] = None
    except NotFound:
        return False
    return True
