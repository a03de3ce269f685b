"""The board paper that an address names, for whom it exists."""

from uuid import UUID

from app.actions import board_papers
from app.database import Database
from app.errors import NotFound
from app.models import BoardPaper, BoardPaperMade
from app.reporting.papers.board import Paper, restored


def whole(database: Database, paper_id: UUID) -> tuple[BoardPaper, BoardPaperMade | None, Paper]:
    """A paper with what is printed in it. Raises NotFound for one that a colleague still writes."""
    row = database.find(BoardPaper, paper_id)
    made = database.get(BoardPaperMade, paper_id)
    if made is not None:
        return row, made, restored(made.content)
    return row, None, board_papers.drawn(database, own_draft(database, paper_id))


def own_draft(database: Database, paper_id: UUID, *, lock: bool = False) -> BoardPaper:
    """A paper that the viewer began and that was not made. Raises NotFound or Refused."""
    row = database.find(BoardPaper, paper_id)
    if row.account_id != database.viewer.account_id:
        raise NotFound
    board_papers.refuse_made(database, row)
    return database.find(BoardPaper, paper_id, lock=True) if lock else row
