"""Mails that remind people of tasks, and who does not want them."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.naming import a_moment


class Reminder(SQLModel, table=True):
    """That somebody was reminded of a task on a day: the key keeps it from happening twice."""

    task_id: UUID = Field(primary_key=True, foreign_key="task.id")
    on_day: date = Field(primary_key=True)


class ReminderChoice(SQLModel, table=True):
    """Somebody said whether they want mails about tasks; without a row they get them."""

    __tablename__ = "reminder_choice"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    by_mail: bool = True
    said_at: datetime = a_moment(now=True)
