"""What every page of a return asks for: the return of the address, its words, its case studies."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.actions.returns import preparing
from app.database import Database
from app.errors import NotFound
from app.models import QuarterReturn
from app.queries.money import moneys
from app.queries.returns import Found, Version, find_return, versions_of
from app.reporting.bridge.cells import CellKey
from app.reporting.measure import By
from app.reporting.money.sums import Money
from app.reporting.periods import Quarter
from app.reporting.programmes import said_by_programmes
from app.reporting.returns.definition import ReturnDefinition
from app.reporting.returns.tables import HEADS, Words
from app.web.door import Db

LONGEST_VALUE = 80


def find(commission_id: UUID, code: str, database: Db) -> Found:
    """The return of the address. Raises NotFound for anybody else's, and for no quarter."""
    quarter = Quarter.parse(code)
    if quarter is None:
        raise NotFound
    return find_return(database, commission_id, quarter)


FoundReturn = Annotated[Found, Depends(find)]


def begun(database: Database, found: Found, *, lock: bool = False) -> QuarterReturn:
    """The stored return, made if nobody did anything with it yet."""
    row = preparing.begin(database, found.commission, found.quarter, found.definition)
    return database.find(QuarterReturn, row.id, lock=lock)


def find_version(number: int, found: FoundReturn, database: Db) -> Version:
    """A submitted version of the return of the address. Raises NotFound."""
    versions = versions_of(database, found.row.id) if found.row else []
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise NotFound
    return version


FoundVersion = Annotated[Version, Depends(find_version)]


def cell_of(measure: str = "", by: str = "", value: str = "") -> CellKey:
    """The cell that an address names; without a measure the return as a whole. Raises NotFound."""
    known = not measure if not by else by in {str(one) for one in (By.all, *HEADS)}
    if not known or max(len(measure), len(value)) > LONGEST_VALUE:
        raise NotFound
    return CellKey(measure, by, value)


FoundCell = Annotated[CellKey, Depends(cell_of)]


def money_of(
    database: Database,
    definition: ReturnDefinition,
    commission_id: UUID,
    until: datetime | None = None,
) -> Money | None:
    """The money of a commission as it was said by then, or by now; None where no return asks for it."""
    found = moneys(database, {commission_id}, until=until) if definition.money else []
    return next(iter(found), None)


def words_for(database: Database) -> Words:
    """What programmes call their reasons, stages and scales."""
    return said_by_programmes(database).words
