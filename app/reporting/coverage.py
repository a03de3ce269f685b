"""How many of the places of an area take part: hospitals, practices, schools, routes.

The engaged ones come from the ledger (`settings-engaged`), all of them from the register of places.
Places are not people: nothing of this passes the gate.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import CommissionArea, Setting
from app.reporting.asked import Asked
from app.reporting.measure import By
from app.reporting.values import rolled_areas


class Coverage(NamedTuple):
    """So many places engaged of all there are in the areas of a programme or commission."""

    engaged: int
    places: int

    @property
    def share(self) -> int | None:
        """Per cent; None where there are no places. Places outside the area can take part too."""
        return min(round(100 * self.engaged / self.places), 100) if self.places else None

    @property
    def text(self) -> str:
        """In words: "14 of 37 (38%)"."""
        if self.share is None:
            return f"{self.engaged:,}"
        return f"{self.engaged:,} of {self.places:,} ({self.share}%)"


def places_in_areas(database: Database, asked: Asked) -> dict[tuple[By, str], int]:
    """How many places there are of a programme's kind in the areas of what was commissioned.

    By commission, by programme and in all; each place once in each. Two statements.
    """
    areas: dict[UUID, set[str]] = {}
    for commission, area in database.execute(
        select(col(CommissionArea.commission_id), col(CommissionArea.area))
    ):
        areas.setdefault(commission, set()).add(area)
    places: dict[tuple[str, str], set[UUID]] = {}
    for place, kind, area in database.execute(
        select(col(Setting.id), col(Setting.kind), col(Setting.area)).where(
            col(Setting.active), col(Setting.area).is_not(None)
        )
    ):
        for code in {area, rolled_areas().get(area, area)}:
            places.setdefault((str(kind), code), set()).add(place)
    found: dict[tuple[By, str], set[UUID]] = {}
    for one in asked.commissions:
        kind = asked.said.kinds.get(one.programme)
        here: set[UUID] = set()
        for area in areas.get(one.id, set()):
            here |= places.get((kind or "", area), set())
        for key in (
            (By.all, ""), (By.commission, str(one.id)), (By.programme, one.programme), (By.provider, str(one.provider)),
        ):  # fmt: skip
            found.setdefault(key, set()).update(here)
    return {key: len(of) for key, of in found.items()}
