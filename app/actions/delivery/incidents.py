"""What happened on a shift, a route or at a session, without names."""

from datetime import datetime
from typing import NamedTuple

from app import clocks
from app.actions.delivery.heads import about
from app.actions.delivery.ledger import restate
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Incident, Session
from app.queries.delivered import provision


class NewIncident(NamedTuple):
    """What happened, without names. `told` are codes of the programme; None means not known."""

    kind: str
    severity: str
    happened_at: datetime
    de_escalated: bool | None = None
    weapon_seen: bool | None = None
    told: tuple[str, ...] = ()
    note: str | None = None


def report(database: Database, session: Session, new: NewIncident) -> Incident:
    """Report an incident on a shift or session. Raises Refused for what the programme has not."""
    provided = provision(database, session.commission_id)
    known = provided.definition.incidents
    if known is None or new.kind not in known.types or new.severity not in known.severities:
        raise Refused("This programme has no such kind of incident.")
    if new.happened_at > clocks.now():
        raise Refused("This is in the future. Report it when it has happened.")
    incident = Incident(
        session_id=session.id,
        organisation_id=session.organisation_id,
        commission_id=session.commission_id,
        side=session.side,
        **new._replace(told=())._asdict() | {"told": list(new.told)},
    )
    database.add(incident)
    database.flush()
    database.record(incident, "reported", kind=new.kind, severity=new.severity)
    calmed = bool(new.de_escalated) and "police" not in new.told
    statement = about(
        database,
        provided,
        session,
        Kind.incident,
        on=new.happened_at,
        source_id=incident.id,
        code=new.kind,
        value=1 if calmed else 0,
    )
    restate(database, incident.id, Kind.incident, [statement])
    return incident
