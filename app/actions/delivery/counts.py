"""Sessions at which heads are counted and nobody is named: lessons, assemblies, trainings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app import clocks
from app.actions.delivery.heads import Count, keep_heads, state_delivered
from app.actions.delivery.ledger import restate
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Group, Session, SessionShape, SessionState
from app.queries.delivered import Provision, provision

BY_MISTAKE = "entered-in-error"


class NewDelivery(NamedTuple):
    """When, what and where. `kind` is a code of the programme; `staff` are our people present."""

    kind: str
    starts_at: datetime
    minutes: int | None = None
    setting_id: UUID | None = None
    place: str | None = None
    group_id: UUID | None = None
    module: int | None = None
    staff: int | None = None
    note: str | None = None


def hold(
    database: Database,
    provided: Provision,
    new: NewDelivery,
    counts: Sequence[Count],
    *,
    counters: Mapping[str, int] | None = None,
    sure: bool = False,
) -> Session:
    """Record a session that took place and how many came. Raises Refused for what cannot be.

    `counters` are the programme's own numbers for the whole session. A count above the size of the
    group is refused unless `sure`.
    """
    kind = provided.kind(new.kind)
    if kind is None or kind.shape == SessionShape.individual:
        raise Refused("This programme has no such session for groups.")
    refuse_future(new.starts_at, provided)
    group = database.find(Group, new.group_id) if new.group_id else None
    if not sure and (sentence := too_many(group, counts)):
        raise Refused(sentence)
    session = Session(
        organisation_id=provided.commission.provider_id,
        commission_id=provided.id,
        side=database.viewer.side,
        shape=SessionShape(kind.shape),
        state=SessionState.held,
        method=kind.method,
        led_by_id=database.viewer.account_id,
        counters=dict(counters or {}),
        **new._asdict(),
    )
    database.add(session)
    database.flush()
    keep_heads(database, session, counts)
    heads = sum(count.n for count in counts)
    database.record(session, "held", kind=session.kind, heads=heads)
    state_delivered(database, provided, session, counts)
    return session


def correct(
    database: Database,
    session: Session,
    counts: Sequence[Count],
    *,
    counters: Mapping[str, int] | None = None,
    sure: bool = False,
    **changed: object,
) -> None:
    """Correct a session that was held: its head counts, and the columns named in `changed`.

    The facts are closed and stated anew where they differ. Raises Refused as `hold` does.
    """
    if session.state != SessionState.held:
        raise Refused("Only a session that took place has numbers to correct.")
    provided = provision(database, session.commission_id)
    for name, value in changed.items():
        setattr(session, name, value)
    refuse_future(session.starts_at, provided)
    group = database.find(Group, session.group_id) if session.group_id else None
    if not sure and (sentence := too_many(group, counts)):
        raise Refused(sentence)
    if counters is not None:
        session.counters = dict(counters)
    keep_heads(database, session, counts)
    database.record(session, "corrected", heads=sum(count.n for count in counts))
    state_delivered(database, provided, session, counts)
    database.flush()


def withdraw(database: Database, session: Session) -> None:
    """Take back a session that was entered by mistake; its numbers count no longer."""
    if session.state != SessionState.held:
        raise Refused("Only a session that took place can be taken back.")
    session.state, session.cancelled_by = SessionState.cancelled, BY_MISTAKE
    database.record(session, "withdrawn", reason=BY_MISTAKE)
    for kind in (Kind.delivered, Kind.headcount, Kind.trained):
        restate(database, session.id, kind, (), reason=BY_MISTAKE)
    database.flush()


def too_many(group: Group | None, counts: Sequence[Count]) -> str | None:
    """Why a count cannot be right without somebody's word: more heads than the group has."""
    heads = sum(count.n for count in counts)
    if group is None or group.size is None or heads <= group.size:
        return None
    return (
        f"{group.name} has {group.size} people, and {heads} were counted. "
        "Check the numbers, or say that they are right"
    )


def refuse_future(at: datetime, provided: Provision) -> None:
    """Refuse a session that has not been yet, or was before the commission began."""
    if at > clocks.now():
        raise Refused("This is in the future. Record it when it has taken place.")
    if at.astimezone(clocks.LONDON).date() < provided.commission.starts_on:
        raise Refused(
            f"The commission began on {provided.commission.starts_on:%-d %B %Y}: "
            "nothing was delivered before that day."
        )
