"""What a hand-over still asks for after the press: done as its sender, and recorded as nobody's deed.

A receiver can neither see nor change the sender's case. So what its decision on a transfer means
there is done by a job, under the sender's own rows; and so is noting that nobody acted in time.
"""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from app import clocks
from app.access import DatabaseRole
from app.actions import transfers, waiting
from app.database import Database, Viewer, transaction
from app.errors import NotFound, Trouble
from app.models import Referral
from app.queries import senders

log = logging.getLogger("throughline.handing")


def settle_transfer(referral_id: UUID) -> None:
    """Close the first case of an accepted transfer, or ask what comes next after a decline."""
    _as_sender(referral_id, transfers.settle)


def settle_transfers() -> int:
    """Go on with accepted transfers that could not be settled before. Returns how many it could."""
    with transaction(role=DatabaseRole.system) as database:
        found = senders.unsettled(database)
    return _one_by_one(found, transfers.settle)


def note_unacted() -> int:
    """Note and count the referrals that nobody acted on in time. Returns how many it could."""
    with transaction(role=DatabaseRole.system) as database:
        found = senders.unacted(database, clocks.now())
    return _one_by_one(found, waiting.note_unacted)


def _one_by_one(ids: Sequence[UUID], do: Callable[[Database, Referral], None]) -> int:
    """Do it with each; one that cannot be gone on with does not hold up the others."""
    done = 0
    for referral_id in ids:
        try:
            _as_sender(referral_id, do)
        except Trouble as trouble:
            log.warning("Left for later: %s", trouble)
        else:
            done += 1
    return done


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
