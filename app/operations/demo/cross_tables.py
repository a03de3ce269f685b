"""What is done with the editions of the demo: shown in drafts, and asked beyond."""

from sqlmodel import select

from app.actions import board_papers, figure_questions
from app.database import Database, transaction
from app.models import BoardPaper, BoardPaperMade, FigureQuestion, Role
from app.operations.demo.stage import Stage
from app.queries.figure_questions import threads
from app.reporting import quarterly

QUESTION = "How many of those who ended early came back later, and what brought them back?"
ANSWER = (
    "About one in five came back within three months, nearly always because the same worker rang "
    "again. We would not put a number on it: nobody counted them."
)


def show_in_drafts(database: Database) -> None:
    """Let the papers that are still written show the first two tables of the edition."""
    for row in database.exec(select(BoardPaper)).all():
        if database.get(BoardPaperMade, row.id) is None:
            sections = [one.section for one in board_papers.parts(database, row)]
            board_papers.choose(
                database,
                row,
                title=row.title,
                sections=[one for one in sections if one in quarterly.SECTIONS],
                tables=[one.code for one in board_papers.tables_for(database, row)][:2],
            )


def print_and_ask(set_up: Stage) -> None:
    """Show in drafts what was printed to be published, ask the providers, and have the first answer."""
    commissioner = set_up.viewers["helen"]
    with transaction(commissioner) as database:
        show_in_drafts(database)
    with transaction(commissioner) as database:
        figure_questions.ask(database, words=QUESTION)
    manager = next(one for one in set_up.viewers.values() if one.role is Role.manager)
    with transaction(manager) as database:
        for thread in threads(database):
            question = database.find(FigureQuestion, thread.id)
            figure_questions.answer(database, question.id, words=ANSWER)
