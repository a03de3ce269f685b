"""Services that somebody can be referred to today, and how long people wait there."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import (
    Commission,
    CommissionArea,
    Organisation,
    ProgrammeVersion,
    Referral,
    Setting,
    SettingKind,
)
from app.programmes.definition import Definition
from app.programmes.loading import stored_definition

LOOK_BACK = timedelta(days=90)
# Fewer people than this say nothing about a wait.
ENOUGH = 3
MOST_PLACES = 1000

# Which sources refer from which kind of place. Others are asked who they are.
SOURCES_AT: Mapping[str, tuple[str, ...]] = {
    SettingKind.hospital: ("ed", "ward", "safeguarding-team", "paediatrics"),
    SettingKind.practice: ("gp-practice",),
    SettingKind.school: ("school", "school-nurse", "alternative-provision"),
    SettingKind.prison: ("prison", "secure-estate"),
    SettingKind.route: ("chaperone",),
}


class Service(NamedTuple):
    """A commission that takes referrals; `areas` are GSS codes, `own` is the viewer's own."""

    id: UUID
    name: str
    provider_id: UUID
    provider: str
    version_id: UUID
    areas: tuple[str, ...]
    own: bool
    definition: Definition

    @property
    def promise(self) -> str | None:
        """The standard for a first contact in the programme's words, if it has one."""
        side = self.definition.side_names[0] if self.definition.side_names else None
        clocks_of = self.definition.for_side(side).clocks
        return next((one.label for one in clocks_of if one.stops == "first_contact"), None)


class Wait(NamedTuple):
    """How long people whom we referred lately waited. `hours` is the median to a first contact."""

    hours: float | None
    contacted: int
    waiting: int


class Site(NamedTuple):
    """Where the viewer works."""

    id: UUID
    name: str
    kind: SettingKind
    area: str | None


def site_of(database: Database) -> Site | None:
    """The viewer's usual place of work, if the membership says one."""
    if database.viewer.setting_id is None:
        return None
    row = database.execute(
        select(col(Setting.id), col(Setting.name), col(Setting.kind), col(Setting.area)).where(
            col(Setting.id) == database.viewer.setting_id
        )
    ).first()
    return Site(*row) if row else None


def services(database: Database, *, only: UUID | None = None) -> list[Service]:
    """Every commission that is open today and takes named referrals, by name."""
    today = clocks.today()
    version = (
        select(col(ProgrammeVersion.id))
        .where(col(ProgrammeVersion.programme_id) == Commission.programme_id)
        .order_by(col(ProgrammeVersion.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    areas = (
        select(func.array_agg(CommissionArea.area))
        .where(col(CommissionArea.commission_id) == Commission.id)
        .scalar_subquery()
    )
    ends = col(Commission.ends_on)
    statement = (
        select(
            col(Commission.id),
            col(Commission.name),
            col(Organisation.id),
            col(Organisation.name),
            version,
            areas,
        )
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .where(col(Commission.starts_on) <= today, or_(ends.is_(None), ends >= today))
        .order_by(col(Commission.name))
    )
    if only is not None:
        statement = statement.where(col(Commission.id) == only)
    viewer = database.viewer_or_none
    mine = viewer.organisation_id if viewer else None
    found = []
    for id_, name, provider_id, provider, version_id, codes in database.execute(statement).all():
        if version_id is None:
            continue
        definition = stored_definition(database, version_id)
        service = Service(
            id_,
            name,
            provider_id,
            provider,
            version_id,
            tuple(sorted(codes or ())),
            provider_id == mine,
            definition,
        )
        if sources_of(definition):
            found.append(service)
    return found


def service_of(database: Database, commission_id: UUID) -> Service:
    """One service that is open today. Raises NotFound."""
    found = services(database, only=commission_id)
    if not found:
        raise NotFound("This service takes no referrals today.")
    return found[0]


def sources_of(definition: Definition) -> tuple[str, ...]:
    """Who may refer to a programme, on either of its sides."""
    sides = definition.side_names or (None,)
    every = (code for side in sides for code in definition.for_side(side).referral.sources)
    return tuple(dict.fromkeys(every))


def sources_here(site: Site | None, sources: Iterable[str]) -> tuple[str, ...]:
    """Those of the sources that refer from this kind of place; all if it does not tell."""
    here = SOURCES_AT.get(site.kind) if site else None
    return tuple(code for code in sources if here is None or code in here)


def suited(found: list[Service], site: Site | None, lately: Collection[UUID] = ()) -> list[Service]:
    """The services that take referrals from the viewer's place, the most likely one first.

    One's own service comes first, then those that work in this kind of place, then those that one's
    organisation referred to `lately`, then those for its area.
    """
    fitting = [one for one in found if sources_here(site, sources_of(one.definition))]

    def unlikely(one: Service) -> tuple[bool, bool, bool, bool, str]:
        works_in = one.definition.settings
        return (
            not one.own,
            not (site and works_in and works_in.kind == site.kind),
            one.id not in lately,
            not (site and site.area in one.areas),
            one.name,
        )

    return sorted(fitting, key=unlikely)


def waits(database: Database) -> dict[UUID, Wait]:
    """By commission: how those whom the viewer's organisation referred in 90 days have waited.

    Only what the sender knows anyway from its own receipts goes into it.
    """
    sent, contact = col(Referral.sent_at), col(Referral.first_contact_at)
    hours = func.extract("epoch", contact - func.coalesce(col(Referral.received_at), sent)) / 3600
    contacted = func.count(contact)
    rows = database.execute(
        select(
            col(Referral.commission_id),
            func.percentile_cont(0.5).within_group(hours).filter(contact.is_not(None)),
            contacted,
            func.count().filter(col(Referral.state) == "waiting"),
        )
        .where(
            col(Referral.organisation_id) == database.viewer.organisation_id,
            col(Referral.sender_side) == database.viewer.side,
            sent >= clocks.now() - LOOK_BACK,
        )
        .group_by(col(Referral.commission_id))
    )
    return {
        id_: Wait(float(median) if median is not None and n >= ENOUGH else None, n, waiting)
        for id_, median, n, waiting in rows
    }


def places(database: Database, kind: str, areas: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The active places of a kind as (id, name), those of the areas only if there are any."""
    statement = (
        select(col(Setting.id), col(Setting.name), col(Setting.area))
        .where(col(Setting.kind) == kind, col(Setting.active))
        .order_by(col(Setting.name))
        .limit(MOST_PLACES)
    )
    found = database.execute(statement).all()
    inside = set(areas)
    near = [row for row in found if row[2] in inside]
    return [(str(row[0]), row[1]) for row in (near or found)]


def place_names(database: Database, ids: Iterable[UUID]) -> dict[str, str]:
    """The names of places by id as text, for answers that point to a place."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = database.execute(
        select(col(Setting.id), col(Setting.name)).where(col(Setting.id).in_(wanted))
    )
    return {str(id_): name for id_, name in rows}
