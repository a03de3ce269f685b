"""Where a person may be referred on to from a case, and what that service asks."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import Setting
from app.programmes.definition import Definition
from app.programmes.questions import Question
from app.queries.case_file import CaseFile
from app.queries.commissions_open import Service, services

# A worker refers on as "another programme", or as "other" where the programme does not name it.
SOURCES = ("other-programme", "other")
SIDES = {"perpetrator": "for the person on the course", "partner": "for a partner"}
MOST_PLACES = 1000


class Target(NamedTuple):
    """One service, and the side of it where it has two. `definition` is that side's own."""

    service: Service
    side: str
    definition: Definition

    @property
    def code(self) -> str:
        """What the form sends back."""
        return f"{self.service.id}.{self.side}" if self.side else str(self.service.id)

    @property
    def label(self) -> str:
        """The service with its provider, as the form shows it."""
        side = f", {SIDES[self.side]}" if self.side else ""
        return f"{self.service.name}{side} ({self.service.provider})"

    @property
    def source(self) -> str:
        """The source under which this programme counts an onward referral."""
        return next(code for code in SOURCES if code in self.definition.referral.sources)


def targets(database: Database, file: CaseFile) -> list[Target]:
    """The services open today that take referrals from other programmes, without the case's own.

    From one side of a programme with a wall nobody is referred on to a programme with sides.
    """
    found = []
    for service in services(database):
        sides = service.definition.side_names
        if service.id == file.case.commission_id or (sides and file.case.side):
            continue
        for side in sides or ("",):
            own = service.definition.for_side(side)
            if set(SOURCES) & set(own.referral.sources):
                found.append(Target(service, side, own))
    return found


def target_of(database: Database, file: CaseFile, code: str) -> Target:
    """The service behind a code of the form. Raises NotFound."""
    found = next((one for one in targets(database, file) if one.code == code), None)
    if found is None:
        raise NotFound("This service takes no referrals today.")
    return found


def questions_of(target: Target) -> tuple[Question, ...]:
    """The questions of an onward referral: those of the quick form, and every required one."""
    quick = set(target.definition.referral.quick)
    return tuple(one for one in target.definition.questions if one.required or one.key in quick)


def places_for(database: Database, target: Target) -> list[tuple[UUID, str]]:
    """The places that a question about a setting may name; none where no such question is asked."""
    works_in = target.definition.settings
    if works_in is None or all(one.type != "setting" for one in questions_of(target)):
        return []
    rows = database.execute(
        select(col(Setting.id), col(Setting.name))
        .where(col(Setting.kind) == works_in.kind, col(Setting.active))
        .order_by(col(Setting.name))
        .limit(MOST_PLACES)
    ).all()
    return [(row_id, name) for row_id, name in rows]
