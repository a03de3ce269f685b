"""What the house itself remembers: what it is, forms already sent, refusals, mails."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlmodel import Field, SQLModel

from app.models.naming import a_moment, an_id


class Installation(SQLModel, table=True):
    """The one row that says what this database is. Only `demo` and `test` may turn the clock."""

    __table_args__ = (
        CheckConstraint("kind IN ('live', 'demo', 'test')", name="kind"),
        CheckConstraint("id = 1", name="one_row"),
    )

    id: int = Field(default=1, primary_key=True)
    kind: str = Field(default="live", sa_type=Text)
    # Added to transaction numbers, so that they go on rising after a restore to a new server.
    turn_base: int = Field(default=0, sa_type=BigInteger)
    # How far the story of a demo has been played.
    played_to: datetime | None = a_moment(optional=True)


class Submission(SQLModel, table=True):
    """A form that was stored, by the key minted in it: a double click finds what came of the first."""

    key: UUID = Field(primary_key=True)
    account_id: UUID = Field(index=True)
    location: str = Field(default="", sa_type=Text)
    at: datetime = a_moment(now=True, index=True)


class Refusal(SQLModel, table=True):
    """Something somebody tried and was refused: kept in a transaction of its own."""

    id: UUID = an_id()
    at: datetime = a_moment(now=True)
    organisation_id: UUID | None = Field(default=None, index=True)
    account_id: UUID | None = None
    membership_id: UUID | None = None
    # The route's name and the status answered; never what was typed.
    route: str = Field(sa_type=Text)
    status: int


class Mail(SQLModel, table=True):
    """A mail to send or sent. No personal data in it, ever: "You have 2 new referrals"."""

    id: UUID = an_id()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    address: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    words: str = Field(sa_type=Text)
    made_at: datetime = a_moment(now=True, index=True)
    sent_at: datetime | None = a_moment(optional=True)
