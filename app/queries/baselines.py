"""Which cases still lack the measures that their programme takes at the start."""

from uuid import UUID

import sqlmodel
from sqlalchemy import ColumnElement, exists, select

from app.database import Database
from app.models import CaseState, Occasion, ProgrammeVersion
from app.programmes.definition import Definition
from app.programmes.loading import definition_of, stored_definition
from app.queries.tables import CASE, MEASURE, PROGRAMME_VERSION

# A version never changes: what it takes at the start, by side, is read once per process.
_taken: dict[UUID, dict[str, bool]] = {}


def baseline_due(database: Database) -> ColumnElement[bool]:
    """The condition that a case is active and has no baseline, although its programme takes one.

    Needs one statement, and one more for a programme version this process has not met yet.
    """
    side = str(database.viewer.side)
    ids = list(database.scalars(select(PROGRAMME_VERSION.c.id)))
    unknown = [one for one in ids if one not in _taken]
    if unknown:
        wanted = sqlmodel.select(ProgrammeVersion).where(PROGRAMME_VERSION.c.id.in_(unknown))
        for version in database.exec(wanted):
            _taken[version.id] = takes_baselines(definition_of(version))
    measured = [one for one in ids if _taken[one].get(side, False)]
    return unmeasured() & CASE.c.programme_version_id.in_(measured)


def takes_baseline(database: Database, version_id: UUID) -> bool:
    """Whether a programme version measures people of the viewer's side at the start.

    Needs one statement for a version that this process has not met yet, else none.
    """
    if version_id not in _taken:
        _taken[version_id] = takes_baselines(stored_definition(database, version_id))
    return _taken[version_id].get(str(database.viewer.side), False)


def unmeasured() -> ColumnElement[bool]:
    """The condition that a case is active and has no baseline, whether its programme takes one or not."""
    taken = exists().where(
        MEASURE.c.organisation_id == CASE.c.organisation_id,
        MEASURE.c.side == CASE.c.side,
        MEASURE.c.case_id == CASE.c.id,
        MEASURE.c.occasion == Occasion.baseline,
        ~MEASURE.c.replaced,
    )
    return (CASE.c.state == CaseState.active) & ~taken


def takes_baselines(definition: Definition) -> dict[str, bool]:
    """Whether each side of a programme measures its people at the start."""
    sides = definition.side_names or ("",)
    return {
        side: any(
            measure.about == "person" and Occasion.baseline in measure.occasions
            for measure in definition.for_side(side).measures
        )
        for side in sides
    }
