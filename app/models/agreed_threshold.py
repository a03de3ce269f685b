"""Below which number an agreement wants counts of people hidden: each with its first quarter and reason."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.naming import a_moment, an_id


class AgreedThreshold(SQLModel, table=True):
    """From a quarter on, counts of a commission's people below this number are not printed.

    Insert-only. `holds_from` is the first day of a quarter; of two for one quarter the later counts.
    """

    __tablename__ = "agreed_threshold"
    __table_args__ = (
        UniqueConstraint("commission_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("below IN (5, 8, 10)", name="below"),
        CheckConstraint(
            "extract(day FROM holds_from) = 1 AND extract(month FROM holds_from) IN (1, 4, 7, 10)",
            name="begins_a_quarter",
        ),
    )

    id: UUID = an_id()
    commission_id: UUID = Field(foreign_key="commission.id")
    number: int
    holds_from: date
    below: int
    words: str = Field(sa_type=Text)
    made_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
