"""Documents of a case: the list, adding a file, reading it, removing it."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import documents
from app.actions.documents import NewDocument
from app.errors import Refused, Stale
from app.forms.documents import AddDocument, RemoveDocument
from app.queries.documents import document_of_case, line_of
from app.queries.documents import documents as documents_of
from app.web.case_forms import draw
from app.web.door import Db
from app.web.file_kinds import ENDINGS, KINDS, refusal
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.pages import page, see
from app.web.posted import PostedForm
from app.web.programme_choices import codes, listed

router = APIRouter()

# Nothing in a file can reach anything of ours, whatever a browser makes of it.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@router.get("/cases/{case_id}/documents")
def list_documents(request: Request, file: OpenCase, database: Db) -> Response:
    """The documents of a case, the newest first."""
    return page(
        request,
        "documents/list.html",
        file=file,
        documents=documents_of(database, file),
        formats=KINDS,
    )


@router.get("/cases/{case_id}/documents/new")
def ask_document(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a file."""
    form = Form.empty(AddDocument, dated=clocks.today())
    kinds = listed("document-kind")
    return draw(
        request,
        database,
        file,
        form,
        "documents/new.html",
        kept=False,
        kinds=kinds,
        endings=ENDINGS,
    )


@router.post("/cases/{case_id}/documents/new")
def add_document(
    request: Request,
    file: WorkedCase,
    database: Db,
    posted: PostedForm,
    form: Submitted[AddDocument],
) -> Response:
    """Keep a file, if it is one of the kinds that are taken and really is what its name says."""
    trouble, kinds, upload = None, listed("document-kind"), posted.files.get("file")
    if "kind" not in form.errors and form.text("kind") not in codes(kinds):
        form.refuse("kind", "Select what kind of document it is from the list")
    kind, wrong = refusal(upload) if upload else (None, "Choose a file")
    if kind is None:
        form.refuse("file", wrong)
    if not form.errors and upload is not None and kind is not None:
        said = form.values
        new = NewDocument(
            kind=said.kind,
            title=said.title,
            dated=said.dated,
            form=kind,
            content=upload.content,
            file_name=upload.name[-200:],
            about=said.about,
        )
        try:
            documents.add(database, file.case, new)
            return see(request, f"{file.path}/documents", message="document-added")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "documents/new.html",
        trouble=trouble,
        kinds=kinds,
        endings=ENDINGS,
    )


@router.get("/cases/{case_id}/documents/{document_id:uuid}")
def show_document(request: Request, file: OpenCase, document_id: UUID, database: Db) -> Response:
    """What a document is; of a letter its words, to be read or printed here."""
    line = line_of(database, file, document_id)
    words = None
    if line.removed_at is None and line.template:
        words = document_of_case(database, file, document_id).words
    return page(request, "documents/one.html", file=file, document=line, words=words, formats=KINDS)


@router.get("/cases/{case_id}/documents/{document_id:uuid}/file")
def download_document(file: OpenCase, document_id: UUID, database: Db) -> Response:
    """The file itself: only ever as a download, in a sandbox, kept by no cache."""
    document = document_of_case(database, file, document_id)
    database.view(document, "downloaded")
    kind = KINDS[document.form]
    name = quote(document.file_name or f"document{kind.endings[0]}", safe="")
    return Response(
        document.content,
        media_type=kind.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": SANDBOX,
        },
    )


@router.get("/cases/{case_id}/documents/{document_id:uuid}/remove")
def ask_removal(request: Request, file: WorkedCase, document_id: UUID, database: Db) -> Response:
    """Ask why a document goes."""
    document_of_case(database, file, document_id)
    return draw_removal(request, file, database, document_id, Form.empty(RemoveDocument), None)


@router.post("/cases/{case_id}/documents/{document_id:uuid}/remove")
def remove_document(
    request: Request,
    file: WorkedCase,
    document_id: UUID,
    database: Db,
    form: Submitted[RemoveDocument],
) -> Response:
    """Remove a document; its content is gone, that it was here stays."""
    document, trouble = document_of_case(database, file, document_id, lock=True), None
    if not form.errors and form.values.reason not in codes(listed("document-removed-reason")):
        form.refuse("reason", "Select why it is removed from the list")
    if not form.errors:
        try:
            documents.remove(database, document, reason=form.values.reason)
            return see(request, f"{file.path}/documents", message="document-removed")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_removal(request, file, database, document_id, form, trouble)


def draw_removal(
    request: Request,
    file: WorkedCase,
    database: Db,
    document_id: UUID,
    form: Form[RemoveDocument],
    trouble: Refused | Stale | None,
) -> Response:
    """Draw the question why a document goes."""
    return draw(
        request,
        database,
        file,
        form,
        "documents/remove.html",
        trouble=trouble,
        kept=False,
        document=line_of(database, file, document_id),
        reasons=listed("document-removed-reason"),
    )
