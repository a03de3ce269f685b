"""Who works in the partnership."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from app.models.naming import Versioned, a_code, an_id, one_of

# What people with an emailed link send belongs to this organisation. Nobody can be a member of it, so
# nobody has a window into what it handed over.
GUESTS = UUID("00000000-0000-7000-8000-000000000001")


class OrganisationKind(StrEnum):
    """What an organisation is in the partnership."""

    provider = "provider"
    hospital_trust = "hospital-trust"
    commissioner = "commissioner"
    referring_agency = "referring-agency"
    evaluator = "evaluator"


class Organisation(Versioned, table=True):
    """A provider, hospital trust, commissioner, referring agency or evaluator."""

    __table_args__ = (one_of("kind", OrganisationKind),)

    id: UUID = an_id()
    name: str = Field(sa_type=Text, unique=True)
    kind: OrganisationKind = a_code()
    ods_code: str | None = Field(default=None, sa_type=Text)
    mail: str | None = Field(default=None, sa_type=Text)
    active: bool = True
