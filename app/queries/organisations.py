"""The organisations of the partnership, as the administrator keeps them."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Commission, Membership, Organisation, OrganisationKind
from app.queries.keyset import Slice, Turn, one_page
from app.queries.sign_ins import live


class OrganisationRow(NamedTuple):
    """One organisation in the list."""

    id: UUID
    name: str
    kind: OrganisationKind
    ods_code: str | None
    active: bool
    people: int
    commissions: int


class OrganisationFilter(NamedTuple):
    """Which organisations are asked for; `retired` shows those and no others."""

    words: str = ""
    kind: OrganisationKind | None = None
    retired: bool = False


def organisations(database: Database, asked: OrganisationFilter, turn: Turn) -> Slice:
    """Return one page of organisations by name, as `OrganisationRow` rows."""
    people = (
        select(func.count(func.distinct(Membership.account_id)))
        .where(col(Membership.organisation_id) == Organisation.id, live(clocks.today()))
        .correlate(Organisation)
        .scalar_subquery()
    )
    provided = (
        select(func.count())
        .select_from(Commission)
        .where(col(Commission.provider_id) == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    statement: Select[*tuple[Any, ...]] = select(
        col(Organisation.id),
        col(Organisation.name),
        col(Organisation.kind),
        col(Organisation.ods_code),
        col(Organisation.active),
        people,
        provided,
    ).where(col(Organisation.active).is_(not asked.retired))
    if asked.words:
        statement = statement.where(col(Organisation.name).icontains(asked.words, autoescape=True))
    if asked.kind is not None:
        statement = statement.where(col(Organisation.kind) == asked.kind)
    keys = (col(Organisation.name), col(Organisation.id))
    found = one_page(database, statement, keys, turn)
    return found._replace(rows=[OrganisationRow._make(row) for row in found.rows])


def choices(database: Database, *kinds: OrganisationKind) -> list[tuple[UUID, str]]:
    """Return id and name of every organisation that still works here, of these kinds or of all."""
    statement = select(col(Organisation.id), col(Organisation.name)).where(col(Organisation.active))
    if kinds:
        statement = statement.where(col(Organisation.kind).in_(kinds))
    return [(row[0], row[1]) for row in database.execute(statement.order_by(Organisation.name))]
