"""What the handlers of money ask for: a commission with its money, for whoever may see or change it.

Each raises NotFound for what is not the viewer's: an evaluator reads and changes nothing, a manager
says what was spent and changes nothing else.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.access import Permission, may
from app.database import Database
from app.errors import NotFound
from app.models import Commission
from app.queries.money import moneys
from app.reporting.money.sums import Money
from app.reporting.periods import Quarter
from app.web.door import Db


def see_commission(commission_id: UUID, database: Db) -> Money:
    """A commission for those who may read its money."""
    return _find(database, commission_id, Permission.see_money)


def spend_on_commission(commission_id: UUID, database: Db) -> Money:
    """A commission for those who may say what was spent on it."""
    found = _find(database, commission_id, Permission.state_spend)
    if database.viewer.organisation_id not in (found.commissioner_id, found.provider_id):
        raise NotFound
    return found


def keep_commission(commission_id: UUID, database: Db) -> Money:
    """A commission for the commissioner who bought it."""
    found = _find(database, commission_id, Permission.keep_money)
    if database.viewer.organisation_id != found.commissioner_id:
        raise NotFound
    return found


def _find(database: Database, commission_id: UUID, permission: Permission) -> Money:
    found = moneys(database, [commission_id]) if may(database.viewer.role, permission) else []
    if not found:
        raise NotFound
    return found[0]


def row_of(database: Database, money: Money) -> Commission:
    """The commission itself, for an action."""
    return database.find(Commission, money.id)


def quarter_in(code: str) -> Quarter:
    """The quarter of an address. Raises NotFound for what is none."""
    quarter = Quarter.parse(code)
    if quarter is None:
        raise NotFound
    return quarter


SeenMoney = Annotated[Money, Depends(see_commission)]
SpentMoney = Annotated[Money, Depends(spend_on_commission)]
KeptMoney = Annotated[Money, Depends(keep_commission)]
