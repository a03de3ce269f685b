"""One return as its provider prepares it: figures, what is missing, what moved; and as it was sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import (
    Commission,
    QuarterReturn,
    ReturnAnswer,
    ReturnCell,
    ReturnFile,
    ReturnSource,
    ReturnState,
    ReturnVersion,
)
from app.queries.delivered import Provision
from app.queries.return_ledger import Counted, Figures, joined_now, newest_moment, read_ledger
from app.queries.return_lists import own_provision
from app.reporting.bridge.bridge import Crossing, bridge
from app.reporting.bridge.cells import CellKey, numbers
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.returns.definition import ReturnDefinition
from app.reporting.returns.documents import Asked, version_of

COMPLETE = ((By.age, "Age"), (By.sex, "Sex"), (By.ethnicity, "Ethnic group"), (By.area, "Area"))


class Found(NamedTuple):
    """A return of the viewer's own, begun or not: what it is about and the definition in force."""

    provision: Provision
    quarter: Quarter
    asked: Asked
    row: QuarterReturn | None

    @property
    def commission(self) -> Commission:
        """The commission it reports on."""
        return self.provision.commission

    @property
    def definition(self) -> ReturnDefinition:
        """What it is asked."""
        return self.asked.definition

    @property
    def state(self) -> ReturnState:
        """Where it stands."""
        return ReturnState(self.row.state) if self.row else ReturnState.open

    @property
    def path(self) -> str:
        """Its own address."""
        return f"/returns/{self.commission.id}/{self.quarter.code}"


def find_return(database: Database, commission_id: UUID, quarter: Quarter) -> Found:
    """A return of the viewer's own. Raises NotFound for anybody else's, and where none is asked for."""
    provision, asked = own_provision(database, commission_id)
    commission = provision.commission
    within = quarter.end > commission.starts_on and (
        commission.ends_on is None or quarter.start <= commission.ends_on
    )
    if not within or not quarter.has_started:
        raise NotFound
    row = database.scalars(
        select(QuarterReturn).where(
            col(QuarterReturn.commission_id) == commission_id,
            col(QuarterReturn.side) == database.viewer.side,
            col(QuarterReturn.year) == quarter.year,
            col(QuarterReturn.quarter) == quarter.number,
        )
    ).first()
    if row is None and not asked.asks_for(quarter):
        raise NotFound
    return Found(provision, quarter, asked, row)


class Now(NamedTuple):
    """The figures of a return as they stand, and those of the quarter before (or None)."""

    figures: Figures
    before: dict[CellKey, int] | None
    # Whether the quarter before is shown as it was submitted, and not as it would be counted now.
    before_submitted: bool
    file: ReturnFile | None


def figures_now(database: Database, found: Found, *, known_at: int | None = None) -> Now:
    """Count a return from the viewer's own ledger, or take it from the file that was brought."""
    moment = newest_moment(database) if known_at is None else known_at
    file = _file(database, found.row)
    sent = submitted_cells(database, found, found.quarter.before)
    first = found.quarter if file or sent is not None else found.quarter.before
    joined = joined_now(database)
    if file is not None:
        cells = {CellKey(*key): n for *key, n in file.cells}
        return Now(Figures(cells, moment, {}, file.system), sent, True, file)
    counted = read_ledger(
        database, found.commission.id, found.definition.rows, first=first, last=found.quarter, known_at=moment
    )  # fmt: skip
    cells = numbers(counted.weighed(found.quarter, moment, joined))
    before = sent
    if before is None and found.quarter.before.end > found.commission.starts_on:
        before = numbers(counted.weighed(found.quarter.before, moment, joined))
    return Now(Figures(cells, moment, _used(counted, joined)), before, sent is not None, None)


def _used(counted: Counted, joined: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    ledger = counted.ledger
    subjects = {entry.subject for entry in ledger.entries.values() if entry.subject}
    return {one: other for one, other in joined.items() if one in subjects or other in subjects}


def _file(database: Database, row: QuarterReturn | None) -> ReturnFile | None:
    if row is None:
        return None
    statement = select(ReturnFile).where(col(ReturnFile.return_id) == row.id)
    return database.scalars(statement).first()


def submitted_cells(
    database: Database, found: Found, quarter: Quarter
) -> dict[CellKey, int] | None:
    """The newest submitted cells of the same commission for a quarter, or None."""
    statement = (
        select(col(ReturnVersion.id))
        .join(QuarterReturn, col(QuarterReturn.id) == ReturnVersion.return_id)
        .where(
            col(QuarterReturn.commission_id) == found.commission.id,
            col(QuarterReturn.side) == database.viewer.side,
            col(QuarterReturn.year) == quarter.year,
            col(QuarterReturn.quarter) == quarter.number,
        )
        .order_by(col(ReturnVersion.number).desc())
        .limit(1)
    )
    version_id = database.scalar(statement)
    return cells_of(database, version_id) if version_id else None


def cells_of(database: Database, version_id: UUID) -> dict[CellKey, int]:
    """The exact cells of a submitted version."""
    rows = database.execute(
        select(
            col(ReturnCell.measure), col(ReturnCell.by), col(ReturnCell.value), col(ReturnCell.n)
        ).where(col(ReturnCell.version_id) == version_id)
    )
    return {CellKey(measure, by, value): n for measure, by, value, n in rows}


class Version(NamedTuple):
    """A submitted version as lists show it."""

    id: UUID
    number: int
    submitted_at: datetime
    signed_as: str
    source: ReturnSource
    system: str
    known_at: int
    hash: str
    document_version_id: UUID


def versions_of(database: Database, return_id: UUID) -> list[Version]:
    """Every version of a return, the newest first."""
    columns = [col(getattr(ReturnVersion, name)) for name in Version._fields]
    rows = database.execute(
        select(*columns)
        .where(col(ReturnVersion.return_id) == return_id)
        .order_by(col(ReturnVersion.number).desc())
    )
    return [Version(*row) for row in rows]


def answers_of(database: Database, row: QuarterReturn | None) -> dict[str, str]:
    """What the provider wrote for the next version, by part."""
    if row is None:
        return {}
    statement = select(col(ReturnAnswer.part), col(ReturnAnswer.words)).where(
        col(ReturnAnswer.return_id) == row.id
    )
    return {part: words for part, words in database.execute(statement) if words}


def completeness(cells: Mapping[CellKey, int]) -> list[tuple[str, int, int]]:
    """For each field: of how many referrals received it is not known, and of how many in all."""
    whole = cells.get(CellKey("referrals-received", "all", ""), 0)
    if not whole:
        return []
    return [
        (label, cells.get(CellKey("referrals-received", str(by), "not-known"), 0), whole)
        for by, label in COMPLETE
    ]


def big_changes(
    definition: ReturnDefinition, cells: Mapping[CellKey, int], before: Mapping[CellKey, int] | None
) -> list[tuple[str, str, int, int]]:
    """Measures whose number in all moved so far that it wants a sentence: key, label, now, before."""
    if before is None:
        return []
    found = []
    for measure, _ in definition.rows:
        key = CellKey(measure.key, "all", "")
        now, was = cells.get(key, 0), before.get(key, 0)
        if definition.explain.is_big(now, was):
            found.append((measure.key, measure.label, now, was))
    return found


def restatement(database: Database, found: Found, version: Version) -> tuple[list[Crossing], int]:
    """A submitted version beside today, cell by cell, and the moment that "today" is.

    Counted by the definition that was submitted; cells of measures that are gone stay as they were.
    """
    submitted = cells_of(database, version.id)
    definition = version_of(database, version.document_version_id).definition
    moment = newest_moment(database)
    stored = database.scalar(
        select(col(ReturnVersion.joined)).where(col(ReturnVersion.id) == version.id)
    )
    joined = {UUID(one): UUID(other) for one, other in (stored or {}).items()}
    counted = read_ledger(
        database, found.commission.id, definition.rows,
        first=found.quarter, last=found.quarter, known_at=moment,
    )  # fmt: skip
    before = counted.weighed(found.quarter, version.known_at, joined)
    after = counted.weighed(found.quarter, moment, joined_now(database))
    kept = {key: n for key, n in submitted.items() if key.measure in MEASURES}
    cells = bridge(kept, before, after, counted.ledger, (version.known_at, moment))
    return [one for one in cells if one.was or one.now or one.changes], moment
