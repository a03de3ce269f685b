"""The letterbox: one side writes a letter about its case, the other side reads it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.actions import letters
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.letters import LinkLetter, WriteLetter
from app.models import Case, Letter
from app.programmes.delivery import Letterbox
from app.queries.case_file import CaseFile
from app.queries.letters import READER, LetterLine, cases_to_link, kinds_of_letters, letters_to
from app.queries.session_days import key_of
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import page, see

router = APIRouter()


def box_of(file: CaseFile) -> Letterbox:
    """The box this case's side may write to. Raises NotFound where there is none.

    Only towards the side that reads: an answer the other way could tell that somebody is there.
    """
    box = file.definition.letterbox
    if box is None or box.to != READER:
        raise NotFound
    return box


@router.get("/cases/{case_id}/letters/new")
def ask_letter(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a letter to the other side."""
    box = box_of(file)
    return draw(request, database, file, Form.empty(WriteLetter), "letters/new.html", box=box)


@router.post("/cases/{case_id}/letters/new")
def write_letter(
    request: Request, file: WorkedCase, database: Db, form: Submitted[WriteLetter]
) -> Response:
    """Put a letter into the box; the same answer whether or not anybody will read it."""
    box, trouble = box_of(file), None
    if not form.errors and form.values.kind not in {kind.code for kind in box.kinds}:
        form.refuse("kind", "Select what the letter is about")
    if not form.errors:
        said = form.values
        try:
            letters.write(database, file.case, to=box.to, kind=said.kind, words=said.words)
            return see(request, file.path, message="letter-written")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "letters/new.html", trouble=trouble, box=box)


def refuse_writers(database: Database) -> None:
    """Letters exist only for the side that reads them. Raises NotFound."""
    if database.viewer.side != READER or not may(database.viewer.role, Permission.work):
        raise NotFound


@router.get("/letters")
def list_letters(request: Request, database: Db, after: str = "") -> Response:
    """The letters to this side, newest first, fifty at a time."""
    refuse_writers(database)
    found = letters_to(database, before=key_of(after))
    return page(
        request, "letters/list.html", letters=found, labels=kinds_of_letters(database), after=after
    )


@router.get("/letters/{letter_id}")
def show_letter(request: Request, letter_id: UUID, database: Db) -> Response:
    """One letter; opening it leaves an event, and its reading is marked by the button below it."""
    return draw_letter(request, database, letter_id, Form.empty(LinkLetter))


def draw_letter(request: Request, database: Database, letter_id: UUID, form: Form[Any]) -> Response:
    """The page of a letter with the form that links its reference to a case."""
    refuse_writers(database)
    letter = database.find(Letter, letter_id)
    lines: list[LetterLine] = letters_to(database, letter_id=letter_id).letters
    own = cases_to_link(database, letter.commission_id)
    database.view(letter)
    return page(
        request,
        "letters/letter.html",
        status=422 if form.errors else 200,
        letter=letter,
        linked=[line for line in lines if line.case_id],
        cases=own,
        choices=[(one.id, f"{one.name}, {one.reference}") for one in own],
        labels=kinds_of_letters(database),
        form=form,
    )


@router.post("/letters/{letter_id}/read")
def mark_read(request: Request, letter_id: UUID, database: Db) -> Response:
    """Mark a letter as read."""
    refuse_writers(database)
    letters.read(database, database.find(Letter, letter_id, lock=True))
    return see(request, "/letters", message="letter-read")


@router.post("/letters/{letter_id}/link")
def link_letter(
    request: Request, letter_id: UUID, database: Db, form: Submitted[LinkLetter]
) -> Response:
    """Say which of one's own cases letters about this reference concern."""
    refuse_writers(database)
    letter = database.find(Letter, letter_id)
    if not form.errors:
        try:
            case = database.find(Case, form.values.case, lock=True)
            if case.commission_id != letter.commission_id:
                raise Refused("This case belongs to another service. Select one from the list.")
            letters.link(database, case, about=letter.about)
            return see(request, f"/letters/{letter_id}", message="letter-linked")
        except (Refused, Stale, NotFound) as trouble:
            form.troubled(trouble)
    return draw_letter(request, database, letter_id, form)


@router.post("/letters/{letter_id}/unlink")
def unlink_letter(
    request: Request, letter_id: UUID, database: Db, form: Submitted[LinkLetter]
) -> Response:
    """Take back a link that was made by mistake."""
    refuse_writers(database)
    letter = database.find(Letter, letter_id)
    if form.errors:
        raise NotFound
    case = database.find(Case, form.values.case, lock=True)
    letters.unlink(database, case, about=letter.about)
    return see(request, f"/letters/{letter_id}", message="letter-unlinked")
