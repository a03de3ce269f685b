"""Letters on paper, written from a template: edited before they are saved, kept as a PDF."""

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import documents
from app.actions.documents import LETTER, NewDocument
from app.errors import NotFound, Refused, Stale
from app.forms.documents import WriteLetter
from app.interchange import papers
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.sessions import planned_sessions
from app.web import letter_words
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.letter_words import RECEIPT
from app.web.pages import page, see
from app.web.words import day

router = APIRouter()


def title_of(template: str) -> str:
    """The name of a template. Raises NotFound for one that there is not."""
    found = code_list("letter-template").get(template)
    if found is None:
        raise NotFound
    return found.label


@router.get("/cases/{case_id}/documents/letters")
def choose_letter(request: Request, file: WorkedCase) -> Response:
    """The templates, and why a letter may not be written where it may not."""
    templates = [
        (one.code, one.label, letter_words.refusal(file, one.code))
        for one in code_list("letter-template").on(clocks.today())
    ]
    return page(request, "documents/letters.html", file=file, templates=templates)


@router.get("/cases/{case_id}/documents/letters/{template}")
def ask_letter(request: Request, file: WorkedCase, template: str, database: Db) -> Response:
    """A letter from its template, to be edited."""
    title_of(template)
    coming = [one for one in planned_sessions(database, file) if not one.past]
    begun = letter_words.begin(file, template, coming)
    form = Form.empty(WriteLetter, address=begun.address, words=begun.words)
    return draw_letter(request, database, file, template, form, None)


@router.post("/cases/{case_id}/documents/letters/{template}")
def write_letter(
    request: Request,
    file: WorkedCase,
    template: str,
    database: Db,
    form: Submitted[WriteLetter],
) -> Response:
    """Save a letter as a PDF. The receipt to the referrer is always in its own words."""
    title, trouble = title_of(template), None
    if not form.errors:
        try:
            said = letter_words.receipt(file) if template == RECEIPT else None
            document = documents.add(
                database,
                file.case,
                new_letter(
                    file,
                    template,
                    title,
                    address=said.address if said else form.values.address or "",
                    words=said.words if said else form.values.words,
                ),
            )
            to = f"{file.path}/documents/{document.id}"
            return see(request, to, message="document-written")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_letter(request, database, file, template, form, trouble)


def new_letter(
    file: CaseFile, template: str, title: str, *, address: str, words: str
) -> NewDocument:
    """A letter with its PDF. Raises Refused where nothing may be written to them."""
    if wrong := letter_words.refusal(file, template):
        raise Refused(wrong)
    made = papers.letter(
        sender=file.viewer.organisation_name,
        address=address,
        day=day(clocks.today()),
        title=title,
        words=words,
    )
    return NewDocument(
        kind=LETTER,
        title=title,
        dated=clocks.today(),
        form="pdf",
        content=made,
        file_name=f"{file.case.reference}-{template}.pdf",
        about=address,
        template=template,
        words=words,
    )


def draw_letter(
    request: Request,
    database: Db,
    file: CaseFile,
    template: str,
    form: Form[WriteLetter],
    trouble: Refused | Stale | None,
) -> Response:
    """Draw the letter with its boxes."""
    return draw(
        request,
        database,
        file,
        form,
        "documents/letter.html",
        trouble=trouble,
        title=title_of(template),
        wrong=letter_words.refusal(file, template),
        is_receipt=template == RECEIPT,
    )
