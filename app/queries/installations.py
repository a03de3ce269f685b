"""What this database is: live, demo or test. Every page of a demo says so."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from app.database import engine, transaction
from app.errors import SideDoor, Trouble
from app.models import Installation


@lru_cache(maxsize=8)
def kind_of(_engine: Engine) -> str:
    """Return the mark of a database. It never changes, so it is asked once for each process."""
    with transaction() as database:
        return str(database.scalar(select(col(Installation.kind))) or "live")


def is_demo() -> bool:
    """Whether this process serves a demo. No database, no demo: error pages ask this too."""
    try:
        return kind_of(engine()) == "demo"
    except (SideDoor, Trouble, SQLAlchemyError):
        return False


def played_to() -> datetime | None:
    """Return the moment up to which the story of a demo was played."""
    with transaction() as database:
        return database.scalar(select(col(Installation.played_to)))
