"""The one-way letterbox across the wall. Who writes can never read it back."""

from sqlalchemy import insert
from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Case, Letter, LetterLink
from app.models.naming import copied_from_case, new_id
from app.programmes.definition import Definition


def write(database: Database, case: Case, *, to: str, kind: str, words: str | None = None) -> None:
    """Put a letter about this case into the other side's box. `kind` is one of the programme's.

    A plain INSERT with an id from here: no RETURNING, no refresh, because the writer cannot read.
    """
    database.execute(
        insert(Letter).values(
            id=new_id(),
            organisation_id=case.organisation_id,
            commission_id=case.commission_id,
            from_side=case.side,
            to_side=to,
            about=case.reference,
            kind=kind,
            words=words,
            written_at=clocks.now(),
        )
    )
    # The event keeps that a letter was written, not to whom nor what it said.
    database.record(case, "letter-written")


def missed_session(database: Database, case: Case, definition: Definition) -> None:
    """Tell the partner side the same day that a session was missed, where the programme says so."""
    box = definition.for_side(case.side).letterbox
    if box and box.after_missed_session:
        write(database, case, to=box.to, kind=str(box.after_missed_session))


def read(database: Database, letter: Letter) -> None:
    """Mark a letter as read by this side; the record names a case that it is about, if it is known."""
    if letter.read_at is None:
        letter.read_at = clocks.now()
        linked = database.exec(
            select(LetterLink.case_id).where(
                LetterLink.organisation_id == letter.organisation_id,
                LetterLink.side == letter.to_side,
                LetterLink.about == letter.about,
            )
        ).first()
        database.record(letter, "read", **({"case_id": linked} if linked else {}))
        database.flush()


def link(database: Database, case: Case, *, about: str) -> LetterLink:
    """Say, on the reader's side only, that letters about this reference concern this case.

    Raises Refused if that is said already.
    """
    there = select(LetterLink.id).where(LetterLink.case_id == case.id, LetterLink.about == about)
    if database.exec(there).first():
        raise Refused("Letters about this reference already lead to this case.")
    made = LetterLink(**copied_from_case(case), about=about)
    database.add(made)
    database.flush()
    database.record(made, "linked")
    return made


def unlink(database: Database, case: Case, *, about: str) -> None:
    """Take a link back."""
    found = database.exec(
        select(LetterLink).where(col(LetterLink.case_id) == case.id, col(LetterLink.about) == about)
    ).first()
    if found:
        database.record(found, "unlinked")
        database.delete(found)
        database.flush()
