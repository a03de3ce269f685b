"""Notes on a case: written, added to, pinned, and read by the colleagues they name."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Case, Mention, Note, NoteKind
from app.models.naming import copied_from_case
from app.queries.colleagues import colleagues


def write(
    database: Database,
    case: Case,
    *,
    words: str,
    adds_to: Note | None = None,
    kind: NoteKind = NoteKind.note,
    pinned: bool = False,
    names: Collection[UUID] = (),
) -> Note:
    """Write a note; an earlier one is never changed, only added to.

    `names` are accounts of colleagues, who find the note on their day. Raises Refused for somebody
    who does not cover the case.
    """
    made = Note(
        **copied_from_case(case),
        by_id=database.viewer.account_id,
        words=words,
        adds_to_id=adds_to.id if adds_to else None,
        kind=kind,
        pinned=pinned,
    )
    database.add(made)
    database.flush()
    database.record(made, "added-to" if adds_to else "written", kind=kind, pinned=pinned or None)
    _name(database, case, made, set(names))
    return made


def _name(database: Database, case: Case, note: Note, names: set[UUID]) -> None:
    if not names:
        return
    if names - {one.id for one in colleagues(database, case)}:
        raise Refused("Somebody you chose does not work on this case. Choose from the list.")
    for account_id in sorted(names - {database.viewer.account_id}):
        mention = Mention(**copied_from_case(case), note_id=note.id, account_id=account_id)
        database.add(mention)
        database.record(mention, "named", to=account_id)
    database.flush()


def pin(database: Database, note: Note, *, up: bool) -> None:
    """Put a note on top of the case, or take it down. Said twice changes nothing."""
    if note.pinned != up:
        note.pinned = up
        database.record(note, "pinned" if up else "taken-down")
        database.flush()


def hand_over(database: Database, case: Case, *, words: str, to: UUID) -> Note:
    """Write what the next worker of a case must know: pinned, and on the new worker's day."""
    for earlier in database.exec(
        select(Note).where(
            col(Note.case_id) == case.id, Note.kind == NoteKind.handover, col(Note.pinned).is_(True)
        )
    ).all():
        pin(database, earlier, up=False)
    return write(database, case, words=words, kind=NoteKind.handover, pinned=True, names=[to])


def read(database: Database, mention: Mention) -> None:
    """Say that one read the note one was named in. Raises Refused for somebody else's."""
    if mention.account_id != database.viewer.account_id:
        raise Refused("Only the person named can say that they read it.")
    if mention.seen_at is None:
        mention.seen_at = clocks.now()
        database.record(mention, "read")
        database.flush()
