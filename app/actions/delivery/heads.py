"""Head counts: stored with their session, and stated as facts that name nobody."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, delete, select

from app import clocks, facts
from app.actions.delivery.ledger import restate
from app.database import Database
from app.facts import Kind, Statement
from app.models import Group, Headcount, Session, SessionShape, Setting
from app.queries.delivered import Provision


class Count(NamedTuple):
    """`n` people of one audience (at a training: of one professional role).

    `band` is a code of the programme's first row of head counts (a school year, an age by sight),
    `sex` a code of the list `sex`.
    """

    audience: str
    n: int
    band: str | None = None
    sex: str = "U"


def keep_heads(database: Database, session: Session, counts: Sequence[Count]) -> bool:
    """Store the head counts of a session in place of the earlier ones; True if any changed."""
    wanted = {(one.audience, one.band, one.sex): one.n for one in counts if one.n}
    # Of a session that was written a moment ago there can be none.
    kept = [] if session.id in database.made else heads_of(database, session)
    there = {(one.audience, one.year_group, one.sex): one.n for one in kept}
    gone = [one.id for one in kept if wanted.get((one.audience, one.year_group, one.sex)) != one.n]
    if gone:
        database.exec(delete(Headcount).where(col(Headcount.id).in_(gone)))
    for (audience, band, sex), n in wanted.items():
        if there.get((audience, band, sex)) != n:
            database.add(
                Headcount(
                    session_id=session.id,
                    organisation_id=session.organisation_id,
                    commission_id=session.commission_id,
                    side=session.side,
                    group_id=session.group_id,
                    audience=audience,
                    year_group=band,
                    sex=sex,
                    n=n,
                )
            )
    database.flush()
    return bool(gone) or wanted != there


def heads_of(database: Database, session: Session) -> list[Headcount]:
    """The head counts of a session as they stand."""
    # The columns of the composite key lead the index.
    return list(
        database.exec(
            select(Headcount).where(
                Headcount.session_id == session.id,
                Headcount.organisation_id == session.organisation_id,
            )
        ).all()
    )


def counts_of(rows: Sequence[Headcount]) -> list[Count]:
    """Stored head counts as counts."""
    return [Count(row.audience, row.n, row.year_group, row.sex) for row in rows]


def state_delivered(
    database: Database, provided: Provision, session: Session, counts: Sequence[Count]
) -> None:
    """State that a session was held and how many came, in place of what was stated before."""
    delivered = about(database, provided, session, Kind.delivered, value=session.minutes)
    restate(database, session.id, Kind.delivered, [delivered])
    state_heads(database, provided, session, counts)


def state_heads(
    database: Database, provided: Provision, session: Session, counts: Sequence[Count]
) -> None:
    """State how many came. Professionals at a training are never people served."""
    is_training = session.shape == SessionShape.training
    kind = Kind.trained if is_training else Kind.headcount
    sums: dict[tuple[str, str], int] = {}
    for count in counts:
        key = (count.audience, count.sex)
        sums[key] = sums.get(key, 0) + count.n
    heads = [
        about(database, provided, session, kind, basis="headcount", audience=audience, sex=sex, n=n)
        for (audience, sex), n in sums.items()
        if n
    ]
    restate(database, session.id, kind, heads)


def about(
    database: Database,
    provided: Provision,
    session: Session,
    kind: Kind,
    *,
    on: datetime | None = None,
    source_id: UUID | None = None,
    code: str | None = None,
    basis: str = "record",
    audience: str = "",
    sex: str = "U",
    n: int = 1,
    value: float | None = None,
) -> Statement:
    """A fact about one session, with its place, area and (where it is people) its group."""
    setting = database.find(Setting, session.setting_id) if session.setting_id else None
    only = provided.areas[0] if len(provided.areas) == 1 else None
    # Where only contacts are counted, a group must never turn them into people; the staff of a
    # place are no group of people served.
    is_group = provided.counts_people or kind == Kind.delivered
    named = session.group_id if is_group and session.shape != SessionShape.training else None
    return facts.about_delivery(
        kind,
        provided.commission,
        provided.definition.code,
        on=(on or session.starts_at).astimezone(clocks.LONDON).date(),
        source_id=source_id or session.id,
        basis=basis,
        code=session.kind if code is None else code,
        group=database.find(Group, named) if named else None,
        session=session,
        area=setting.area if setting else only,
        audience=audience,
        sex=sex,
        n=n,
        value=value,
    )
