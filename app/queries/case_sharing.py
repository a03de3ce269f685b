"""Agreement, lawful basis and decisions to share of a case, in words."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import ProcessingBasis, ServiceAgreement, SharingDecision
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile


class AgreementLine(NamedTuple):
    """What somebody said to taking part."""

    id: UUID
    agreed: bool
    given_by: str
    manner: str
    given_on: date
    about: str
    ended_on: date | None
    ended_why: str | None


class BasisLine(NamedTuple):
    """On which basis data are kept for a purpose."""

    id: UUID
    purpose: str
    basis: str
    condition: str
    from_on: date
    ground: str | None
    ended_on: date | None
    ended_why: str | None


class DecisionLine(NamedTuple):
    """A decision to share, or not to."""

    id: UUID
    shared: bool
    recipient: str
    recipient_name: str
    what: str
    agreed: bool
    ground: str
    reasons: str | None
    decider: str
    decided_on: date
    told: bool
    safe_to_show: bool
    ended_on: date | None
    ended_why: str | None


def agreements(database: Database, file: CaseFile) -> list[AgreementLine]:
    """What was said to taking part, the newest first."""
    rows = database.execute(
        select(ServiceAgreement)
        .where(col(ServiceAgreement.case_id) == file.case.id)
        .order_by(col(ServiceAgreement.given_on).desc(), col(ServiceAgreement.made_at).desc())
    ).scalars()
    return [
        AgreementLine(
            row.id,
            row.answer == "agreed",
            code_list("agreement-giver").label(row.given_by),
            code_list("agreement-manner").label(row.manner),
            row.given_on,
            row.about,
            row.ended_on,
            row.ended_why,
        )
        for row in rows
    ]


def bases(database: Database, file: CaseFile) -> list[BasisLine]:
    """The lawful bases, the newest first."""
    rows = database.execute(
        select(ProcessingBasis)
        .where(col(ProcessingBasis.case_id) == file.case.id)
        .order_by(col(ProcessingBasis.from_on).desc(), col(ProcessingBasis.made_at).desc())
    ).scalars()
    return [
        BasisLine(
            row.id,
            code_list("processing-purpose").label(row.purpose),
            f"({row.basis}) {code_list('lawful-basis').label(row.basis)}",
            code_list("special-condition").label(row.condition) if row.condition else "",
            row.from_on,
            row.ground,
            row.ended_on,
            row.ended_why,
        )
        for row in rows
    ]


def decisions(database: Database, file: CaseFile) -> list[DecisionLine]:
    """The decisions to share or not to, the newest first."""
    rows = database.execute(
        select(SharingDecision)
        .where(col(SharingDecision.case_id) == file.case.id)
        .order_by(col(SharingDecision.decided_on).desc(), col(SharingDecision.made_at).desc())
    ).scalars()
    return [
        DecisionLine(
            row.id,
            row.shared,
            code_list("sharing-recipient").label(row.recipient),
            row.recipient_name,
            row.what,
            row.agreed,
            code_list("sharing-ground").label(row.ground) if row.ground else "",
            row.reasons,
            row.decider,
            row.decided_on,
            row.told,
            row.safe_to_show,
            row.ended_on,
            row.ended_why,
        )
        for row in rows
    ]
