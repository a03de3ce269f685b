"""What became of one referral, for its sender: the receipt, and nothing else of the case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import (
    Account,
    Commission,
    Organisation,
    Person,
    Referral,
    ReferralContent,
    ReferralQuestion,
    Setting,
)


class ReceiptNames(NamedTuple):
    """The names of what a referral points to, and what was sent with it."""

    commission: str
    provider: str
    sent_by: str | None
    place: str | None
    preferred_name: str
    family_name: str
    answers: dict[str, Any]
    person: dict[str, Any]


class Asked(NamedTuple):
    """What the receiver wanted to know, and the answer."""

    asked_at: datetime
    question: str
    answered_at: datetime | None
    answer: str | None


def receipt_of(database: Database, referral: Referral) -> ReceiptNames:
    """What stands on the receipt beside the referral itself."""
    row = database.execute(
        select(
            col(Commission.name),
            col(Organisation.name),
            col(Account.name),
            col(Setting.name),
            col(Person.preferred_name),
            col(Person.family_name),
            col(ReferralContent.answers),
            col(ReferralContent.person),
        )
        .select_from(Referral)
        .join(Commission, col(Commission.id) == Referral.commission_id)
        .join(Organisation, col(Organisation.id) == Referral.provider_id)
        .join(Person, col(Person.id) == Referral.person_id)
        .join(ReferralContent, col(ReferralContent.referral_id) == Referral.id)
        .outerjoin(Account, col(Account.id) == Referral.sent_by_id)
        .outerjoin(Setting, col(Setting.id) == Referral.setting_id)
        .where(col(Referral.id) == referral.id)
    ).one()
    return ReceiptNames(*row)


def questions_of(database: Database, referral_id: UUID) -> Sequence[Asked]:
    """The questions and answers of a referral, oldest first."""
    rows = database.execute(
        select(
            col(ReferralQuestion.asked_at),
            col(ReferralQuestion.question),
            col(ReferralQuestion.answered_at),
            col(ReferralQuestion.answer),
        )
        .where(col(ReferralQuestion.referral_id) == referral_id)
        .order_by(col(ReferralQuestion.asked_at))
    )
    return [Asked(*row) for row in rows]
