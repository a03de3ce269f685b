"""How many people could be reached at a place: an estimate, never a count."""

from datetime import date

from app import clocks, facts
from app.actions.delivery import groups
from app.actions.delivery.groups import GroupKind, NewGroup
from app.actions.delivery.ledger import restate
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Group, Setting
from app.queries.delivered import Provision


def estimate(
    database: Database,
    provided: Provision,
    setting: Setting,
    *,
    pupils: int,
    how: str,
    as_of: date,
) -> Group:
    """Estimate how many could be met at a place, with the day it is for and how it was made.

    Counted in a column of its own: nobody was met, nobody was counted.
    """
    if as_of > clocks.today():
        raise Refused("An estimate is for a day that has been, or for today.")
    new = NewGroup(
        GroupKind.estimate, how, as_of, setting_id=setting.id, size=pupils, audience="young-people"
    )
    group = groups.make(database, provided, new)
    statement = facts.about_delivery(
        Kind.exposed,
        provided.commission,
        provided.definition.code,
        on=as_of,
        source_id=group.id,
        basis="estimate",
        setting_id=setting.id,
        area=setting.area,
        audience="young-people",
        n=pupils,
    )
    restate(database, group.id, Kind.exposed, [statement])
    return group
