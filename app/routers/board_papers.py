"""Board papers: choose sections of a quarter, say something about them, make PDF and workbook."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import board_papers
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.board_papers import BeginPaper, ChangePaper, WritePaper
from app.models import BoardPaper
from app.queries.board_papers import papers
from app.reporting import quarterly
from app.reporting.counting import Question, count
from app.reporting.editions.catalogue import BY_CODE
from app.reporting.measure import SCOPES
from app.reporting.papers.board import AT_FIRST
from app.reporting.periods import latest_whole
from app.routers.commission_figures import TITLES, offered, quarter_of
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.found_paper import own_draft, whole
from app.web.pages import page, see

router = APIRouter(prefix="/papers", dependencies=[allowed(Permission.commission)])
SECTIONS = [(key, kind.title) for key, kind in quarterly.SECTIONS.items()]


@router.get("")
def list_papers(request: Request, database: Db) -> Response:
    """List papers, with the whole of a quarter as files to take away."""
    return page(
        request, "papers/list.html", papers=papers(database), quarters=offered(latest_whole())[1:5]
    )


@router.get("/new", dependencies=[DRAFTED])
def ask_new(request: Request, database: Db) -> Response:
    """Show the form that begins a paper."""
    quarter = latest_whole()
    form = Form.empty(
        BeginPaper,
        title=f"Board paper, {quarter.label}",
        quarter=quarter.code,
        sections=list(AT_FIRST),
    )
    return draw_new(request, database, form)


@router.post("/new", dependencies=[DRAFTED])
def begin_paper(request: Request, database: Db, form: Submitted[BeginPaper]) -> Response:
    """Begin a paper with figures as they are known now."""
    if form.errors:
        return draw_new(request, database, form)
    said = form.values
    try:
        paper = board_papers.begin(
            database,
            title=said.title,
            quarter=quarter_of(said.quarter),
            within=said.within or "",
            sections=said.sections,
        )
    except (NotFound, Refused, ValueError):
        sentence = "Choose a quarter, figures and sections from the lists"
        return draw_new(request, database, form.refuse("quarter", sentence))
    return see(request, f"/papers/{paper.id}", message="paper-begun")


@router.get("/{paper_id:uuid}")
def show_paper(request: Request, paper_id: UUID, database: Db) -> Response:
    """Show the paper as it will be, or as it was made."""
    row, made, paper = whole(database, paper_id)
    return page(
        request,
        "papers/show.html",
        row=row,
        made=made,
        paper=paper,
        is_own=row.account_id == database.viewer.account_id,
    )


@router.get("/{paper_id:uuid}/words", dependencies=[DRAFTED])
def ask_words(request: Request, paper_id: UUID, database: Db) -> Response:
    """Show the form for what the paper says."""
    row = own_draft(database, paper_id)
    said = {part.section: part.words for part in board_papers.parts(database, row)}
    form = Form.empty(WritePaper, version=row.version, **said)
    return draw_words(request, database, row, form)


@router.post("/{paper_id:uuid}/words", dependencies=[DRAFTED])
def write_words(
    request: Request, paper_id: UUID, database: Db, form: Submitted[WritePaper]
) -> Response:
    """Keep what the paper says."""
    row = own_draft(database, paper_id, lock=True)
    if not form.errors:
        try:
            database.expect(row, form.version)
            words = {name: text for name, text in form.values if text}
            board_papers.write(database, row, words)
            return see(request, f"/papers/{row.id}", message="paper-written")
        except Stale as trouble:
            form.troubled(trouble).version = row.version
            return draw_words(request, database, row, form, status=trouble.status)
    return draw_words(request, database, row, form)


@router.get("/{paper_id:uuid}/sections", dependencies=[DRAFTED])
def ask_sections(request: Request, paper_id: UUID, database: Db) -> Response:
    """Show the form for its title, sections and cross-tables."""
    row = own_draft(database, paper_id)
    chosen = sorted(part.section for part in board_papers.parts(database, row))
    sections = [one for one in chosen if one in quarterly.SECTIONS]
    tables = [one for one in chosen if one in BY_CODE]
    form = Form.empty(
        ChangePaper, version=row.version, title=row.title, sections=sections, tables=tables
    )
    return draw_sections(request, database, row, form)


@router.post("/{paper_id:uuid}/sections", dependencies=[DRAFTED])
def choose_sections(
    request: Request, paper_id: UUID, database: Db, form: Submitted[ChangePaper]
) -> Response:
    """Change its title, sections and cross-tables."""
    row = own_draft(database, paper_id, lock=True)
    if not form.errors:
        try:
            database.expect(row, form.version)
            said = form.values
            board_papers.choose(
                database, row, title=said.title, sections=said.sections, tables=said.tables
            )
            return see(request, f"/papers/{row.id}", message="paper-changed")
        except Stale as trouble:
            form.troubled(trouble).version = row.version
            return draw_sections(request, database, row, form, status=trouble.status)
        except Refused as trouble:
            form.refuse("sections", trouble.sentence)
    return draw_sections(request, database, row, form)


@router.post("/{paper_id:uuid}/figures")
def take_newest_figures(request: Request, paper_id: UUID, database: Db) -> Response:
    """Bring its figures up to date."""
    board_papers.bring_up_to_date(database, own_draft(database, paper_id, lock=True))
    return see(request, f"/papers/{paper_id}", message="paper-up-to-date")


@router.post("/{paper_id:uuid}/make")
def make_paper(request: Request, paper_id: UUID, database: Db) -> Response:
    """Make it, once and for all."""
    board_papers.make(database, own_draft(database, paper_id, lock=True))
    return see(request, f"/papers/{paper_id}", message="paper-made")


@router.get("/{paper_id:uuid}/throw-away")
def ask_throw_away(request: Request, paper_id: UUID, database: Db) -> Response:
    """Ask whether a paper in the making is really to go."""
    return page(request, "papers/throw_away.html", row=own_draft(database, paper_id))


@router.post("/{paper_id:uuid}/throw-away")
def throw_paper_away(request: Request, paper_id: UUID, database: Db) -> Response:
    """Throw a paper in the making away."""
    board_papers.throw_away(database, own_draft(database, paper_id, lock=True))
    return see(request, "/papers", message="paper-thrown-away")


def draw_new(request: Request, database: Database, form: Form[BeginPaper]) -> Response:
    """Draw the form that begins a paper."""
    choices = count(Question(latest_whole()), database.viewer).choices
    scopes = [
        (f"{by}:{value}", f"{TITLES[by]}: {label}")
        for by in SCOPES
        for value, label in choices[by].items()
    ]
    return page(
        request,
        "papers/new.html",
        status=422 if form.errors else 200,
        form=form,
        sections=SECTIONS,
        scopes=scopes,
        quarters=[(one.code, one.label) for one in offered(latest_whole())],
    )


def draw_sections(
    request: Request,
    database: Database,
    row: BoardPaper,
    form: Form[ChangePaper],
    *,
    status: int | None = None,
) -> Response:
    """Draw the form for title, sections and cross-tables."""
    return page(
        request,
        "papers/sections.html",
        status=status or (422 if form.errors else 200),
        row=row,
        form=form,
        sections=SECTIONS,
        tables=[(one.code, one.title) for one in board_papers.tables_for(database, row)],
    )


def draw_words(
    request: Request,
    database: Database,
    row: BoardPaper,
    form: Form[WritePaper],
    *,
    status: int | None = None,
) -> Response:
    """Draw the form for what the paper says, with what each section found above its box."""
    status = status or (422 if form.errors else 200)
    paper = board_papers.drawn(database, row)
    return page(request, "papers/words.html", status=status, row=row, form=form, paper=paper)
