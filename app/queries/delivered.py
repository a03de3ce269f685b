"""What this provider was commissioned to deliver: each commission with its programme.

    for provision in provisions(database): …          everything the viewer's membership covers
    provision(database, commission_id)                one of them; NotFound for anybody else's

`definition` is already the one of the viewer's side, so its blocks can be read as they are.
"""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, func, select, true
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import Commission, CommissionArea, MembershipCommission, ProgrammeVersion
from app.programmes.definition import Definition
from app.programmes.delivery import SessionKind
from app.programmes.lists import Entry, code_list
from app.programmes.loading import stored_definition

ROUTE = "route"
# The method that says a session is held out on the route itself.
OUTSIDE = "outreach"


class Provision(NamedTuple):
    """One commission as its provider works it; `areas` are GSS codes."""

    commission: Commission
    definition: Definition
    areas: tuple[str, ...]

    @property
    def id(self) -> UUID:
        """The id of the commission."""
        return self.commission.id

    @property
    def setting_kind(self) -> str | None:
        """The kind of place that takes part in this programme, if it has any."""
        return self.definition.settings.kind if self.definition.settings else None

    def kinds(self, *shapes: str) -> tuple[SessionKind, ...]:
        """The kinds of session of these shapes."""
        own = self.definition.sessions
        return tuple(kind for kind in own.kinds if kind.shape in shapes) if own else ()

    def kind(self, code: str) -> SessionKind | None:
        """The kind of session of that code, or None."""
        return self.definition.sessions.kind(code) if self.definition.sessions else None

    def kind_label(self, code: str) -> str:
        """A kind of session in words."""
        known = self.kind(code)
        return known.label if known else code.replace("-", " ").capitalize()

    @property
    def shift_kinds(self) -> tuple[SessionKind, ...]:
        """The kinds of shift on a route; empty for programmes without routes."""
        if self.setting_kind != ROUTE:
            return ()
        return tuple(kind for kind in self.kinds("universal") if kind.method == OUTSIDE)

    @property
    def lesson_kinds(self) -> tuple[SessionKind, ...]:
        """The kinds of session whose classes are counted: one row of a day sheet each."""
        kinds = self.kinds("group") if self.counts_people else ()
        # What pupils get comes before what mentors need.
        return tuple(sorted(kinds, key=lambda kind: kind.code.startswith("mentor")))

    @property
    def open_kinds(self) -> tuple[SessionKind, ...]:
        """The kinds of session for everybody, such as an assembly, that are no shift."""
        if self.definition.headcounts is None:
            return ()
        shifts = {kind.code for kind in self.shift_kinds}
        return tuple(kind for kind in self.kinds("universal") if kind.code not in shifts)

    @property
    def course_kinds(self) -> tuple[SessionKind, ...]:
        """The kinds of group session with a register of named people."""
        counted = {kind.code for kind in self.lesson_kinds}
        return tuple(kind for kind in self.kinds("group") if kind.code not in counted)

    @property
    def training_kinds(self) -> tuple[SessionKind, ...]:
        """The kinds of training for professionals."""
        return self.kinds("training")

    @property
    def counts_people(self) -> bool:
        """Whether head counts of groups may be read as people; else they are only ever contacts."""
        heads = self.definition.headcounts
        return heads is not None and heads.unit == "people"

    def band_entries(self) -> list[Entry]:
        """The bands that heads are counted by first: school years, or ages by sight."""
        rows = self.definition.headcounts.rows if self.definition.headcounts else ()
        band = next((row for row in rows if row.list_code != "sex"), None)
        if band is None:
            return []
        entries = code_list(band.list_code).entries
        return [one for one in entries if not band.only or one.code in band.only]

    @property
    def band_label(self) -> str:
        """What the bands are called: Year, Age by sight."""
        rows = self.definition.headcounts.rows if self.definition.headcounts else ()
        return next((row.label for row in rows if row.list_code != "sex"), "")


def provisions(database: Database) -> list[Provision]:
    """Every commission of the viewer's organisation that their membership and side cover, by name."""
    found = (_read(database, row) for row in database.execute(_statement(database)).all())
    return [one for one in found if one is not None]


def provision(database: Database, commission_id: UUID) -> Provision:
    """One commission of the viewer's own. Raises NotFound for anybody else's."""
    row = database.execute(_statement(database).where(col(Commission.id) == commission_id)).first()
    found = _read(database, row) if row else None
    if found is None:
        raise NotFound
    return found


def _statement(database: Database) -> Select[Any]:
    areas = (
        select(func.array_agg(CommissionArea.area))
        .where(col(CommissionArea.commission_id) == Commission.id)
        .scalar_subquery()
    )
    return (
        select(Commission, newest_version(), areas)
        .where(provided(database))
        .order_by(col(Commission.name))
    )


def provided(database: Database) -> ColumnElement[bool]:
    """The condition that the viewer's organisation provides a commission and their role covers it."""
    viewer = database.viewer
    covered = select(col(MembershipCommission.commission_id)).where(
        col(MembershipCommission.membership_id) == viewer.membership_id
    )
    return (col(Commission.provider_id) == viewer.organisation_id) & (
        true() if viewer.every_commission else col(Commission.id).in_(covered)
    )


def newest_version() -> ScalarSelect[UUID]:
    """The id of the newest version of a commission's programme, as a column of a statement."""
    return (
        select(col(ProgrammeVersion.id))
        .where(col(ProgrammeVersion.programme_id) == Commission.programme_id)
        .order_by(col(ProgrammeVersion.number).desc())
        .limit(1)
        .scalar_subquery()
    )


def has_side(definition: Definition, side: str) -> bool:
    """Whether a programme has a part on that side; on none ("") where it has no sides."""
    return (side in definition.side_names) == bool(side) == bool(definition.side_names)


def _read(database: Database, row: Row[*tuple[Any, ...]]) -> Provision | None:
    """A row as a Provision; None for one that has no part on the viewer's side."""
    commission, version_id, areas = row
    whole, side = stored_definition(database, version_id), database.viewer.side
    if not has_side(whole, side):
        return None
    return Provision(commission, whole.for_side(side), tuple(sorted(areas or ())))
