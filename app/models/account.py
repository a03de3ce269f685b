"""People who sign in, and their sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.naming import Versioned, a_moment, an_id


class Account(Versioned, table=True):
    """A member of staff who can sign in. What they may do comes from their memberships."""

    id: UUID = an_id()
    mail: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    job: str = Field(default="", sa_type=Text)
    password: str | None = Field(default=None, sa_type=Text)
    totp: str | None = Field(default=None, sa_type=Encrypted("account.totp"))
    totp_step: int = 0
    disabled_at: datetime | None = a_moment(optional=True)
    made_at: datetime = a_moment(now=True)
    # Only in a demo database: the sentence on the card of the sign-in page.
    demo_try: str | None = Field(default=None, sa_type=Text)
    demo_order: int | None = None


class SignIn(SQLModel, table=True):
    """One signed-in browser: a server-side session, found by the hash of its cookie."""

    __tablename__ = "sign_in"
    __table_args__ = (
        Index("ix_sign_in_live", "account_id", postgresql_where=text("ended_at IS NULL")),
    )

    id: UUID = an_id()
    token_hash: str = Field(sa_type=Text, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    membership_id: UUID | None = Field(default=None, foreign_key="membership.id", index=True)
    started_at: datetime = a_moment(now=True)
    seen_at: datetime = a_moment(now=True)
    locked_at: datetime | None = a_moment(optional=True)
    ended_at: datetime | None = a_moment(optional=True)


class SignInAttempt(SQLModel, table=True):
    """A try to sign in, kept whether or not it worked; counts slow down guessing."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_at", "at"),
        Index("ix_sign_in_attempt_mail", "mail_key", "at"),
        Index("ix_sign_in_attempt_from", "address_key", "at"),
    )

    id: UUID = an_id()
    at: datetime = a_moment(now=True)
    mail_key: str = Field(sa_type=Text)
    address_key: str = Field(sa_type=Text)
    worked: bool


class RecoveryCode(SQLModel, table=True):
    """A code that signs in once in place of the authenticator app; only its keyed code is kept."""

    __tablename__ = "recovery_code"

    id: UUID = an_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    code_key: str = Field(sa_type=Text, unique=True)
    made_at: datetime = a_moment(now=True)
    used_at: datetime | None = a_moment(optional=True)


class Invitation(SQLModel, table=True):
    """A link by which somebody sets their password once: an invitation or a reset."""

    id: UUID = an_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(sa_type=Text, unique=True)
    made_at: datetime = a_moment(now=True)
    expires_at: datetime = a_moment()
    used_at: datetime | None = a_moment(optional=True)
