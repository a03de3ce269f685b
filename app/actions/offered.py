"""Whether a case is on its way to another service, and so cannot be ended or offered again."""

from sqlmodel import col, select

from app.database import Database
from app.errors import Refused
from app.models import LIVE, Case, Referral, ReferralState


def refuse_offered(database: Database, case: Case) -> None:
    """Refuse what cannot be done while a case is offered to another service."""
    found = database.exec(
        select(col(Referral.state)).where(
            Referral.organisation_id == case.organisation_id,
            Referral.sender_side == case.side,
            Referral.from_case_id == case.id,
            col(Referral.transfer),
            col(Referral.handed_over_at).is_(None),
            col(Referral.state).in_([*LIVE, ReferralState.accepted]),
        )
    ).first()
    if found == ReferralState.accepted:
        raise Refused("Another service has taken this person on. This case closes by itself.")
    if found is not None:
        raise Refused(
            "This case is offered to another provider or service. "
            "Wait for the answer, or take the offer back."
        )
