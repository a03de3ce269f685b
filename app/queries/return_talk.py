"""What was said about the cells of a return, and what of a return its commissioner reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import (
    CaseStudy,
    Commission,
    Organisation,
    Party,
    QuarterReturn,
    RestatementPrint,
    ReturnPrint,
    ReturnRemark,
    ReturnRestatement,
    ReturnStudy,
    ReturnWords,
)
from app.queries.return_lists import SIDES
from app.queries.returns import Version, versions_of
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import Cell
from app.reporting.periods import Quarter


class Remark(NamedTuple):
    """One turn of the talk about a cell."""

    version_id: UUID
    cell: CellKey
    party: Party
    signed_as: str
    words: str
    made_at: datetime


class Thread(NamedTuple):
    """The talk about one cell of one version, oldest first."""

    version_id: UUID
    number: int
    cell: CellKey
    remarks: tuple[Remark, ...]

    @property
    def waits_for(self) -> Party:
        """Whose turn it is."""
        last = self.remarks[-1].party
        return Party.provider if last is Party.commissioner else Party.commissioner


def threads_of(database: Database, return_id: UUID, versions: list[Version]) -> list[Thread]:
    """Every talk about a return, the newest version first."""
    numbers = {version.id: version.number for version in versions}
    rows = database.execute(
        select(
            col(ReturnRemark.version_id),
            col(ReturnRemark.measure),
            col(ReturnRemark.by),
            col(ReturnRemark.value),
            col(ReturnRemark.party),
            col(ReturnRemark.signed_as),
            col(ReturnRemark.words),
            col(ReturnRemark.made_at),
        )
        .where(col(ReturnRemark.return_id) == return_id)
        .order_by(col(ReturnRemark.made_at), col(ReturnRemark.id))
    )
    found: dict[tuple[UUID, CellKey], list[Remark]] = {}
    for version_id, measure, by, value, party, signed_as, words, made_at in rows:
        cell = CellKey(measure, by, value)
        remark = Remark(version_id, cell, Party(party), signed_as, words, made_at)
        found.setdefault((version_id, cell), []).append(remark)
    threads = [
        Thread(version_id, numbers.get(version_id, 0), cell, tuple(remarks))
        for (version_id, cell), remarks in found.items()
    ]
    return sorted(threads, key=lambda one: (-one.number, one.cell))


class Study(NamedTuple):
    """A case study as a commissioner reads it."""

    pseudonym: str
    age_band: str
    words: str


class Restated(NamedTuple):
    """A restatement in a list."""

    id: UUID
    made_at: datetime
    signed_as: str
    words: str | None
    is_printed: bool


class Received(NamedTuple):
    """A return as its commissioner reads it: one version of it."""

    row: QuarterReturn
    commission: str
    provider: str
    quarter: Quarter
    versions: list[Version]
    version: Version
    # None until the gate has printed it.
    cells: Mapping[CellKey, Cell] | None
    words: Mapping[str, str]
    studies: list[Study]
    restated: list[Restated]

    @property
    def name(self) -> str:
        """The commission, with its side where there are two."""
        side = str(self.row.side)
        return f"{self.commission}, {SIDES[side]}" if side else self.commission

    @property
    def is_newest(self) -> bool:
        """Whether this is the version that counts."""
        return self.version.number == self.row.newest


def received(database: Database, return_id: UUID, number: int | None = None) -> Received:
    """One version (the newest) of a return that was sent. Raises NotFound for any other."""
    row = database.find(QuarterReturn, return_id)
    versions = versions_of(database, row.id)
    version = next((one for one in versions if number in (None, one.number)), None)
    if version is None:
        raise NotFound
    commission, provider = database.execute(
        select(col(Commission.name), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .where(col(Commission.id) == row.commission_id)
    ).one()
    return Received(
        row,
        commission,
        provider,
        Quarter(row.year, row.quarter),
        versions,
        version,
        printed_cells(database, version.id),
        words_of(database, version.id),
        _studies(database, version.id),
        restated_of(database, version.id),
    )


def printed_cells(database: Database, version_id: UUID) -> dict[CellKey, Cell] | None:
    """What the gate let through of a version, or None before it did."""
    row = database.execute(
        select(col(ReturnPrint.cells), col(ReturnPrint.below)).where(
            col(ReturnPrint.version_id) == version_id
        )
    ).one_or_none()
    if row is None:
        return None
    return {CellKey(*key): Cell(n, why, row.below) for *key, n, why in row.cells}


def words_of(database: Database, version_id: UUID) -> dict[str, str]:
    """The texts of a submitted version, by part."""
    rows = database.execute(
        select(col(ReturnWords.part), col(ReturnWords.words)).where(
            col(ReturnWords.version_id) == version_id
        )
    )
    return {row.part: row.words for row in rows}


def _studies(database: Database, version_id: UUID) -> list[Study]:
    rows = database.execute(
        select(col(CaseStudy.pseudonym), col(CaseStudy.age_band), col(CaseStudy.words))
        .join(ReturnStudy, col(ReturnStudy.study_id) == CaseStudy.id)
        .where(col(ReturnStudy.version_id) == version_id, col(CaseStudy.state) == "approved")
        .order_by(col(CaseStudy.id))
    )
    return [Study(*row) for row in rows]


def restated_of(database: Database, version_id: UUID) -> list[Restated]:
    """The restatements of a version, the newest first."""
    rows = database.execute(
        select(
            col(ReturnRestatement.id),
            col(ReturnRestatement.made_at),
            col(ReturnRestatement.signed_as),
            col(ReturnRestatement.words),
            col(RestatementPrint.printed_at).is_not(None),
        )
        .outerjoin(RestatementPrint, col(RestatementPrint.restatement_id) == ReturnRestatement.id)
        .where(col(ReturnRestatement.version_id) == version_id)
        .order_by(col(ReturnRestatement.made_at).desc())
    )
    return [Restated(*row) for row in rows]


class Crossed(NamedTuple):
    """A cell of a restatement as the gate let it through: its two numbers, and each step between."""

    key: CellKey
    was: Cell
    now: Cell
    steps: tuple[tuple[str, Cell, Cell], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every printed cell of the row."""
        return self.was, self.now, *(cell for _, *both in self.steps for cell in both)

    @property
    def says_nothing(self) -> bool:
        """Whether only this is told, that something of it changed."""
        return all(cell.why == "kept-back" for cell in self.cells)


def printed_crossings(database: Database, restatement_id: UUID) -> list[Crossed]:
    """A restatement as the gate let it through. Raises NotFound before it did."""
    row = database.execute(
        select(col(RestatementPrint.crossings), col(RestatementPrint.below)).where(
            col(RestatementPrint.restatement_id) == restatement_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound

    def cell(said: list[Any]) -> Cell:
        return Cell(said[0], said[1], row.below)

    return [
        Crossed(
            CellKey(*at),
            cell(was),
            cell(now),
            tuple((reason, cell(came), cell(went)) for reason, came, went in steps),
        )
        for *at, was, now, steps in row.crossings
    ]
