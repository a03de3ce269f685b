"""The "Person" page of a case: who somebody is, who is around them, what is said of them."""

from fastapi import APIRouter, Request, Response

from app.actions import looking, people
from app.queries import case_person, earlier_case, person_links
from app.queries.case_file import CaseFile
from app.queries.known_people import Known
from app.queries.person_links import LinkLine
from app.web.door import Db
from app.web.found_case import OpenCase
from app.web.pages import page

router = APIRouter()
ASKS_FOR_ITSELF = 16  # younger than this, somebody assesses whether a child can decide (Gillick)


@router.get("/cases/{case_id}/about")
def show_person(request: Request, file: OpenCase, database: Db) -> Response:
    """Contact, needs, family, professionals, competence, labels, and who may be the same person."""
    linked = person_links.links(database, file)
    return page(
        request,
        "cases/person/show.html",
        file=file,
        relatives=case_person.relatives(database, file),
        professionals=case_person.professionals(database, file),
        competences=case_person.competences(database, file),
        labels=case_person.labels(database, file),
        joins=linked,
        alike=undecided(database, file, linked),
        earlier=earlier_case.how_much(database, file) if file.may_work and file.is_live else 0,
        young=file.age is not None and file.age < ASKS_FOR_ITSELF,
    )


@router.get("/cases/{case_id}/contact")
def show_contact_changes(request: Request, file: OpenCase, database: Db) -> Response:
    """How they could be reached before, with the day of each change."""
    then = person_links.contact_changes(database, file)
    return page(request, "cases/person/contact.html", file=file, changes=then)


def undecided(database: Db, file: CaseFile, linked: list[LinkLine]) -> list[Known]:
    """Other records here that may be this person and about which nobody decided yet."""
    details = people.details_of(people.snapshot(file.person, file.contact))
    without = frozenset({file.person.id, *(one.other_id for one in linked)})
    return looking.who_it_may_be(database, details, without=without)
