"""Board papers and whole quarters as files: a tagged PDF, and a workbook with a sheet a section."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import board_papers
from app.interchange.board_papers import board_paper
from app.reporting.papers.sheets import workbook
from app.routers.commission_figures import quarter_of
from app.web.door import Db, allowed
from app.web.found_paper import whole

router = APIRouter(prefix="/papers", dependencies=[allowed(Permission.commission)])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/everything/{code}/figures.pdf")
def download_everything(request: Request, database: Db, code: str) -> Response:
    """Hand out every section of a quarter as one PDF, as known now."""
    paper = board_papers.everything(database, quarter_of(code))
    return attached(request, board_paper(paper, draft=False), f"{paper.code}-everything", "pdf")


@router.get("/everything/{code}/figures.xlsx")
def download_every_table(request: Request, database: Db, code: str) -> Response:
    """Hand out every section of a quarter as one workbook, as known now."""
    paper = board_papers.everything(database, quarter_of(code))
    return attached(request, workbook(paper), f"{paper.code}-everything", "xlsx")


@router.get("/{paper_id:uuid}/paper.pdf")
def download_pdf(request: Request, paper_id: UUID, database: Db) -> Response:
    """Hand out the paper as a tagged PDF."""
    row, made, paper = whole(database, paper_id)
    database.view(row, "downloaded", file="pdf")
    return attached(request, board_paper(paper, draft=made is None), f"{paper.code}-board", "pdf")


@router.get("/{paper_id:uuid}/paper.xlsx")
def download_workbook(request: Request, paper_id: UUID, database: Db) -> Response:
    """Hand out the paper as a workbook, a sheet a section."""
    row, _, paper = whole(database, paper_id)
    database.view(row, "downloaded", file="xlsx")
    return attached(request, workbook(paper), f"{paper.code}-board", "xlsx")


def attached(request: Request, body: bytes, name: str, kind: str) -> Response:
    """A file to keep."""
    request.state.answer_status = 200
    headers = {"Content-Disposition": f'attachment; filename="throughline-{name}.{kind}"'}
    media = XLSX if kind == "xlsx" else "application/pdf"
    return Response(body, media_type=media, headers=headers)
