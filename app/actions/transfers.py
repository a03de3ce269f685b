"""Handing an open case over to another service, alone or with all others of a commission.

The service is another provider's, or another one of the same provider.

While a transfer is offered the case stays where it is and is worked on: whoever offers, keeps. When
the receiver accepts, its own case opens in that moment, and the first closes as transferred right
after (a job, as the one who offered it). When the receiver declines, the case stays open and
somebody is asked what comes next. So nobody is ever without a case.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.actions import cases, referrals
from app.actions.offered import refuse_offered
from app.actions.referrals import NewReferral
from app.database import Database
from app.errors import Refused
from app.models import (
    Case,
    CaseState,
    Commission,
    Referral,
    ReferralState,
    Task,
    TransferBatch,
)
from app.models.naming import copied_from_case
from app.programmes.delivery import MOVED_ON, TRANSFERRED

DECLINED_TASK, BLOCKED_TASK = "transfer-declined", "transfer-blocked"


def offer(database: Database, case: Case, new: NewReferral) -> Referral:
    """Offer an open case to another service; the case closes when its provider accepts.

    Raises Refused on a closed case, one that is offered already, or the service that it is in, and
    whatever `referrals.send` refuses.
    """
    case = database.find(Case, case.id, lock=True)
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Reopen it before you hand it over.")
    if new.commission.id == case.commission_id:
        raise Refused("The case is in that service already. Choose another one.")
    refuse_offered(database, case)
    referral = referrals.send(database, new._replace(from_case=case, transfer=True))
    database.record(case, "transfer-offered", referral_id=referral.id)
    if referral.state == ReferralState.accepted:
        # A navigator takes people on for their own service by sending.
        database.later("transfer", referral.id)
    return referral


def offer_all(
    database: Database,
    commission: Commission,
    to: Commission,
    offers: Sequence[tuple[UUID, NewReferral]],
) -> TransferBatch:
    """Offer several cases of a commission to another service in one press: all of them, or none.

    `offers` holds the id of each case with what is sent. Raises Refused, naming the case by its
    reference, if one of them cannot be offered (any more).
    """
    batch = TransferBatch(
        organisation_id=commission.provider_id,
        commission_id=commission.id,
        to_commission_id=to.id,
        side=database.viewer.side,
        made_by_id=database.viewer.account_id,
    )
    database.add(batch)
    database.flush()
    database.record(batch, "made", cases=len(offers))
    for case_id, new in sorted(offers, key=lambda one: one[0]):
        case = database.find(Case, case_id, lock=True)
        if case.commission_id != commission.id:
            raise Refused("One of these cases is not of this service. Open the list again.")
        try:
            offer(database, case, new._replace(batch_id=batch.id))
        except Refused as refusal:
            raise Refused(f"{case.reference}: {refusal.sentence} Nothing was sent.") from refusal
    return batch


def settle(database: Database, referral: Referral) -> None:
    """Do in the sender's case what the receiver's decision on a transfer means. Safe to repeat."""
    if referral.from_case_id is None or not referral.transfer:
        return
    case = database.find(Case, referral.from_case_id, lock=True)
    referral = database.find(Referral, referral.id, lock=True)
    if referral.state == ReferralState.accepted and referral.handed_over_at is None:
        try:
            if case.state != CaseState.closed:
                within = referral.provider_id == case.organisation_id
                ending = MOVED_ON if within else TRANSFERRED
                cases.close(database, case, reason=ending.code, planned=ending.planned)
        except Refused:
            # Something, such as an open concern, must be finished here first; tried again later.
            _ask(database, case, BLOCKED_TASK)
            return
        referral.handed_over_at = clocks.now()
        database.record(referral, "handed-over", case_id=case.id)
        database.flush()
    if referral.state == ReferralState.declined:
        _ask(database, case, DECLINED_TASK)


def _ask(database: Database, case: Case, kind: str) -> None:
    """Leave a task for whoever holds the case; one is enough."""
    known = select(Task.id).where(
        Task.case_id == case.id, Task.kind == kind, col(Task.done_at).is_(None)
    )
    if case.state == CaseState.closed or database.exec(known).first():
        return
    task = Task(
        **copied_from_case(case),
        account_id=case.worker_id,
        kind=kind,
        due_on=clocks.today(),
    )
    database.add(task)
    database.flush()
    database.record(task, "made")
