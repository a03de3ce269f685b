"""What the partner side does with the letters of the men's course."""

from collections.abc import Iterator

from sqlmodel import col, select

from app.actions import letters
from app.database import Database
from app.models import Case, CaseState, Letter
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import at


def steps(stage: Stage) -> Iterator[Step]:
    """Leila reads what the course writes once a month, and knows whom some of it concerns."""
    for days_ago in range(700, 8, -30):
        yield Step(at(stage, days_ago, 9, 30), "leila", read_letters)
    yield Step(at(stage, 8, 9, 45), "leila", link_letters)


def read_letters(database: Database) -> None:
    """Read every new letter in the box."""
    for letter in database.exec(select(Letter).where(col(Letter.read_at).is_(None))).all():
        letters.read(database, letter)


def link_letters(database: Database) -> None:
    """Link the newest letters with open cases of this side (no more than three)."""
    newest = database.exec(select(col(Letter.about)).order_by(col(Letter.written_at).desc())).all()
    mine = select(Case).where(Case.state == CaseState.active).order_by(col(Case.opened_at).desc())
    for about, case in zip(dict.fromkeys(newest), database.exec(mine.limit(3)).all(), strict=False):
        letters.link(database, case, about=about)
