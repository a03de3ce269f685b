"""Training of professionals, counted by role and apart from the people served."""

from collections.abc import Mapping, Sequence

from app import clocks
from app.actions.delivery import counts, groups
from app.actions.delivery.counts import NewDelivery
from app.actions.delivery.heads import Count
from app.database import Database
from app.errors import Refused
from app.models import Session, SessionShape
from app.queries.delivered import Provision


def train(
    database: Database,
    provided: Provision,
    new: NewDelivery,
    roles: Mapping[str, int],
    *,
    staff: int | None = None,
    sure: bool = False,
) -> Session:
    """Record a training session and who came, by professional role.

    `staff` is how many work at the place, from which the share trained is told. More heads than
    that are refused unless `sure`.
    """
    kind = provided.kind(new.kind)
    if kind is None or kind.shape != SessionShape.training:
        raise Refused("This is not a training session of the programme.")
    if new.setting_id is not None:
        on = new.starts_at.astimezone(clocks.LONDON).date()
        group = groups.staff_of(database, provided, setting_id=new.setting_id, on=on, size=staff)
        new = new._replace(group_id=group.id)
    return counts.hold(database, provided, new, by_role(roles), sure=sure)


def by_role(roles: Mapping[str, int]) -> Sequence[Count]:
    """Numbers by role as head counts."""
    return [Count(role, n) for role, n in roles.items() if n]
