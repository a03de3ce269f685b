"""The person of a case, how to reach them safely, and who may see a restricted case."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions import people, restriction
from app.actions.people import Contact, PersonDetails
from app.errors import NotFound, Refused, Stale
from app.forms.cases import ChangePerson, WhoMaySee
from app.models import Person
from app.programmes.lists import code_list
from app.queries.case_access import colleagues
from app.queries.case_file import CaseFile
from app.reference import areas
from app.web.areas import authorities
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import listed

router = APIRouter()

KNOWN = {True: "yes", False: "no", None: "not-known"}
SAID = {"yes": True, "no": False, "not-known": None}
MAY = ("may_call", "may_text", "may_leave_message", "may_write")
TYPED = (
    "phone",
    "other_phones",
    "best_time",
    "ask_for",
    "must_not_hear",
    "address",
    "postcode",
    "interpreter",
    "access_needs",
)
ABOUT = (
    "preferred_name",
    "family_name",
    "born_on",
    "age_given",
    "sex",
    "gender",
    "ethnicity",
    "ethnicity_source",
    "nhs_number",
    "area",
    "language",
)


class PersonVersion:
    """The person and the way to reach them as one thing to edit: either change makes it newer."""

    def __init__(self, file: CaseFile) -> None:
        self.version = file.person.version + (file.contact.version if file.contact else 0)


def person_context() -> dict[str, Any]:
    """What the form of a person offers."""
    return {
        "sexes": listed("sex"),
        "genders": listed("gender"),
        "ethnicities": listed("ethnicity"),
        "sources": listed("ethnicity-source"),
        "areas": authorities(),
    }


@router.get("/cases/{case_id}/person")
def ask_person(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for who somebody is and how to reach them safely, filled with what is known."""
    start = {name: getattr(file.person, name) or None for name in ABOUT}
    start["age_given"] = file.person.age_given
    contact = file.contact
    start |= {name: getattr(contact, name, None) for name in TYPED}
    start["interpreter"] = start["interpreter"] or "not-known"
    start |= {name: KNOWN[getattr(contact, name, None)] for name in MAY}
    form = Form.empty(ChangePerson, version=PersonVersion(file).version, **start)
    return draw(request, database, file, form, "cases/person.html", **person_context())


@router.post("/cases/{case_id}/person")
def change_person(
    request: Request, file: WorkedCase, database: Db, form: Submitted[ChangePerson]
) -> Response:
    """Correct who somebody is; what was counted about them is corrected with it."""
    trouble, context = None, person_context()
    for field, name in (
        ("gender", "gender"),
        ("ethnicity", "ethnicity"),
        ("ethnicity_source", "ethnicity-source"),
    ):
        typed = form.text(field)
        if typed and code_list(name).get(typed) is None:
            form.refuse(field, "Select an answer from the list")
    if form.text("area") and form.text("area") not in areas():
        form.refuse("area", "Select an area from the list")
    if not form.errors:
        try:
            database.expect(PersonVersion(file), form.version)
            person = database.find(Person, file.person.id, lock=True)
            people.change_person(database, person, details(form.values))
            return see(request, file.path, message="person-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = (
        ("Name", file.name),
        ("Age", "Not known" if file.age is None else str(file.age)),
        ("Phone", (file.contact.phone if file.contact else None) or "None"),
    )
    return draw(
        request,
        database,
        file,
        form,
        "cases/person.html",
        trouble=trouble,
        row=PersonVersion(file),
        now=now,
        **context,
    )


def details(said: ChangePerson) -> PersonDetails:
    """What was typed, as the action wants it."""
    reach: dict[str, Any] = {name: getattr(said, name) for name in TYPED}
    reach |= {name: SAID[getattr(said, name)] for name in MAY}
    contact = Contact(**reach)
    kept = {name: getattr(said, name) for name in ABOUT}
    kept["family_name"] = said.family_name or ""
    if said.interpreter == "not-known":
        contact = contact._replace(interpreter=None)
    return PersonDetails(**kept, contact=contact)


@router.get("/cases/{case_id}/access")
def ask_who_may_see(request: Request, file: WorkedCase, database: Db) -> Response:
    """The list of who may see this case; for managers."""
    if not file.may_manage:
        raise NotFound
    staff = colleagues(database, file)
    listed_now = [one.account_id for one in staff if one.listed]
    # Nobody is listed yet: whoever holds it must be, and whoever asks stays.
    first = {file.case.worker_id, file.viewer.account_id}
    listed_now = listed_now or [one.account_id for one in staff if one.account_id in first]
    form = Form.empty(WhoMaySee, version=file.case.version, accounts=listed_now)
    return draw(request, database, file, form, "cases/access.html", staff=staff)


@router.post("/cases/{case_id}/access")
def restrict_case(
    request: Request, file: WorkedCase, database: Db, form: Submitted[WhoMaySee]
) -> Response:
    """Restrict the case to the people on the list; whoever saves stays on it."""
    if not file.may_manage:
        raise NotFound
    staff, trouble = colleagues(database, file), None
    if not form.errors:
        wanted = set(form.values.accounts)
        try:
            database.expect(file.case, form.version)
            if not wanted <= {one.account_id for one in staff}:
                raise Refused("One of these people does not work here any more. Select again.")
            if file.case.worker_id and file.case.worker_id not in wanted:
                raise Refused("The worker who holds this case must be on its list.")
            restriction.restrict(database, file.case, account_ids=wanted)
            return see(request, file.path, message="case-restricted")
        except (Refused, Stale) as caught:
            trouble = caught
    names = ", ".join(one.name for one in staff if one.listed) or "Everybody in the service"
    now = (("May see it now", names),)
    return draw(
        request, database, file, form, "cases/access.html", trouble=trouble, now=now, staff=staff
    )
