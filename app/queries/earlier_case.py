"""What earlier cases of the same person know of family, professionals and labels.

Only what the viewer may see, of their own organisation and side; of a restricted case only where
this one is restricted, too. What was taken over stands in both cases, and is not offered again.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Case,
    Commission,
    Competence,
    Label,
    PersonLink,
    Professional,
    Relative,
    ServiceAgreement,
)
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.case_person import detail_in_words

Known = Relative | Professional | Label
TABLES: tuple[type[Known], ...] = (Relative, Professional, Label)


class Line(NamedTuple):
    """One thing that an earlier case knows: who or what, what else, the day and the case."""

    row: Known
    who: str
    what: str
    words: str | None
    on: date
    case_id: UUID
    reference: str
    service: str


class Earlier(NamedTuple):
    """What is offered, by kind, and what was agreed then and is asked anew."""

    relatives: list[Line]
    professionals: list[Line]
    labels: list[Line]
    asked_anew: list[tuple[date, str, str]]

    @property
    def lines(self) -> list[Line]:
        """Everything that can be taken over."""
        return [*self.relatives, *self.professionals, *self.labels]


def how_much(database: Database, file: CaseFile) -> int:
    """How many things earlier cases know that this one does not, in one statement."""
    counted = [
        select(func.count()).select_from(_known(file, table).subquery()).scalar_subquery()
        for table in TABLES
    ]
    return int(database.scalar(select(counted[0] + counted[1] + counted[2])) or 0)


def known_earlier(database: Database, file: CaseFile) -> Earlier:
    """Everything that can be taken over, the latest case first, and what is asked anew."""
    relatives, professionals, labels = (
        [_line(*row) for row in database.execute(_known(file, table)).all()] for table in TABLES
    )
    return Earlier(relatives, professionals, labels, _asked_anew(database, file))


def _known(file: CaseFile, table: Any) -> Select[Any]:
    """What stands in earlier cases: not ended, not lapsed, and not taken over already."""
    here, later, between = aliased(table), aliased(table), aliased(Case)
    taken_here = select(here.id).where(
        here.case_id == file.case.id,
        or_(
            here.taken_from_id == table.id,
            # The same thing, by way of a third case.
            here.taken_from_id == table.taken_from_id,
        ),
    )
    # A case in between took it over: what stands there is newer.
    taken_between = (
        select(later.id)
        .join(between, col(between.id) == later.case_id)
        .where(
            later.taken_from_id == table.id,
            col(between.id) != file.case.id,
            col(between.opened_at) < file.case.opened_at,
        )
    )
    stands = [table.ended_on.is_(None)]
    if table is Label:
        stands.append(col(Label.review_by) >= clocks.today())
    return (
        select(table, col(Case.id), col(Case.reference), col(Commission.name))
        .join(Case, col(Case.id) == table.case_id)
        .join(Commission, col(Commission.id) == col(Case.commission_id))
        .where(*_earlier(file), *stands, ~taken_here.exists(), ~taken_between.exists())
        .order_by(col(Case.opened_at).desc(), table.made_at)
    )


def _earlier(file: CaseFile) -> list[ColumnElement[bool]]:
    """Cases of the same human being that were opened before this one."""
    me, link = file.person.id, PersonLink
    joined = select(
        case((col(link.person_id) == me, col(link.other_id)), else_=col(link.person_id))
    ).where(
        or_(col(link.person_id) == me, col(link.other_id) == me),
        and_(col(link.kind) == "same", col(link.undone_at).is_(None)),
    )
    found = [
        col(Case.organisation_id) == file.case.organisation_id,
        col(Case.side) == file.case.side,
        or_(col(Case.person_id) == me, col(Case.person_id).in_(joined)),
        col(Case.id) != file.case.id,
        col(Case.opened_at) < file.case.opened_at,
    ]
    # What only a list may see does not get into a case that more people see.
    return found if file.case.restricted else [*found, col(Case.restricted).is_(False)]


def _line(row: Known, case_id: UUID, reference: str, service: str) -> Line:
    place = (case_id, reference, service)
    if isinstance(row, Relative):
        age = "" if row.age is None else f", {row.age} then"
        relation = code_list("family-relation").label(row.relation)
        return Line(row, f"{row.name}{age}", relation, row.words, _day(row), *place)
    if isinstance(row, Professional):
        what = ", ".join(part for part in (row.job, row.employer) if part)
        return Line(row, row.name, what, None, _day(row), *place)
    kind = code_list("label-kind").label(row.kind)
    who = f"{kind}: {detail_in_words(row.detail).lower()}" if row.detail else kind
    said = f"{code_list('label-speaker').label(row.said_by)}, review by {row.review_by:%-d %B %Y}"
    return Line(row, who, said, row.ground, row.said_on, *place)


def _day(row: Relative | Professional) -> date:
    """The day on which it was written down, or taken over."""
    return row.made_at.astimezone(clocks.LONDON).date()


def _asked_anew(database: Database, file: CaseFile) -> list[tuple[date, str, str]]:
    """Agreements and assessments of earlier cases as (day, what, reference), the newest first."""
    said = database.execute(
        select(col(ServiceAgreement.given_on), col(ServiceAgreement.answer), col(Case.reference))
        .join(Case, col(Case.id) == ServiceAgreement.case_id)
        .where(*_earlier(file), col(ServiceAgreement.ended_on).is_(None))
    ).all()
    assessed = database.execute(
        select(col(Competence.assessed_on), col(Competence.question), col(Case.reference))
        .join(Case, col(Case.id) == Competence.case_id)
        .where(*_earlier(file))
    ).all()
    asked = code_list("competence-question")
    answers = {"agreed": "Agreed to take part", "declined": "Said no to taking part"}
    found = [(day, answers[answer], reference) for day, answer, reference in said]
    found += [(day, f"Gillick: {asked.label(code)}", ref) for day, code, ref in assessed]
    return sorted(found, reverse=True)
