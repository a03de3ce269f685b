"""Opening a restricted case up again: whoever works for its service finds it from then on."""

from sqlmodel import col, select

from app.database import Database
from app.errors import Refused
from app.forms.reasons import OpenUpReason
from app.models import Case, CaseAccess, JoinedReferral, Referral


def open_up(database: Database, case: Case, *, reason: OpenUpReason) -> None:
    """End the restriction of a case with a coded reason. Take the case with a lock.

    Its referrals, and everything that hangs on it, are found again by everybody who covers the
    service. Raises Refused where the case is not restricted.
    """
    if not case.restricted:
        raise Refused("This case is open to everybody in the service already.")
    joined = select(JoinedReferral.referral_id).where(JoinedReferral.case_id == case.id)
    referrals = (col(Referral.id) == case.referral_id) | col(Referral.id).in_(joined)
    for referral in database.exec(select(Referral).where(referrals)).all():
        referral.restricted = False
    case.restricted = False
    database.flush()
    for row in database.exec(select(CaseAccess).where(CaseAccess.case_id == case.id)).all():
        database.delete(row)
    database.record(case, "unrestricted", reason=reason)
    database.flush()
