"""Documents of a case: what was brought in, and what was written from a template."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted, EncryptedBytes
from app.models.naming import OnCase, a_moment, an_id, hangs_on_case


class Document(OnCase, table=True):
    """A file of a case. Removing it deletes its content; that it was here, and why it went, stays.

    A document made from a template keeps its words beside the PDF, to be read and printed as a page.
    """

    __table_args__ = (
        *hangs_on_case("document"),
        CheckConstraint("(removed_at IS NULL) = (content IS NOT NULL)", name="removed_is_gone"),
        CheckConstraint(
            "(removed_at IS NULL) = (removed_reason IS NULL)", name="removed_has_reason"
        ),
        CheckConstraint("removed_at IS NULL OR words IS NULL", name="removed_has_no_words"),
    )

    id: UUID = an_id()
    kind: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Encrypted("document.title"))
    about: str | None = Field(default=None, sa_type=Encrypted("document.about"))
    file_name: str | None = Field(default=None, sa_type=Encrypted("document.file_name"))
    dated: date
    # A code of `app/web/file_kinds.py`, told from the content; bytes of the file.
    form: str = Field(sa_type=Text)
    size: int
    content: bytes | None = Field(default=None, sa_type=EncryptedBytes("document.content"))
    # Only of a document that was written from a template.
    template: str | None = Field(default=None, sa_type=Text)
    words: str | None = Field(default=None, sa_type=Encrypted("document.words"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    removed_at: datetime | None = a_moment(optional=True)
    removed_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    removed_reason: str | None = Field(default=None, sa_type=Text)
