"""Reading the ledger back as its owner: what stands, whoever stated it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from app.facts import Kind


def standing(owner: Engine, source_id: UUID, kind: Kind) -> list[dict[str, Any]]:
    """The facts of a kind that a record states now."""
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT * FROM fact f WHERE source_id = :id AND kind = :kind"
                " AND NOT EXISTS (SELECT FROM fact c WHERE c.closes = f.seq) ORDER BY seq"
            ),
            {"id": source_id, "kind": int(kind)},
        ).mappings()
        return [dict(row) for row in rows]


def ever(owner: Engine, source_id: UUID) -> int:
    """How many rows a record ever wrote to the ledger."""
    with owner.connect() as connection:
        return int(
            connection.execute(
                text("SELECT count(*) FROM fact WHERE source_id = :id"), {"id": source_id}
            ).scalar_one()
        )


def events(owner: Engine, about_id: UUID) -> list[str]:
    """What was recorded about a row, oldest first."""
    with owner.connect() as connection:
        return list(
            connection.scalars(
                text("SELECT what FROM event WHERE about_id = :id ORDER BY seq"), {"id": about_id}
            )
        )
