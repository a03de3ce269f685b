"""What a commissioner bought: each commission with its provider, areas, dates, places and funding."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as sqlmodel_select

from app.database import Database
from app.models import Commission, CommissionArea, CommissionFunding, Organisation, Programme
from app.reporting.measure import By
from app.reporting.values import label_of


class Commissioned(NamedTuple):
    """One commission in words. `funding` is (stream, pounds over the whole term)."""

    id: UUID
    name: str
    programme: str
    provider: str
    tier: str
    starts_on: date
    ends_on: date | None
    places: int | None
    areas: tuple[str, ...]
    funding: tuple[tuple[str, Decimal], ...]


def commissioned(database: Database) -> list[Commissioned]:
    """The commissions that exist for the viewer, by name."""
    rows = (
        database.execute(
            select(
                col(Commission.id),
                col(Commission.name),
                col(Programme.name).label("programme"),
                col(Organisation.name).label("provider"),
                col(Commission.tier),
                col(Commission.starts_on),
                col(Commission.ends_on),
                col(Commission.places),
            )
            .join(Programme, col(Programme.id) == Commission.programme_id)
            .join(Organisation, col(Organisation.id) == Commission.provider_id)
            .order_by(col(Commission.name))
        )
        .mappings()
        .all()
    )
    ids = [row["id"] for row in rows]
    areas: dict[UUID, list[str]] = {}
    of_areas = sqlmodel_select(CommissionArea).where(col(CommissionArea.commission_id).in_(ids))
    for area in database.exec(of_areas):
        areas.setdefault(area.commission_id, []).append(label_of(By.area, area.area))
    funding: dict[UUID, list[tuple[str, Decimal]]] = {}
    of_funding = sqlmodel_select(CommissionFunding).where(
        col(CommissionFunding.commission_id).in_(ids)
    )
    for one in database.exec(of_funding):
        funding.setdefault(one.commission_id, []).append((one.stream, one.amount))
    return [
        Commissioned(
            **row,
            areas=tuple(sorted(areas.get(row["id"], []))),
            funding=tuple(sorted(funding.get(row["id"], []))),
        )
        for row in rows
    ]
