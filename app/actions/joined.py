"""Further referrals of somebody the provider already works with, linked to the open case.

Their senders read an ordinary receipt: accepted, and then only what happened after that. So nobody
learns from words, codes or days that somebody else referred the same person before.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select

from app import clocks, facts, pathway
from app.actions import mails, standards
from app.database import Database
from app.errors import Refused
from app.facts import Kind, Statement
from app.models import Case, CaseState, JoinedReferral, Person, Referral
from app.models.naming import copied_from_case
from app.programmes.definition import Definition
from app.programmes.loading import stored_definition

FURTHER = (
    select(JoinedReferral, Referral)
    .join(Referral, col(Referral.id) == JoinedReferral.referral_id)
    .where(col(JoinedReferral.case_id) == bindparam("case"))
    .order_by(col(JoinedReferral.joined_at))
)


def join(database: Database, referral: Referral, case: Case) -> JoinedReferral:
    """Accept an offer by linking it to the case that is open for the same person.

    Take both with a lock. Raises Refused where the case is closed or of another service.
    """
    here = (case.organisation_id, case.side, case.commission_id)
    if here != (referral.provider_id, referral.side, referral.commission_id):
        raise Refused("Join a referral to a case of the same service.")
    if case.state == CaseState.closed:
        raise Refused("That case was closed meanwhile. Accept the referral as a new case.")
    definition = stored_definition(database, referral.programme_version_id)
    person = database.find(Person, case.person_id)
    pathway.advance(referral, "accept", database.viewer)
    at = referral.accepted_at = clocks.now()
    database.flush()
    made = JoinedReferral(
        **copied_from_case(case), referral_id=referral.id, joined_by_id=database.viewer.account_id
    )
    database.add(made)
    database.flush()
    # From here on it is hidden with its case.
    referral.restricted = case.restricted
    database.flush()
    database.record(referral, "accepted", case_id=case.id)
    database.record(made, "joined")
    for kind in (Kind.accepted, Kind.joined):
        database.state(
            facts.about_person(kind, referral, person, definition.code, on=clocks.today())
        )
    standards.join_case(database, referral, case)
    standards.stop(database, referral, definition, "accepted", at, person)
    standards.start(database, referral, definition, "accepted", at, case=case)
    if referral.organisation_id != referral.provider_id:
        mails.decided(database, referral)
    return made


def joined_to(database: Database, case: Case) -> Sequence[tuple[JoinedReferral, Referral]]:
    """The further referrals of a case with their links, the oldest first."""
    if database.held(JoinedReferral, case) is not None:
        return []
    rows = database.execute(FURTHER, {"case": case.id}).all()
    return [(link, referral) for link, referral in rows]


def met(
    database: Database, case: Case, at: datetime, definition: Definition, person: Person
) -> None:
    """The person was met: a first contact for each further referral that was joined before."""
    for link, referral in joined_to(database, case):
        if referral.first_contact_at is None and at >= moment_of(referral):
            referral.first_contact_at = at
            database.state(contact(link, referral, definition, person, at))
            for milestone in ("first_contact", "first_session"):
                standards.stop(database, referral, definition, milestone, at, person)


def contact(
    link: JoinedReferral, referral: Referral, definition: Definition, person: Person, at: datetime
) -> Statement:
    """The fact that the person was met after this further referral."""
    return facts.about_person(
        Kind.first_contact,
        referral,
        person,
        definition.code,
        on=at.astimezone(clocks.LONDON).date(),
        source_id=link.id,
        value=standards.hours_waited(referral, at),
    )


def moment_of(referral: Referral) -> datetime:
    """From when on what happens in the case is news for this sender."""
    return referral.accepted_at or clocks.now()


def tell_closed(
    database: Database, case: Case, at: datetime | None, unreachable_at: datetime | None
) -> None:
    """Tell the senders of further referrals that the case closed; None: it was reopened."""
    for _link, referral in joined_to(database, case):
        referral.closed_at, referral.unreachable_at = at, unreachable_at
        if at is not None:
            standards.void(database, referral, at)
            mails.tell_guest(database, referral)


def hide(database: Database, case: Case) -> None:
    """Hide the further referrals of a case that is restricted from now on."""
    for _link, referral in joined_to(database, case):
        referral.restricted = True
    database.flush()
