"""One offer as its receiver may see it before deciding, and whom they may already know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case as choose
from sqlalchemy import func, select

from app.database import Database
from app.models import CaseState, Referral
from app.queries.likeness import Looked, likeness
from app.queries.persons_cases import persons_cases
from app.queries.queue import received_here
from app.queries.tables import (
    ACCOUNT,
    CASE,
    CLOCK,
    COMMISSION,
    GUEST_SENDER,
    JOINED_REFERRAL,
    ORGANISATION,
    REFERRAL,
    REFERRAL_OFFER,
    REFERRAL_QUESTION,
    SETTING,
)

MOST_ALIKE, MOST_KNOWN = 10, 50


class OfferParts(NamedTuple):
    """What stands beside the referral itself; `answers` is None once the offer is closed to us."""

    answers: dict[str, Any] | None
    commission: str
    sender: str
    sender_name: str | None
    sender_job: str | None
    setting: str | None
    case_id: UUID | None
    joined: bool


class Asked(NamedTuple):
    """A question put to the sender, and the answer if it came."""

    asked_at: datetime
    question: str
    answered_at: datetime | None
    answer: str | None
    # Until when the link opens with which somebody without an account can answer.
    link_until: datetime | None


class Running(NamedTuple):
    """A clock that runs for an offer."""

    name: str
    due_at: datetime


class Alike(NamedTuple):
    """Somebody we work with, or were offered, who may be the same person."""

    person_id: UUID | None
    case_id: UUID | None
    referral_id: UUID
    name: str
    age: int | None
    reference: str
    state: str
    commission_id: UUID
    commission: str
    worker: str | None

    @property
    def is_open_case(self) -> bool:
        """Whether we work with this person now."""
        return self.case_id is not None and self.state != CaseState.closed


def parts_of(database: Database, referral: Referral) -> OfferParts:
    """The offer with the names of everything it points to, in one statement."""
    row = database.execute(
        select(
            REFERRAL_OFFER.c.answers,
            COMMISSION.c.name,
            ORGANISATION.c.name,
            ACCOUNT.c.name,
            ACCOUNT.c.job,
            SETTING.c.name,
            func.coalesce(CASE.c.id, JOINED_REFERRAL.c.case_id),
            JOINED_REFERRAL.c.id.is_not(None),
            GUEST_SENDER.c.name,
            GUEST_SENDER.c.job,
            GUEST_SENDER.c.employer,
            GUEST_SENDER.c.mail,
        )
        .select_from(REFERRAL)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.organisation_id)
        .outerjoin(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == REFERRAL.c.sent_by_id)
        .outerjoin(SETTING, SETTING.c.id == REFERRAL.c.setting_id)
        .outerjoin(CASE, CASE.c.referral_id == REFERRAL.c.id)
        .outerjoin(JOINED_REFERRAL, JOINED_REFERRAL.c.referral_id == REFERRAL.c.id)
        .outerjoin(GUEST_SENDER, GUEST_SENDER.c.referral_id == REFERRAL.c.id)
        .where(REFERRAL.c.id == referral.id)
    ).one()
    *known, name, job, employer, mail = row
    found = OfferParts(*known)
    if name is None:
        return found
    # Sent by an emailed link: as they typed it, and the address that was proved.
    where = ", ".join(part for part in (job, employer) if part)
    return found._replace(sender_name=name, sender=f"{where}, {mail} (proved by an emailed link)")


def questions_of(database: Database, referral: Referral) -> Sequence[Asked]:
    """What was asked about the referral, oldest first."""
    rows = database.execute(
        select(
            REFERRAL_QUESTION.c.asked_at,
            REFERRAL_QUESTION.c.question,
            REFERRAL_QUESTION.c.answered_at,
            REFERRAL_QUESTION.c.answer,
            REFERRAL_QUESTION.c.link_until,
        )
        .where(REFERRAL_QUESTION.c.referral_id == referral.id)
        .order_by(REFERRAL_QUESTION.c.asked_at)
    )
    return [Asked(*row) for row in rows]


def clocks_of(database: Database, referral: Referral) -> Sequence[Running]:
    """The clocks that run for the referral, the nearest first."""
    rows = database.execute(
        select(CLOCK.c.name, CLOCK.c.due_at)
        .where(
            CLOCK.c.organisation_id == referral.provider_id,
            CLOCK.c.side == referral.side,
            CLOCK.c.referral_id == referral.id,
            CLOCK.c.stopped_at.is_(None),
            CLOCK.c.paused_at.is_(None),
        )
        .order_by(CLOCK.c.due_at)
    )
    return [Running(*row) for row in rows]


def alike(
    database: Database, referral: Referral, looked: Looked, known: Sequence[UUID]
) -> Sequence[Alike]:
    """Our own cases of the people `known`, open ones first, and other live offers alike.

    `looked` is what the offer shows. Of the offer's own person only other cases count.
    """
    offered = [
        one
        for one in _offered(database, referral)
        if likeness(
            looked,
            name=one.name,
            family_name="",
            born_on=None,
            age=one.age,
            phone=False,
            nhs=False,
            postcode=None,
        ).may_be
    ]
    return [*_known(database, referral, known), *offered][:MOST_ALIKE]


def _known(database: Database, referral: Referral, known: Sequence[UUID]) -> list[Alike]:
    # Going from one of our services to another, a case is not its own look-alike.
    leaving = [CASE.c.id != referral.from_case_id] if referral.transfer else []
    found = persons_cases(
        database,
        CASE.c.person_id.in_([referral.person_id, *known]),
        CASE.c.referral_id != referral.id,
        *leaving,
        # Whom we work with now first, then the latest.
        order=(choose((CASE.c.state == CaseState.closed, 1), else_=0), CASE.c.opened_at.desc()),
        most=MOST_KNOWN,
    )
    return [Alike(**one._asdict()) for one in found]


def _offered(database: Database, referral: Referral) -> list[Alike]:
    """Other live offers under the same name; there are few live ones, so they are read whole."""
    rows = database.execute(
        select(
            REFERRAL.c.id,
            REFERRAL_OFFER.c.answers,
            REFERRAL.c.reference,
            REFERRAL.c.state,
            REFERRAL.c.commission_id,
            COMMISSION.c.name,
        )
        .join(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .where(*received_here(database), REFERRAL.c.id != referral.id)
        .order_by(REFERRAL.c.sent_at.desc())
        .limit(500)
    )
    return [
        Alike(
            None,
            None,
            row[0],
            str(row[1].get("preferred_name", "")),
            whole(row[1].get("age")),
            row[2],
            row[3],
            row[4],
            row[5],
            None,
        )
        for row in rows
    ]


def whole(text: Any) -> int | None:
    """A whole number from an answer, or None."""
    return int(text) if str(text).isascii() and str(text).isdigit() else None
