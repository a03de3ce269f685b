"""That somebody was reminded of a return: the key keeps it from happening twice."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class ReturnReminder(SQLModel, table=True):
    """A mail about returns of a quarter that are due or overdue, to one account on one day."""

    __tablename__ = "return_reminder"
    __table_args__ = (Index("ix_return_reminder_account_id", "account_id"),)

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    on_day: date = Field(primary_key=True)
