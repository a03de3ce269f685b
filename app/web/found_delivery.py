"""What the handlers of delivery ask for: a commission of one's own, a place, a group, a session.

Each raises NotFound for what is not the viewer's. Only who runs groups, lessons and shifts gets
this far; for everybody else the pages do not exist.
"""

from datetime import datetime, time
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Depends, Request

from app import clocks
from app.access import Permission, may
from app.errors import NotFound
from app.models import Group, Session, Setting
from app.queries.delivered import Provision, provision, provisions
from app.web.door import Db


class Here(NamedTuple):
    """A place in a commission."""

    provision: Provision
    setting: Setting

    @property
    def path(self) -> str:
        """Its page."""
        return f"/delivery/{self.provision.id}/settings/{self.setting.id}"


class OneGroup(NamedTuple):
    """A group with its commission."""

    group: Group
    provision: Provision

    @property
    def path(self) -> str:
        """Its page."""
        return f"/groups/{self.group.id}"


class OneSession(NamedTuple):
    """A session with its commission."""

    session: Session
    provision: Provision


def deliver(database: Db) -> None:
    """Only for who runs groups, lessons and shifts. Raises NotFound for others."""
    if not may(database.viewer.role, Permission.deliver):
        raise NotFound


def all_provided(database: Db) -> list[Provision]:
    """Every commission that the viewer works on."""
    deliver(database)
    return provisions(database)


def one_provided(commission_id: UUID, database: Db) -> Provision:
    """The commission in the address."""
    deliver(database)
    return provision(database, commission_id)


def here(commission_id: UUID, setting_id: UUID, database: Db) -> Here:
    """The place in the address, if places of its kind belong to the programme."""
    provided = one_provided(commission_id, database)
    setting = database.find(Setting, setting_id, lock=False)
    if setting.kind != provided.setting_kind:
        raise NotFound
    return Here(provided, setting)


def one_group(group_id: UUID, request: Request, database: Db) -> OneGroup:
    """The group in the address, locked when it is about to change."""
    deliver(database)
    group = database.find(Group, group_id, lock=request.method != "GET")
    return OneGroup(group, provision(database, group.commission_id))


def one_shift(session_id: UUID, request: Request, database: Db) -> OneSession:
    """The shift in the address, locked when it is about to change."""
    deliver(database)
    session = database.find(Session, session_id, lock=request.method != "GET")
    provided = provision(database, session.commission_id)
    if session.kind not in {kind.code for kind in provided.shift_kinds}:
        raise NotFound
    return OneSession(session, provided)


def moment_on(session: Session, at: time | None) -> datetime | None:
    """A time of day on the day of a shift; None for now."""
    return None if at is None else on_day_of(session, at)


def on_day_of(session: Session, at: time) -> datetime:
    """A time of day on the day of a session."""
    return datetime.combine(session.starts_at.astimezone(clocks.LONDON).date(), at, clocks.LONDON)


Provided = Annotated[Provision, Depends(one_provided)]
AllProvided = Annotated[list[Provision], Depends(all_provided)]
FoundHere = Annotated[Here, Depends(here)]
FoundGroup = Annotated[OneGroup, Depends(one_group)]
FoundShift = Annotated[OneSession, Depends(one_shift)]
