"""The ledger of who was shown what about a case, put together from decisions, referrals and events."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Account, Commission, Event, Membership, Organisation, Referral, Role
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.case_sharing import DecisionLine

MOST = 100
# What an event says was shown, and to whom.
EVENTS = {
    "referred-outside": "was told that they are referred on",
    "letter-written": "was written a letter",
    "copy-given": "was given their record in plain words",
}


class Shown(NamedTuple):
    """One thing that somebody was shown. `why` may be empty."""

    at: datetime
    whom: str
    what: str
    why: str
    on_day: bool = False


def shown_to(database: Database, file: CaseFile, decided: Sequence[DecisionLine]) -> list[Shown]:
    """Everything that was shown, the newest first; `decided` are the decisions of the case."""
    found = [
        Shown(
            _start(one.decided_on),
            f"{one.recipient_name} ({one.recipient.lower()})",
            one.what,
            "With agreement" if one.agreed else f"Without agreement: {one.ground.lower()}",
            on_day=True,
        )
        for one in decided
        if one.shared
    ]
    found += _receipt(file) + _onward(database, file)
    found += _events(database, file) + _guardians(database, file)
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(0), clocks.LONDON)


def _receipt(file: CaseFile) -> list[Shown]:
    """What the sender of the referral sees of it: dates, nothing else."""
    sent = file.referral
    if sent.sender_id == file.case.organisation_id:
        return []
    said = {
        "that it was accepted": sent.accepted_at,
        "that a first contact was made": sent.first_contact_at,
        "that the case was closed": sent.closed_at,
    }
    return [
        Shown(at, sent.sender, f"The receipt of the referral: {words}", "They sent it")
        for words, at in said.items()
        if at
    ]


def _onward(database: Database, file: CaseFile) -> list[Shown]:
    """Referrals sent on from this case."""
    rows = database.execute(
        select(
            col(Referral.sent_at),
            col(Organisation.name),
            col(Commission.name),
            col(Referral.agreement),
            col(Referral.accepted_at),
        )
        .join(Organisation, col(Organisation.id) == Referral.provider_id)
        .join(Commission, col(Commission.id) == Referral.commission_id)
        .where(col(Referral.from_case_id) == file.case.id, col(Referral.sent_at).is_not(None))
    ).all()
    found = []
    for sent_at, provider, service, agreement, accepted_at in rows:
        why = code_list("agreement").label(agreement)
        found.append(Shown(sent_at, provider, f"An offer to {service}: what it shows first", why))
        if accepted_at:
            found.append(Shown(accepted_at, provider, f"The whole referral to {service}", why))
    return found


def _events(database: Database, file: CaseFile) -> list[Shown]:
    """Letters, services outside, and copies for the person."""
    rows = database.execute(
        select(col(Event.at), col(Event.what), col(Event.codes))
        .where(*_of_case(file), ~col(Event.viewed), col(Event.what).in_(list(EVENTS)))
        .order_by(col(Event.at).desc())
        .limit(MOST)
    ).all()
    whom = {"letter-written": "The other side of the service", "copy-given": "The person"}
    found = []
    for at, what, codes in rows:
        outside = code_list("onward-service").label(str(codes.get("to", "")))
        name = whom.get(what) or f"A service outside ({outside.lower()})"
        found.append(Shown(at, name, f"{name} {EVENTS[what]}", ""))
    return found


def _guardians(database: Database, file: CaseFile) -> list[Shown]:
    """Guardians of the organisation who opened the case, once a day each."""
    day = func.date_trunc("day", col(Event.at), "Europe/London")
    rows = database.execute(
        select(func.max(col(Event.at)), col(Account.name), func.count())
        .join(Membership, col(Membership.id) == Event.membership_id)
        .join(Account, col(Account.id) == Event.account_id)
        .where(*_of_case(file), col(Event.viewed), col(Membership.role) == Role.guardian)
        .group_by(col(Account.name), day)
        .order_by(func.max(col(Event.at)).desc())
        .limit(MOST)
    ).all()
    return [
        Shown(at, name, "The case file", "Data protection and safeguarding lead")
        for at, name, _pages in rows
    ]


def _of_case(file: CaseFile) -> tuple[Any, ...]:
    return (
        col(Event.organisation_id) == file.case.organisation_id,
        col(Event.side) == file.case.side,
        col(Event.case_id) == file.case.id,
    )
