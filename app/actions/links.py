"""Joining two persons of one organisation and side by a link, remembering that two are not one.

No row is merged: each case keeps its person. Every distinct count follows as the transaction ends
(trigger `settle_identities`), and returns when the link is undone.
"""

from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Person, PersonLink


def decide(
    database: Database,
    one: Person,
    other: Person,
    *,
    same: bool,
    reason: str,
    case_id: UUID | None = None,
) -> PersonLink:
    """Say that two persons are the same, or that they are not. Raises Refused.

    `case_id` is the case in whose history it shows.
    Refused for one person alone, across organisations or sides, and for a pair that is decided.
    """
    if one.id == other.id:
        raise Refused("This is the same record.")
    if (one.organisation_id, one.side) != (other.organisation_id, other.side):
        raise Refused("These two cannot be joined.")
    first, second = sorted((one.id, other.id))
    # Of two who decide at once the second waits here, and then finds it decided.
    for person_id in (first, second):
        database.find(Person, person_id, lock=True)
    standing = database.exec(
        select(PersonLink).where(
            PersonLink.person_id == first,
            PersonLink.other_id == second,
            col(PersonLink.undone_at).is_(None),
        )
    ).first()
    if standing is not None:
        raise Refused("This was decided before. Undo that decision first.")
    made = PersonLink(
        organisation_id=one.organisation_id,
        side=one.side,
        person_id=first,
        other_id=second,
        kind="same" if same else "different",
        reason=reason,
        by_id=database.viewer.account_id,
    )
    database.add(made)
    database.flush()
    database.record(made, "joined" if same else "told-apart", case_id=case_id)
    return made


def undo(database: Database, link: PersonLink, *, why: str, case_id: UUID | None = None) -> None:
    """Undo a decision: joined persons are two again. Raises Refused if that was done before."""
    if link.undone_at is not None:
        raise Refused("This was undone before. Nothing was changed.")
    link.undone_at, link.undone_by_id = clocks.now(), database.viewer.account_id
    link.undone_why = why
    database.flush()
    what = "parted" if link.kind == "same" else "question-reopened"
    database.record(link, what, case_id=case_id)
