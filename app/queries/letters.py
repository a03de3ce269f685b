"""The letterbox as its reading side sees it. The writing side has no right to read a letter."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from app.database import Database
from app.models import Case, Letter, LetterLink, Person, ProgrammeVersion, Side
from app.programmes.loading import stored_definition
from app.queries.absences import stood_for
from app.queries.case_file import CaseFile

PAGE = 50
# The side that reads. The other one has a box to put letters into and nothing to read, so that no
# answer to it can depend on whether anybody is there.
READER = Side.partner
# A case is linked to letters by what they say they are about, on the reader's side alone.
LINKED = (
    (col(LetterLink.organisation_id) == col(Letter.organisation_id))
    & (col(LetterLink.side) == col(Letter.to_side))
    & (col(LetterLink.about) == col(Letter.about))
)


class LetterLine(NamedTuple):
    """One letter, with the reader's own case that it was linked to, if any."""

    id: UUID
    about: str
    kind: str
    words: str | None
    written_at: datetime
    read_at: datetime | None
    case_id: UUID | None = None
    case_reference: str | None = None
    name: str | None = None

    @property
    def key(self) -> str:
        """Where a page that ends with this letter goes on."""
        return f"{self.written_at.isoformat()}~{self.id}"


class Letters(NamedTuple):
    """One page of letters, newest first, and where the next one goes on."""

    letters: list[LetterLine]
    older: str | None


def letters_to(
    database: Database,
    *,
    before: tuple[datetime, UUID] | None = None,
    letter_id: UUID | None = None,
) -> Letters:
    """The letters to the viewer's side; with `letter_id` only that one."""
    viewer = database.viewer
    wanted = [
        col(Letter.organisation_id) == viewer.organisation_id,
        col(Letter.to_side) == viewer.side,
    ]
    if letter_id:
        wanted.append(col(Letter.id) == letter_id)
    if before:
        at, row = before
        wanted.append(
            or_(
                col(Letter.written_at) < at,
                (col(Letter.written_at) == at) & (col(Letter.id) < row),
            )
        )
    rows = database.execute(
        select(
            col(Letter.id),
            col(Letter.about),
            col(Letter.kind),
            col(Letter.words),
            col(Letter.written_at),
            col(Letter.read_at),
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
        )
        .outerjoin(LetterLink, LINKED)
        .outerjoin(Case, col(Case.id) == col(LetterLink.case_id))
        .outerjoin(Person, col(Person.id) == col(Case.person_id))
        .where(*wanted)
        .order_by(col(Letter.written_at).desc(), col(Letter.id).desc())
        .limit(PAGE + 1)
    ).all()
    found = [LetterLine(*row) for row in rows]
    return Letters(found[:PAGE], found[PAGE - 1].key if len(found) > PAGE else None)


def letters_about(database: Database, file: CaseFile) -> list[LetterLine]:
    """The newest letters about references that were linked to this case."""
    rows = database.execute(
        select(
            col(Letter.id),
            col(Letter.about),
            col(Letter.kind),
            col(Letter.words),
            col(Letter.written_at),
            col(Letter.read_at),
        )
        .join(LetterLink, LINKED)
        .where(col(LetterLink.case_id) == file.case.id)
        .order_by(col(Letter.written_at).desc(), col(Letter.id).desc())
        .limit(PAGE)
    ).all()
    return [LetterLine(*row) for row in rows]


class WaitingLetter(NamedTuple):
    """An unread letter about a case that the viewer holds, or somebody they stand in for."""

    id: UUID
    kind: str
    written_at: datetime
    case_id: UUID
    reference: str
    name: str
    holder_id: UUID


def waiting_letters(database: Database) -> list[WaitingLetter]:
    """Unread letters linked to the viewer's cases and those they stand in for, the oldest first.

    Only the side that reads has any; for the others nothing is asked.
    """
    viewer = database.viewer
    if viewer.side != READER:
        return []
    rows = database.execute(
        select(
            col(Letter.id),
            col(Letter.kind),
            col(Letter.written_at),
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Case.worker_id),
        )
        .join(LetterLink, LINKED)
        .join(Case, col(Case.id) == col(LetterLink.case_id))
        .join(Person, col(Person.id) == col(Case.person_id))
        .where(
            col(Letter.organisation_id) == viewer.organisation_id,
            col(Letter.to_side) == viewer.side,
            col(Letter.read_at).is_(None),
            col(Case.worker_id).in_(stood_for(database)),
        )
        .order_by(col(Letter.written_at), col(Letter.id))
        .limit(PAGE)
    ).all()
    return [WaitingLetter._make([*row[:5], f"{row[5]} {row[6]}".strip(), row[7]]) for row in rows]


class LinkableCase(NamedTuple):
    """An own case that a letter may be about."""

    id: UUID
    reference: str
    name: str


def cases_to_link(database: Database, commission_id: UUID) -> list[LinkableCase]:
    """The viewer's open cases under a commission, by name."""
    rows = database.execute(
        select(
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
            col(Person.family_name),
        )
        .join(Person, col(Person.id) == col(Case.person_id))
        .where(
            col(Case.organisation_id) == database.viewer.organisation_id,
            col(Case.side) == database.viewer.side,
            col(Case.commission_id) == commission_id,
            col(Case.state) != "closed",
        )
        .order_by(col(Person.preferred_name), col(Case.id))
        .limit(500)
    ).all()
    return [
        LinkableCase(row_id, reference, f"{name} {family}".strip())
        for row_id, reference, name, family in rows
    ]


def kinds_of_letters(database: Database) -> dict[str, str]:
    """The words for every kind of letter that any version of a programme lets somebody write."""
    labels: dict[str, str] = {}
    for version_id in database.scalars(
        select(col(ProgrammeVersion.id)).order_by(col(ProgrammeVersion.number))
    ):
        definition = stored_definition(database, version_id)
        for side in definition.side_names:
            box = definition.for_side(side).letterbox
            labels |= {kind.code: kind.label for kind in box.kinds} if box else {}
    return labels
