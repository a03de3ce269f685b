"""Where a session of a course takes place: set with the course, and moved for one date or from one on."""

from typing import Literal

from sqlmodel import col, select

from app.database import Database
from app.errors import Refused
from app.models import Group, Session, SessionShape, SessionState


def change_venue(
    database: Database,
    group: Group,
    session: Session,
    *,
    place: str | None,
    which: Literal["one", "following"],
) -> int:
    """Say where a planned session takes place, or this one and all planned ones after it.

    Take the session with a lock. Returns how many sessions changed. Raises Refused for a session
    that is not planned any more, and where nothing would change.
    """
    if session.state != SessionState.planned:
        raise Refused("Only a planned session can move to another venue. Nothing was changed.")
    changed = [one for one in _these(database, group, session, which) if one.place != place]
    if not changed:
        raise Refused("That is where it takes place already.")
    for one in changed:
        one.place = place
        database.record(one, "venue-changed")
    database.flush()
    return len(changed)


def usual_venue(database: Database, group: Group) -> str | None:
    """Where the latest session of a course is planned: where one more would take place."""
    return database.exec(
        select(col(Session.place))
        .where(Session.group_id == group.id, Session.shape == SessionShape.group)
        .order_by(col(Session.starts_at).desc())
        .limit(1)
    ).first()


def _these(database: Database, group: Group, session: Session, which: str) -> list[Session]:
    if which == "one":
        return [session]
    return list(
        database.exec(
            select(Session)
            .where(
                Session.group_id == group.id,
                Session.shape == SessionShape.group,
                Session.state == SessionState.planned,
                Session.starts_at >= session.starts_at,
            )
            .order_by(col(Session.id))
            .with_for_update(key_share=True)
        ).all()
    )
