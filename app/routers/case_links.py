"""Joining two records of one person by a link, telling two people apart, and undoing either."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions import links
from app.errors import NotFound, Refused, Stale
from app.forms.network import DecidePair, UndoPair
from app.models import Person, PersonLink
from app.queries import person_links
from app.queries.case_file import CaseFile
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see

router = APIRouter()


def other_person(database: Db, file: CaseFile, person_id: UUID) -> Person:
    """The other record, of the same organisation and side. Raises NotFound."""
    other = database.find(Person, person_id)
    mine = (file.person.organisation_id, file.person.side)
    if other.id == file.person.id or (other.organisation_id, other.side) != mine:
        raise NotFound
    return other


@router.get("/cases/{case_id}/same/{person_id}")
def ask_whether_same(request: Request, file: WorkedCase, person_id: UUID, database: Db) -> Response:
    """Both records side by side, and the question."""
    other = other_person(database, file, person_id)
    cases = person_links.cases_of(database, [other.id]).get(other.id, [])
    form = Form.empty(DecidePair)
    return draw(request, database, file, form, "cases/person/same.html", other=other, cases=cases)


@router.post("/cases/{case_id}/same/{person_id}")
def decide_whether_same(
    request: Request, file: WorkedCase, person_id: UUID, database: Db, form: Submitted[DecidePair]
) -> Response:
    """Join them, or remember that they are two people."""
    other, trouble = other_person(database, file, person_id), None
    if not form.errors:
        said = form.values
        same = said.same == "yes"
        try:
            links.decide(
                database,
                file.person,
                other,
                same=same,
                reason=said.reason,
                case_id=file.case.id,
            )
            message = "people-joined" if same else "people-told-apart"
            return see(request, f"{file.path}/about", message=message)
        except (Refused, Stale) as caught:
            trouble = caught
    cases = person_links.cases_of(database, [other.id]).get(other.id, [])
    template = "cases/person/same.html"
    return draw(request, database, file, form, template, trouble=trouble, other=other, cases=cases)


def link_of(database: Db, file: CaseFile, link_id: UUID, *, lock: bool = False) -> PersonLink:
    """A standing link of this case's person. Raises NotFound."""
    link = database.find(PersonLink, link_id, lock=lock)
    if file.person.id not in {link.person_id, link.other_id}:
        raise NotFound
    return link


@router.get("/cases/{case_id}/links/{link_id}/undo")
def ask_to_undo(request: Request, file: WorkedCase, link_id: UUID, database: Db) -> Response:
    """Ask why the decision is undone."""
    link = link_of(database, file, link_id)
    form = Form.empty(UndoPair, version=link.version)
    return draw(request, database, file, form, "cases/person/undo.html", link=link)


@router.post("/cases/{case_id}/links/{link_id}/undo")
def undo_link(
    request: Request, file: WorkedCase, link_id: UUID, database: Db, form: Submitted[UndoPair]
) -> Response:
    """Undo it: joined records are two people again, and every count with them."""
    link, trouble = link_of(database, file, link_id, lock=True), None
    if not form.errors:
        try:
            database.expect(link, form.version)
            links.undo(database, link, why=form.values.why, case_id=file.case.id)
            return see(request, f"{file.path}/about", message="link-undone")
        except (Refused, Stale) as caught:
            trouble = caught
    template = "cases/person/undo.html"
    return draw(request, database, file, form, template, trouble=trouble, row=link, link=link)
