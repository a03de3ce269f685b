"""Notes on a case. A note is never changed: it is added to; it can be pinned, searched, and read."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import notes
from app.database import Database
from app.errors import Refused, Stale
from app.forms.notes import FindNotes, WriteNote
from app.models import Mention
from app.queries.case_file import CaseFile
from app.queries.colleagues import colleagues
from app.queries.notes import found_notes, note_of_case
from app.queries.notes import notes as notes_of
from app.web.case_forms import draw
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.kept import id_in
from app.web.pages import page, see

router = APIRouter()


@router.get("/cases/{case_id}/notes")
def list_notes(request: Request, file: OpenCase, database: Db) -> Response:
    """The notes of a case, pinned ones first."""
    return draw_notes(request, database, file, Form.empty(FindNotes))


@router.post("/cases/{case_id}/notes")
def find_notes(
    request: Request, file: OpenCase, database: Db, form: Submitted[FindNotes]
) -> Response:
    """The notes with some words in them; the words are posted, so that no address holds them."""
    return draw_notes(request, database, file, form)


def draw_notes(
    request: Request, database: Database, file: CaseFile, form: Form[FindNotes]
) -> Response:
    """Draw the notes, all or those that were looked for."""
    looked_for = form.checked.words if form.checked else None
    found = found_notes(database, file, looked_for) if looked_for else notes_of(database, file)
    return page(
        request,
        "cases/notes.html",
        status=422 if form.errors else 200,
        file=file,
        form=form,
        looked_for=looked_for,
        notes=sorted(found, key=lambda one: not one.pinned),
    )


def team(database: Database, file: CaseFile) -> list[tuple[str, str]]:
    """The colleagues who can be named in a note."""
    me = database.viewer.account_id
    return [(str(one.id), one.name) for one in colleagues(database, file.case) if one.id != me]


@router.get("/cases/{case_id}/notes/new")
def ask_note(
    request: Request, file: WorkedCase, database: Db, adds_to: UUID | None = None
) -> Response:
    """The form for a note; with `adds_to` the earlier note stands above it."""
    earlier = note_of_case(database, file, adds_to) if adds_to else None
    form = Form.empty(WriteNote, adds_to=adds_to)
    people = team(database, file)
    return draw(request, database, file, form, "cases/note.html", earlier=earlier, team=people)


@router.post("/cases/{case_id}/notes/new")
def write_note(
    request: Request, file: WorkedCase, database: Db, form: Submitted[WriteNote]
) -> Response:
    """Write a note."""
    trouble, earlier = None, None
    if adds_to := id_in(form.text("adds_to")):
        earlier = note_of_case(database, file, adds_to)
    if not form.errors:
        said = form.values
        try:
            notes.write(
                database,
                file.case,
                words=said.words,
                adds_to=earlier,
                pinned=said.pinned is not None,
                names=said.names,
            )
            return see(request, file.path, message="case-note-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/note.html",
        trouble=trouble,
        earlier=earlier,
        team=team(database, file),
    )


@router.post("/cases/{case_id}/notes/{note_id:uuid}/pin")
def pin_note(request: Request, file: WorkedCase, note_id: UUID, database: Db) -> Response:
    """Put a note on top of the case."""
    notes.pin(database, note_of_case(database, file, note_id, lock=True), up=True)
    return see(request, f"{file.path}/notes", message="note-pinned")


@router.post("/cases/{case_id}/notes/{note_id:uuid}/take-down")
def take_note_down(request: Request, file: WorkedCase, note_id: UUID, database: Db) -> Response:
    """Take a pinned note down."""
    notes.pin(database, note_of_case(database, file, note_id, lock=True), up=False)
    return see(request, f"{file.path}/notes", message="note-taken-down")


@router.post("/mentions/{mention_id}/read", dependencies=[allowed(Permission.work)])
def read_mention(request: Request, mention_id: UUID, database: Db) -> Response:
    """Say that one read the note one is named in; it leaves one's day."""
    notes.read(database, database.find(Mention, mention_id, lock=True))
    return see(request, "/", message="mention-read")
