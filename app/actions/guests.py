"""Referring without an account: opening a service to guests, mailing a link, sending with it.

A link is good for one referral to one service. Its secret stands in the mail and in the browser that
opened it; the database keeps its hash, and lets whoever shows it insert that one referral.
"""

import secrets
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import col, select

from app import clocks, facts
from app.actions import people, standards
from app.actions.attempts import address_key, mail_key
from app.actions.people import PersonDetails
from app.actions.referrals.sending import NewReferral, offer_of, with_core
from app.database import Database, transaction
from app.errors import NotFound, Refused
from app.facts import Kind
from app.models import (
    GUESTS,
    Clock,
    Commission,
    GuestLink,
    GuestRequest,
    GuestSender,
    Mail,
    Organisation,
    OrganisationKind,
    Person,
    Programme,
    Referral,
    ReferralContent,
    ReferralState,
)
from app.programmes.definition import Definition
from app.programmes.loading import definition_of, newest_version
from app.queries.sign_ins import hash_of
from app.settings import settings

CHANNEL = "guest-link"
GOOD_FOR = timedelta(hours=72)
# After it was sent, the link goes on showing the status.
SHOWN_FOR = timedelta(days=90)
# How many links may be asked for, and within how long: nobody's mail box is filled by strangers.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_FOR_PAIR, MOST_FOR_MAIL, MOST_FROM_ADDRESS, MOST_OF_ALL = 3, 6, 40, 600


class Sender(NamedTuple):
    """Who sends, as they typed it."""

    name: str
    job: str
    employer: str


def open_to_guests(database: Database, commission: Commission, *, takes: bool) -> None:
    """Let people without an account refer to this commission, or end it.

    Raises Refused where the programme does not allow it: where referring is for those who were
    trained (IRIS), or where knowing of a referral is a danger by itself (both sides of a DVPP).
    """
    if takes and not may_be_opened(database, commission):
        raise Refused("This programme takes no referrals from people without an account.")
    if takes and database.get(Organisation, GUESTS) is None:
        made = Organisation(
            id=GUESTS,
            name="People with an emailed link",
            kind=OrganisationKind.referring_agency,
            active=False,
        )
        database.add(made)
        database.record(made, "added")
    if commission.takes_guests != takes:
        commission.takes_guests = takes
        database.record(commission, "guests-let-in" if takes else "guests-kept-out")
    database.flush()


def may_be_opened(database: Database, commission: Commission) -> bool:
    """Whether the programme of a commission lets guests refer at all; never one with two sides."""
    version = newest_version(database, database.find(Programme, commission.programme_id))
    if version is None:
        return False
    definition = definition_of(version)
    return definition.referral.guests and not definition.side_names


def mail_link(*, commission_id: UUID, mail: str, address: str) -> None:
    """Mail a link to the form of a commission, unless too many were asked for.

    Nothing tells whoever asked which of the two happened. Raises NotFound where guests are not let
    in.
    """
    token = secrets.token_urlsafe(32)
    with transaction() as database:
        commission = database.find(Commission, commission_id)
        if is_over(commission):
            raise NotFound
        # Asked for twice at once, the second waits and counts the first.
        database.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:mail, 743))"),
            {"mail": mail_key(mail)},
        )
        tried = GuestRequest(mail_key=mail_key(mail), address_key=address_key(address))
        enough = _enough(database, tried)
        database.add(tried)
        if enough:
            return
        link = GuestLink(
            commission_id=commission.id,
            provider_id=commission.provider_id,
            token_hash=hash_of(token),
            mail=mail.strip().lower(),
            expires_at=clocks.now() + GOOD_FOR,
        )
        words = (
            f"With this link you can refer one person to {commission.name}. It works for "
            f"{GOOD_FOR // HOUR} hours, and afterwards shows what became of the referral:\n\n"
            f"{settings().address}/refer/open/{token}\n\n"
            "Do not pass it on. If you did not ask for it, there is nothing to do: without it nobody "
            "can refer in your name."
        )
        sent = Mail(address=link.mail, subject="Your link to refer somebody", words=words)
        database.add(link)
        database.add(sent)
        database.later("mail", sent.id)


def is_over(commission: Commission) -> bool:
    """Whether a commission takes no guests today."""
    today = clocks.today()
    ended = commission.ends_on is not None and commission.ends_on < today
    return not commission.takes_guests or commission.starts_on > today or ended


def _enough(database: Database, tried: GuestRequest) -> bool:
    """Whether as many links were asked for as may be: by this pair, for this mail, from here, by all."""
    now, at = clocks.now(), col(GuestRequest.at)
    mail = col(GuestRequest.mail_key) == tried.mail_key
    address = col(GuestRequest.address_key) == tried.address_key
    row = database.execute(
        select(
            func.count().filter(mail & address & (at > now - HOUR)),
            func.count().filter(mail),
            func.count().filter(address & (at > now - HOUR)),
            func.count().filter(at > now - HOUR),
        )
        .select_from(GuestRequest)
        .where(at > now - DAY)
    ).one()
    limits = (MOST_FOR_PAIR, MOST_FOR_MAIL, MOST_FROM_ADDRESS, MOST_OF_ALL)
    return any(found >= most for found, most in zip(row, limits, strict=True))


def opened(database: Database, link: GuestLink) -> None:
    """Note that the address is proved: only its mail box holds the link."""
    if link.opened_at is None:
        link.opened_at = clocks.now()
        database.flush()


def save(database: Database, link: GuestLink, typed: dict[str, list[str]]) -> None:
    """Keep what was typed so far. Once it is sent nothing more is kept."""
    if link.sent_at is None:
        link.typed, link.saved_at = typed, clocks.now()
        database.flush()


def send(database: Database, link: GuestLink, new: NewReferral, sender: Sender) -> str:
    """Send the one referral of a link; returns its reference. Raises Refused when it was sent.

    The database is open as the link's holder, who may insert and not look: so everything is written
    as it has to stand in the end.
    """
    if link.sent_at is not None:
        raise Refused("This link was used: its referral was sent already.")
    assert isinstance(new.person, PersonDetails)  # noqa: S101 - guests know nobody here
    now = clocks.now()
    version = newest_version(database, database.find(Programme, new.commission.programme_id))
    if version is None:
        raise Refused("This service cannot take referrals just now.")
    definition = definition_of(version)
    person = people.record_person(database, new.person, person_id=link.person_id)
    starts = {"sent": now, "received": now}
    notice = definition.privacy_notice
    referral = Referral(
        id=link.referral_id,
        organisation_id=GUESTS,
        person_id=person.id,
        provider_id=link.provider_id,
        commission_id=link.commission_id,
        programme_version_id=version.id,
        state=ReferralState.sent,
        source=new.source,
        channel=CHANNEL,
        setting_id=new.setting_id,
        immediate_risk=new.immediate_risk,
        agreement=new.agreement,
        notice_how=new.notice_how,
        notice_version=notice.version if notice else None,
        sent_at=now,
        expected_by=standards.expected(definition, starts),
    )
    database.add(referral)
    database.flush()
    _add_parts(database, link, referral, person, new, definition, sender)
    for standard in definition.clocks:
        if standard.starts in starts and standard.within is not None:
            database.add(
                Clock(
                    organisation_id=link.provider_id,
                    commission_id=link.commission_id,
                    referral_id=referral.id,
                    name=standard.name,
                    started_at=now,
                    due_at=standards.due(standard, now),
                )
            )
    database.record(referral, "sent")
    database.state(
        facts.about_person(
            Kind.received,
            referral,
            person,
            definition.code,
            on=clocks.today(),
            stated_by=GUESTS,
            code=new.source,
        )
    )
    _tell_provider(database, link)
    link.typed, link.sent_at, link.expires_at = None, now, now + SHOWN_FOR
    database.flush()
    return referral.reference


def _add_parts(
    database: Database,
    link: GuestLink,
    referral: Referral,
    person: Person,
    new: NewReferral,
    definition: Definition,
    sender: Sender,
) -> None:
    """Write offer, content and sender of a referral."""
    parts: dict[str, Any] = {
        "referral_id": referral.id,
        "organisation_id": GUESTS,
        "provider_id": link.provider_id,
        "state": referral.state,
    }
    # What was typed, for a guest reads nothing back.
    contact = new.person.contact if isinstance(new.person, PersonDetails) else None
    reason = {"agreement_reason": new.agreement_reason} if new.agreement_reason else {}
    answers = {**new.answers, **reason}
    database.add(offer_of(parts, definition.offer_view(with_core(new, person), side="")))
    database.add(ReferralContent(**parts, answers=answers, person=people.snapshot(person, contact)))
    database.add(GuestSender(**parts, **sender._asdict(), mail=link.mail))
    database.flush()


def _tell_provider(database: Database, link: GuestLink) -> None:
    address = database.exec(
        select(col(Organisation.mail)).where(Organisation.id == link.provider_id)
    ).first()
    if address:
        mail = Mail(
            address=address,
            subject="There is a referral for you in Throughline",
            words="Somebody referred a person by an emailed link. Sign in to Throughline to read it.\n\n"
            "This email says nothing about the person on purpose.",
        )
        database.add(mail)
        database.later("mail", mail.id)
