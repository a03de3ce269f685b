"""The documents of a case: the list without their contents, and one of them."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import Account, Document
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile

MOST = 200


class DocumentLine(NamedTuple):
    """One document in the list; of a removed one only its kind and why it went are left."""

    id: UUID
    kind: str
    title: str | None
    about: str | None
    dated: date
    form: str
    size: int
    template: str | None
    made_at: datetime
    by: str | None
    removed_at: datetime | None
    removed_reason: str | None

    @property
    def kind_label(self) -> str:
        """What kind of document it is."""
        return code_list("document-kind").label(self.kind)

    @property
    def why_gone(self) -> str:
        """Why it was removed."""
        return code_list("document-removed-reason").label(self.removed_reason or "")

    @property
    def weight(self) -> str:
        """The size in words."""
        kilobytes = max(1, round(self.size / 1024))
        return f"{kilobytes} KB" if kilobytes < 1024 else f"{self.size / 1024**2:.1f} MB"  # noqa: PLR2004 - a megabyte


COLUMNS = (
    col(Document.id),
    col(Document.kind),
    col(Document.title),
    col(Document.about),
    col(Document.dated),
    col(Document.form),
    col(Document.size),
    col(Document.template),
    col(Document.made_at),
    col(Account.name),
    col(Document.removed_at),
    col(Document.removed_reason),
)


def documents(database: Database, file: CaseFile) -> list[DocumentLine]:
    """The newest documents of a case, without their contents; one statement."""
    rows = database.execute(
        select(*COLUMNS)
        .outerjoin(Account, col(Account.id) == col(Document.by_id))
        .where(col(Document.case_id) == file.case.id)
        .order_by(col(Document.dated).desc(), col(Document.made_at).desc(), col(Document.id))
        .limit(MOST)
    ).all()
    return [DocumentLine(*row) for row in rows]


def line_of(database: Database, file: CaseFile, document_id: UUID) -> DocumentLine:
    """One document of this very case as the list shows it. Raises NotFound."""
    row = database.execute(
        select(*COLUMNS)
        .outerjoin(Account, col(Account.id) == col(Document.by_id))
        .where(col(Document.case_id) == file.case.id, col(Document.id) == document_id)
    ).first()
    if row is None:
        raise NotFound
    return DocumentLine(*row)


def document_of_case(
    database: Database, file: CaseFile, document_id: UUID, *, lock: bool = False
) -> Document:
    """One document of this very case with its content. Raises NotFound, also for a removed one."""
    document = database.find(Document, document_id, lock=lock)
    if document.case_id != file.case.id or document.removed_at is not None:
        raise NotFound
    return document
