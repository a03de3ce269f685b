"""What a provider does before it submits: begin a return, write its texts, bring figures in a file."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Commission, QuarterReturn, ReturnAnswer, ReturnFile, ReturnState
from app.models.naming import new_id
from app.models.quarter_return import copied_from_return
from app.reporting.bridge.cells import CellKey
from app.reporting.periods import Quarter
from app.reporting.returns.definition import ReturnDefinition

CLOSED = "This return is accepted. It changes only when the commissioner asks about it."


def begin(
    database: Database, commission: Commission, quarter: Quarter, definition: ReturnDefinition
) -> QuarterReturn:
    """The return of a commission for a quarter on the viewer's side, made if it is the first time.

    Raises Refused for somebody else's commission and for a quarter that has not begun.
    """
    viewer = database.viewer
    if commission.provider_id != viewer.organisation_id:
        raise Refused("You can report only on what your own organisation provides.")
    if not quarter.has_started:
        raise Refused("This quarter has not begun yet.")
    named = (
        QuarterReturn.organisation_id == viewer.organisation_id,
        QuarterReturn.side == viewer.side,
        QuarterReturn.commission_id == commission.id,
        QuarterReturn.year == quarter.year,
        QuarterReturn.quarter == quarter.number,
    )
    found = database.exec(select(QuarterReturn).where(*named)).first()
    if found is not None:
        return found
    # Of two who begin at once the second finds what the first made.
    database.execute(
        insert(QuarterReturn)
        .values(
            id=new_id(),
            organisation_id=viewer.organisation_id,
            side=viewer.side,
            commission_id=commission.id,
            year=quarter.year,
            quarter=quarter.number,
            state=ReturnState.open,
            due_on=definition.due.day(quarter),
            newest=0,
            version=1,
        )
        .on_conflict_do_nothing()
    )
    made = database.exec(select(QuarterReturn).where(*named)).one()
    database.record(made, "begun")
    return made


def answer(database: Database, found: QuarterReturn, part: str, words: str | None) -> None:
    """Write a text of the next version: `narrative:<key>`, or `change:<measure>` for a big change.

    Without words an earlier text becomes empty. Raises Refused for an accepted return.
    """
    refuse_closed(found)
    kept = database.exec(
        select(ReturnAnswer).where(ReturnAnswer.return_id == found.id, ReturnAnswer.part == part)
    ).first()
    if kept is None and not words:
        return
    if kept is None:
        kept = ReturnAnswer(**copied_from_return(found), part=part, words=words or "")
        database.add(kept)
    elif kept.words == (words or ""):
        return
    else:
        kept.words, kept.saved_at = words or "", clocks.now()
    database.flush()
    database.record(kept, "written", part=part)


def bring_file(
    database: Database,
    found: QuarterReturn,
    *,
    name: str,
    system: str,
    cells: Sequence[tuple[CellKey, int]],
) -> ReturnFile:
    """Take the figures of a return from a file of the provider's own system; the last file counts.

    `cells` were checked against the definition. Raises Refused for an accepted return.
    """
    refuse_closed(found)
    database.execute(delete(ReturnFile).where(col(ReturnFile.return_id) == found.id))
    made = ReturnFile(
        **copied_from_return(found),
        name=name,
        system=system,
        cells=[[*key, n] for key, n in cells],
        by_id=database.viewer.account_id,
    )
    database.add(made)
    database.flush()
    database.record(made, "brought", cells=len(cells))
    return made


def drop_file(database: Database, found: QuarterReturn) -> None:
    """Count from Throughline's own records again."""
    refuse_closed(found)
    kept = database.exec(select(ReturnFile).where(ReturnFile.return_id == found.id)).first()
    if kept is not None:
        database.delete(kept)
        database.flush()
        database.record(kept, "dropped")


def refuse_closed(found: QuarterReturn) -> None:
    """Raise Refused where nothing of a return may change."""
    if found.state == ReturnState.accepted:
        raise Refused(CLOSED)
