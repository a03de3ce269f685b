"""An approach that did not become a referral: counted, never named."""

from datetime import date
from uuid import UUID

from app import facts
from app.database import Database
from app.facts import Kind
from app.models import Approach, ApproachOutcome, Commission, Programme


def record_approach(
    database: Database,
    *,
    commission: Commission,
    outcome: ApproachOutcome,
    happened_on: date,
    reason: str | None = None,
    setting_id: UUID | None = None,
) -> Approach:
    """Count somebody who was offered help and said no, or could not be approached: no name."""
    viewer = database.viewer
    made = Approach(
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        commission_id=commission.id,
        setting_id=setting_id,
        outcome=outcome,
        reason=reason,
        happened_on=happened_on,
    )
    database.add(made)
    database.flush()
    database.record(made, str(outcome))
    programme = database.find(Programme, commission.programme_id)
    database.state(
        facts.about_delivery(
            Kind.approach,
            commission,
            programme.code,
            on=happened_on,
            source_id=made.id,
            code=str(outcome),
            setting_id=setting_id,
            stated_by=viewer.organisation_id,
        )
    )
    return made
