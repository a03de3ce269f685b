"""Family, professionals and competence of the person of a case."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import network
from app.forms.network import AssessCompetence, ProfessionalFields, RelativeFields
from app.models import Professional, Relative
from app.web.attempting import attempt
from app.web.case_forms import draw
from app.web.case_rows import check_codes, refuse_closed, row_of_case
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import listed

router = APIRouter()
RELATIVE = ("relation", "name", "age", "lives", "contact", "phone", "words")
PROFESSIONAL = ("name", "job", "employer", "phone", "may_tell")
FAMILY_LISTS = {
    "relation": "family-relation",
    "lives": "lives-where",
    "contact": "parental-contact",
}


def said(values: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What was typed into these boxes."""
    return {name: getattr(values, name) for name in names}


def family_choices() -> dict[str, Any]:
    """What the form of a relative offers."""
    return {
        "relations": listed("family-relation"),
        "livings": listed("lives-where"),
        "contacts": listed("parental-contact"),
    }


@router.get("/cases/{case_id}/family/new")
def ask_relative(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for somebody of the family."""
    form, template = Form.empty(RelativeFields), "cases/person/relative.html"
    return draw(request, database, file, form, template, known=None, **family_choices())


@router.post("/cases/{case_id}/family/new")
def add_relative(
    request: Request, file: WorkedCase, database: Db, form: Submitted[RelativeFields]
) -> Response:
    """Write down somebody of the family."""
    check_codes(form, **FAMILY_LISTS)

    def do() -> None:
        refuse_closed(file)
        network.add_relative(database, file.case, **said(form.values, RELATIVE))

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/about", message="family-saved")
    template = "cases/person/relative.html"
    choices = family_choices()
    return draw(request, database, file, form, template, trouble=trouble, known=None, **choices)


@router.get("/cases/{case_id}/family/{relative_id}")
def ask_relative_again(
    request: Request, file: WorkedCase, relative_id: UUID, database: Db
) -> Response:
    """The form filled with what is known."""
    row = row_of_case(database, file, Relative, relative_id)
    form = Form.empty(RelativeFields, version=row.version, **said(row, RELATIVE))
    if row.ended_on:
        form.fill("gone", "yes")
    template = "cases/person/relative.html"
    return draw(request, database, file, form, template, known=row, **family_choices())


@router.post("/cases/{case_id}/family/{relative_id}")
def change_relative(
    request: Request,
    file: WorkedCase,
    relative_id: UUID,
    database: Db,
    form: Submitted[RelativeFields],
) -> Response:
    """Correct it, or say that they are no longer part of the household or picture."""
    row = row_of_case(database, file, Relative, relative_id, lock=True)
    check_codes(form, **FAMILY_LISTS)

    def do() -> None:
        database.expect(row, form.version)
        gone = form.values.gone == "yes"
        network.change_relative(database, row, gone=gone, **said(form.values, RELATIVE))

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/about", message="family-saved")
    now = (("Name", row.name), ("Phone", row.phone or "None"))
    template = "cases/person/relative.html"
    more = {"known": row, **family_choices()}
    return draw(request, database, file, form, template, trouble=trouble, row=row, now=now, **more)


@router.get("/cases/{case_id}/professionals/new")
def ask_professional(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for somebody who works with the person elsewhere."""
    form = Form.empty(ProfessionalFields)
    return draw(request, database, file, form, "cases/person/professional.html", known=None)


@router.post("/cases/{case_id}/professionals/new")
def add_professional(
    request: Request, file: WorkedCase, database: Db, form: Submitted[ProfessionalFields]
) -> Response:
    """Write down a professional."""

    def do() -> None:
        refuse_closed(file)
        network.add_professional(database, file.case, **said(form.values, PROFESSIONAL))

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/about", message="professional-saved")
    template = "cases/person/professional.html"
    return draw(request, database, file, form, template, trouble=trouble, known=None)


@router.get("/cases/{case_id}/professionals/{professional_id}")
def ask_professional_again(
    request: Request, file: WorkedCase, professional_id: UUID, database: Db
) -> Response:
    """The form filled with what is known."""
    row = row_of_case(database, file, Professional, professional_id)
    form = Form.empty(ProfessionalFields, version=row.version, **said(row, PROFESSIONAL))
    if row.ended_on:
        form.fill("gone", "yes")
    return draw(request, database, file, form, "cases/person/professional.html", known=row)


@router.post("/cases/{case_id}/professionals/{professional_id}")
def change_professional(
    request: Request,
    file: WorkedCase,
    professional_id: UUID,
    database: Db,
    form: Submitted[ProfessionalFields],
) -> Response:
    """Correct it, or say that they are no longer involved."""
    row = row_of_case(database, file, Professional, professional_id, lock=True)

    def do() -> None:
        database.expect(row, form.version)
        gone = form.values.gone == "yes"
        network.change_professional(database, row, gone=gone, **said(form.values, PROFESSIONAL))

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/about", message="professional-saved")
    now = (("Name", row.name), ("Phone", row.phone or "None"))
    template = "cases/person/professional.html"
    return draw(
        request, database, file, form, template, trouble=trouble, row=row, now=now, known=row
    )


@router.get("/cases/{case_id}/competence/new")
def ask_competence(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for an assessment of competence."""
    viewer = database.viewer
    assessor = f"{viewer.name}, {viewer.job}" if viewer.job else viewer.name
    form = Form.empty(AssessCompetence, assessed_on=clocks.today(), assessor=assessor)
    questions = listed("competence-question")
    return draw(request, database, file, form, "cases/person/competence.html", questions=questions)


@router.post("/cases/{case_id}/competence/new")
def assess_competence(
    request: Request, file: WorkedCase, database: Db, form: Submitted[AssessCompetence]
) -> Response:
    """Keep an assessment; earlier ones stay."""
    check_codes(form, question="competence-question")

    def do() -> None:
        refuse_closed(file)
        network.assess_competence(database, file.case, **form.values.model_dump())

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/about", message="competence-saved")
    questions, template = listed("competence-question"), "cases/person/competence.html"
    return draw(request, database, file, form, template, trouble=trouble, questions=questions)
