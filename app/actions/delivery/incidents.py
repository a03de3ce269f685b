"""What happened on a shift, a route or at a session, without names."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import select

from app import clocks
from app.actions.delivery.heads import about
from app.actions.delivery.ledger import restate
from app.database import Database
from app.errors import Refused, Stale
from app.facts import Kind, Statement
from app.models import Incident, Session
from app.queries.delivered import Provision, provision


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
    incident = _write(database, session, provided, new)
    database.record(incident, "reported", kind=new.kind, severity=new.severity)
    stated = _statement(database, session, provided, incident, new)
    restate(database, incident.id, Kind.incident, [stated])
    return incident


def correct(database: Database, session: Session, incident: Incident, new: NewIncident) -> Incident:
    """Report an incident again, rightly: the new row stands in the place of the old one, which stays.

    What was counted is corrected with it. Raises Refused for what the programme has not, Stale where
    somebody else corrected it before.
    """
    later = select(Incident.id).where(Incident.replaces_id == incident.id)
    if database.exec(later).first() is not None:
        raise Stale
    provided = provision(database, session.commission_id)
    instead = _write(database, session, provided, new, replaces=incident)
    database.record(instead, "corrected", instead_of=incident.id)
    stated = _statement(database, session, provided, instead, new)
    restate(database, incident.id, Kind.incident, [stated])
    return instead


def _write(
    database: Database,
    session: Session,
    provided: Provision,
    new: NewIncident,
    *,
    replaces: Incident | None = None,
) -> Incident:
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
        replaces_id=replaces.id if replaces else None,
        **new._replace(told=())._asdict() | {"told": list(new.told)},
    )
    database.add(incident)
    database.flush()
    return incident


def _statement(
    database: Database,
    session: Session,
    provided: Provision,
    incident: Incident,
    new: NewIncident,
) -> Statement:
    calmed = bool(new.de_escalated) and "police" not in new.told
    return about(
        database,
        provided,
        session,
        Kind.incident,
        on=new.happened_at,
        source_id=incident.id,
        code=new.kind,
        value=1 if calmed else 0,
    )
