"""Documents of a case: added, written from a template, removed with a reason, the whole file printed."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Case, Document
from app.models.naming import copied_from_case

LETTER = "letter"


class NewDocument(NamedTuple):
    """A file with what it is. `form` is the code of its format, told from its content."""

    kind: str
    title: str
    dated: date
    form: str
    content: bytes
    file_name: str
    about: str | None = None
    # Only of a letter: the template it was written from, and its words.
    template: str | None = None
    words: str | None = None


def add(database: Database, case: Case, new: NewDocument) -> Document:
    """Keep a file with the case, its content encrypted."""
    made = Document(
        **copied_from_case(case),
        **new._asdict(),
        size=len(new.content),
        by_id=database.viewer.account_id,
    )
    database.add(made)
    database.flush()
    if new.template:
        database.record(made, "written", template=new.template)
    else:
        database.record(made, "added", kind=new.kind, form=new.form)
    return made


def remove(database: Database, document: Document, *, reason: str) -> None:
    """Delete what a document holds; that it was here, and why it went (a code), stays.

    Raises Refused for one that was removed before.
    """
    if document.removed_at is not None:
        raise Refused("This document was removed before.")
    document.content = document.title = document.about = document.file_name = document.words = None
    document.removed_at, document.removed_reason = clocks.now(), reason
    document.removed_by_id = database.viewer.account_id
    database.record(document, "removed", kind=document.kind, reason=reason)
    database.flush()


def print_file(database: Database, case: Case, *, reason: str, without: Sequence[str] = ()) -> None:
    """Say that the file was printed, why, and which parts were left out.

    Without this event there is no print.
    """
    left = {"without": list(without)} if without else {}
    database.record(case, "printed", reason=reason, **left)
