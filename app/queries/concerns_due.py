"""What is to be done about concerns, for lists of what is due, and how many are open or late."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, cast, func, literal, null, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Concern
from app.queries.tables import CASE, CONCERN_ACTION, PERSON

MOST = 50


def concerns_due(
    database: Database,
    *,
    held: ColumnElement[bool],
    until: datetime,
    name: ColumnElement[Any],
    no_words: ColumnElement[Any],
) -> Select[Any]:
    """What is due by then on cases for which `held` is true, as a part of the union of My day."""
    viewer = database.viewer
    return (
        select(
            literal("concern"),
            CASE.c.id,
            CASE.c.reference,
            name,
            no_words,
            CONCERN_ACTION.c.kind,
            CONCERN_ACTION.c.due_at,
            cast(null(), Date),
            CASE.c.worker_id,
        )
        .select_from(CONCERN_ACTION)
        .join(CASE, CASE.c.id == CONCERN_ACTION.c.case_id)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            CONCERN_ACTION.c.organisation_id == viewer.organisation_id,
            CONCERN_ACTION.c.side == viewer.side,
            CONCERN_ACTION.c.due_at < until,
            held,
        )
        .order_by(CONCERN_ACTION.c.due_at)
        .limit(MOST)
    )


class Watched(NamedTuple):
    """How many concerns are open, and on how many something is late."""

    open: int
    late: int


def watched(database: Database) -> Watched:
    """The open concerns of the viewer's side, in one statement."""
    viewer = database.viewer
    late = (
        select(CONCERN_ACTION.c.id)
        .where(
            CONCERN_ACTION.c.concern_id == col(Concern.id), CONCERN_ACTION.c.due_at < clocks.now()
        )
        .exists()
    )
    row = database.execute(
        select(func.count(), func.count().filter(late)).where(
            col(Concern.organisation_id) == viewer.organisation_id,
            col(Concern.side) == viewer.side,
            col(Concern.closed_at).is_(None),
        )
    ).one()
    return Watched(*row)
