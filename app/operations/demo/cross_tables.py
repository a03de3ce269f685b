"""Editions of the demo: the newest quarter as cross-tables, and a question that no table answers."""

from app.actions import editions, figure_questions
from app.database import transaction
from app.models import FigureQuestion, Role
from app.operations import editions as making
from app.operations.demo.stage import Stage
from app.queries.figure_questions import threads
from app.reporting.periods import latest_whole

QUESTION = "How many of those who ended early came back later, and what brought them back?"
ANSWER = (
    "About one in five came back within three months, nearly always because the same worker rang "
    "again. We would not put a number on it: nobody counted them."
)


def print_and_ask(set_up: Stage) -> None:
    """Print the newest quarter, ask the providers, and have the first of them answer."""
    commissioner = set_up.viewers["helen"]
    with transaction(commissioner) as database:
        order = editions.order(database, span=latest_whole())
    making.make(order.id)
    with transaction(commissioner) as database:
        figure_questions.ask(database, words=QUESTION)
    manager = next(one for one in set_up.viewers.values() if one.role is Role.manager)
    with transaction(manager) as database:
        for thread in threads(database):
            question = database.find(FigureQuestion, thread.id)
            figure_questions.answer(database, question.id, words=ANSWER)
