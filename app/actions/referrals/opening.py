"""Opening the case of an accepted referral; used by sender (taking on) and receiver (accepting)."""

from app import clocks, facts
from app.actions import cases, mails, people, standards
from app.database import Database
from app.facts import Kind
from app.models import Case, Person, Referral, ReferralContent
from app.programmes.definition import Definition


def open_case_of(
    database: Database, referral: Referral, definition: Definition, person: Person | None = None
) -> Case:
    """Open the case of a referral that is accepted (state and moment already set).

    `person` is somebody the provider already knows; otherwise its own copy is made from what was
    handed over. The sender's own person serves where sender and provider are one.
    """
    viewer, at = database.viewer, clocks.now()
    database.flush()
    own = (referral.organisation_id, referral.sender_side) == (viewer.organisation_id, viewer.side)
    if person is None and own:
        person = people.person_of(database, referral)
    if person is None:
        content = database.find(ReferralContent, referral.id)
        person = people.record_person(database, people.details_of(content.person))
    case = cases.open_case(database, referral, person, definition)
    database.record(referral, "accepted", case_id=case.id)
    database.state(
        facts.about_person(Kind.accepted, referral, person, definition.code, on=clocks.today())
    )
    standards.join_case(database, referral, case)
    standards.stop(database, referral, definition, "accepted", at, person)
    standards.start(database, referral, definition, "accepted", at, case=case)
    if referral.attended_at and own:
        cases.bedside(database, case, referral, definition)
    if not own:
        mails.decided(database, referral)
    return case
