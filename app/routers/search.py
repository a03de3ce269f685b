"""Search by name, reference, phone or birth date. Posted: no name stands in an address or a log."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError

from app.actions import people
from app.database import Viewer
from app.errors import NotFound
from app.forms.fields import BirthDate
from app.forms.search import Search
from app.queries.search import Sought, search, understand
from app.web import navigation
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.pages import page
from app.web.words import day

router = APIRouter()

_birth_date: TypeAdapter[date] = TypeAdapter(BirthDate)


@router.get("/search")
def show_search(request: Request, database: Db) -> Response:
    """Show the box alone."""
    refuse_others(database.viewer)
    return results(request, Form.empty(Search))


@router.post("/search")
def find_people(request: Request, database: Db, form: Submitted[Search]) -> Response:
    """Show who fits, within what exists for the viewer."""
    refuse_others(database.viewer)
    if form.errors:
        return results(request, form, status=422)
    words = form.values.words
    sought = understand(
        words, sound=people.sound, phone_key=people.phone_key, birth_date=birth_date_of(words)
    )
    return results(
        request,
        form,
        found=search(database, sought, sound=people.sound),
        sought=sought,
        said=in_short(sought),
    )


def refuse_others(viewer: Viewer) -> None:
    """Search is for those who work with people. Raises NotFound."""
    if not navigation.may_search(viewer.role):
        raise NotFound


def results(request: Request, form: Form[Search], status: int = 200, **more: Any) -> Response:
    """Draw the page, with or without results."""
    start: dict[str, Any] = {"found": None, "sought": None, "said": ""}
    return page(request, "search/results.html", status=status, form=form, **(start | more))


def birth_date_of(words: str) -> date | None:
    """The day that the words mean as a date of birth, if they mean one."""
    if not any(sign.isdigit() for sign in words):
        return None
    try:
        return _birth_date.validate_python(words)
    except ValidationError:
        return None


def in_short(sought: Sought) -> str:
    """What was looked for, in a few words."""
    if sought.born_on:
        return f"people born on {day(sought.born_on)}"
    if sought.phone_key:
        return "the phone number you typed"
    if sought.reference:
        return f"the reference {sought.reference}"
    return f"names that sound like “{sought.words}”"
