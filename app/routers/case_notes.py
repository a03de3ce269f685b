"""Notes on a case. A note is never changed: it is added to."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions import notes
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.notes import WriteNote
from app.models import Note
from app.queries.case_file import CaseFile
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see

router = APIRouter()


def note_of_case(database: Database, file: CaseFile, note_id: UUID | None) -> Note | None:
    """The note that is added to. Raises NotFound when it is not one of this case."""
    if note_id is None:
        return None
    note = database.find(Note, note_id)
    if note.case_id != file.case.id:
        raise NotFound
    return note


@router.get("/cases/{case_id}/notes/new")
def ask_note(
    request: Request, file: WorkedCase, database: Db, adds_to: UUID | None = None
) -> Response:
    """The form for a note; with `adds_to` the earlier note stands above it."""
    earlier = note_of_case(database, file, adds_to)
    form = Form.empty(WriteNote, adds_to=adds_to)
    return draw(request, database, file, form, "cases/note.html", earlier=earlier)


@router.post("/cases/{case_id}/notes/new")
def write_note(
    request: Request, file: WorkedCase, database: Db, form: Submitted[WriteNote]
) -> Response:
    """Write a note."""
    trouble, earlier = None, None
    if "adds_to" not in form.errors and form.text("adds_to"):
        earlier = note_of_case(database, file, UUID(form.text("adds_to")))
    if not form.errors:
        try:
            notes.write(database, file.case, words=form.values.words, adds_to=earlier)
            return see(request, file.path, message="case-note-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "cases/note.html", trouble=trouble, earlier=earlier)
