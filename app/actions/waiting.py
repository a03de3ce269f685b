"""Referrals that wait too long: noted once, counted once."""

from app import clocks, facts
from app.actions import people
from app.actions.cases import definition_for
from app.database import Database
from app.facts import Kind
from app.models import Referral, ReferralState


def note_unacted(database: Database, referral: Referral) -> None:
    """Note that nobody acted on a referral by its day, as its sender. Safe to repeat.

    Counted on the day by which something should have happened, once for each referral.
    """
    referral = database.find(Referral, referral.id, lock=True)
    late = referral.act_by is not None and referral.act_by < clocks.now()
    if not late or referral.state != ReferralState.sent or referral.unacted_at is not None:
        return
    referral.unacted_at = clocks.now()
    database.flush()
    database.record(referral, "unacted")
    assert referral.act_by is not None  # noqa: S101 - said above
    database.state(
        facts.about_person(
            Kind.unacted,
            referral,
            people.person_of(database, referral),
            definition_for(database, referral).code,
            on=referral.act_by.astimezone(clocks.LONDON).date(),
            stated_by=database.viewer.organisation_id,
        )
    )
