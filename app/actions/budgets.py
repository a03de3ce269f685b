"""Writing down a year's funding and what it is meant for."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlmodel import select

from app.database import Database
from app.errors import Refused
from app.models import Award, BudgetLine, Commission, FundingCategory


class Line(NamedTuple):
    """What some of a year's funding is meant for."""

    category: FundingCategory
    name: str
    amount: Decimal
    commission_id: UUID | None = None


def add_award(database: Database, year: int, *, funder: str, amount: Decimal) -> Award:
    """Write down what a funder gives for a year. Raises Refused for one that stands there already."""
    _refuse_second_funder(database, year, funder, None)
    own = database.viewer.organisation_id
    made = Award(organisation_id=own, year=year, funder=funder, amount=amount)
    database.add(made)
    database.flush()
    database.record(made, "added", year=year)
    return made


def change_award(database: Database, award: Award, *, funder: str, amount: Decimal) -> None:
    """Change what a funder gives."""
    _refuse_second_funder(database, award.year, funder, award.id)
    award.funder, award.amount = funder, amount
    database.flush()
    database.record(award, "changed", year=award.year)


def add_line(database: Database, year: int, line: Line) -> BudgetLine:
    """Write down what some of the year's funding is meant for."""
    _refuse_wrong_line(database, year, line, None)
    made = BudgetLine(organisation_id=database.viewer.organisation_id, year=year, **line._asdict())
    database.add(made)
    database.flush()
    database.record(made, "added", year=year, category=line.category)
    return made


def change_line(database: Database, row: BudgetLine, line: Line) -> None:
    """Change a line of the budget."""
    _refuse_wrong_line(database, row.year, line, row.id)
    for name, value in line._asdict().items():
        setattr(row, name, value)
    database.flush()
    database.record(row, "changed", year=row.year, category=line.category)


def remove(database: Database, row: Award | BudgetLine) -> None:
    """Take a funder or a line out of the budget."""
    database.record(row, "removed", year=row.year)
    database.delete(row)
    database.flush()


def _refuse_second_funder(database: Database, year: int, funder: str, own: UUID | None) -> None:
    found = database.exec(
        select(Award.id).where(
            Award.organisation_id == database.viewer.organisation_id,
            Award.year == year,
            Award.funder == funder,
        )
    ).first()
    if found not in (None, own):
        raise Refused(f"{funder} stands in this year already. Change that amount.")


def _refuse_wrong_line(database: Database, year: int, line: Line, own: UUID | None) -> None:
    found = database.exec(
        select(BudgetLine.id).where(
            BudgetLine.organisation_id == database.viewer.organisation_id,
            BudgetLine.year == year,
            BudgetLine.name == line.name,
        )
    ).first()
    if found not in (None, own):
        raise Refused(f"There is a line called {line.name} in this year already.")
    if line.commission_id is not None:
        database.find(Commission, line.commission_id)
