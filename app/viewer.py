"""Who looks: one membership at the keyboard, as the door and everything above it know them."""

from dataclasses import dataclass
from uuid import UUID

from app.access import DATABASE_ROLE, DatabaseRole
from app.models import Role, Side


@dataclass(frozen=True)
class Viewer:
    """One membership at the keyboard: who looks, and on whose behalf."""

    account_id: UUID
    membership_id: UUID
    organisation_id: UUID
    role: Role
    side: Side = Side.none
    every_commission: bool = True
    name: str = ""
    job: str = ""
    organisation_name: str = ""
    setting_id: UUID | None = None
    covers: tuple[UUID, ...] = ()  # for whom they stand in today
    provides: bool = False  # whether their organisation is a provider

    @property
    def database_role(self) -> DatabaseRole:
        """The database role that this viewer's requests run under."""
        return DATABASE_ROLE[self.role]
