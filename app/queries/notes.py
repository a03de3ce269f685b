"""The notes of one case: pinned ones, all of them, those with some words; and where one is named."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import Account, Mention, Note, NoteKind
from app.queries.absences import stood_for
from app.queries.case_file import CaseFile
from app.queries.tables import ACCOUNT, CASE, MENTION, NOTE, PERSON

MOST_PINNED = 5
# Notes are unreadable to the database, so words are looked for among the newest of a case.
MOST_SEARCHED = 2000
MOST_SHOWN = 100
MOST_MENTIONS = 20


class NoteLine(NamedTuple):
    """One note with who wrote it and whom it names."""

    id: UUID
    words: str
    kind: NoteKind
    pinned: bool
    adds_to: UUID | None
    adds_to_at: datetime | None
    made_at: datetime
    by: str | None
    names: str | None

    @property
    def title(self) -> str:
        """What kind of note it is."""
        if self.adds_to:
            return "Added to an earlier note"
        return "Hand-over note" if self.kind == NoteKind.handover else "Note"


def notes(
    database: Database, file: CaseFile, *, pinned: bool = False, most: int = MOST_SHOWN
) -> Sequence[NoteLine]:
    """The newest notes of a case; `pinned` only those on top. One statement."""
    first, named = aliased(Note), aliased(Account)
    names = (
        select(func.string_agg(named.name, ", ").label("names"))
        .select_from(Mention)
        .join(named, col(named.id) == col(Mention.account_id))
        .where(col(Mention.note_id) == col(Note.id))
        .scalar_subquery()
    )
    wanted: list[ColumnElement[bool]] = [col(Note.case_id) == file.case.id]
    if pinned:
        wanted.append(col(Note.pinned).is_(True))
    rows = database.execute(
        select(
            col(Note.id),
            col(Note.words),
            col(Note.kind),
            col(Note.pinned),
            col(Note.adds_to_id),
            col(first.made_at),
            col(Note.made_at),
            col(Account.name),
            names,
        )
        .outerjoin(first, col(first.id) == col(Note.adds_to_id))
        .outerjoin(Account, col(Account.id) == col(Note.by_id))
        .where(*wanted)
        .order_by(col(Note.made_at).desc(), col(Note.id).desc())
        .limit(most)
    ).all()
    return [NoteLine(*row) for row in rows]


def found_notes(database: Database, file: CaseFile, words: str) -> list[NoteLine]:
    """The notes of a case that hold all of these words, in any order, large or small letters."""
    wanted = words.casefold().split()
    return [
        one
        for one in notes(database, file, most=MOST_SEARCHED)
        if all(word in one.words.casefold() for word in wanted)
    ][:MOST_SHOWN]


def note_of_case(database: Database, file: CaseFile, note_id: UUID, *, lock: bool = False) -> Note:
    """One note of this very case. Raises NotFound."""
    note = database.find(Note, note_id, lock=lock)
    if note.case_id != file.case.id:
        raise NotFound
    return note


class NamedIn(NamedTuple):
    """A note that names the viewer, or somebody they stand in for, and waits to be read.

    Only the person named says that it was read: back from leave they find it still.
    """

    id: UUID
    case_id: UUID
    reference: str
    name: str
    words: str
    by: str | None
    made_at: datetime
    account_id: UUID


def mentions(database: Database) -> list[NamedIn]:
    """The notes that name the viewer, or whom they stand in for, and wait to be read; newest first."""
    viewer = database.viewer
    rows = database.execute(
        select(
            MENTION.c.id,
            CASE.c.id,
            CASE.c.reference,
            func.concat_ws(" ", PERSON.c.preferred_name, PERSON.c.family_name),
            NOTE.c.words,
            ACCOUNT.c.name,
            NOTE.c.made_at,
            MENTION.c.account_id,
        )
        .join(NOTE, NOTE.c.id == MENTION.c.note_id)
        .join(CASE, CASE.c.id == MENTION.c.case_id)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == NOTE.c.by_id)
        .where(
            MENTION.c.organisation_id == viewer.organisation_id,
            MENTION.c.side == viewer.side,
            MENTION.c.account_id.in_(stood_for(database)),
            NOTE.c.by_id.is_distinct_from(viewer.account_id),
            MENTION.c.seen_at.is_(None),
        )
        .order_by(NOTE.c.made_at.desc(), MENTION.c.id)
        .limit(MOST_MENTIONS)
    ).all()
    return [NamedIn(*row) for row in rows]
