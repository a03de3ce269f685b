"""An edition of the filled partnership, and a question to its providers with an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.access import DatabaseRole
from app.actions import figure_questions
from app.database import transaction
from app.models import Audience, EditionOrder, EditionTable, FigureQuestion, OrderReason, TableState
from app.operations import editions
from app.reporting.periods import Quarter
from tests.access.people import OFFICE

if TYPE_CHECKING:
    from tests.access.filled import Filled

ANSWERED = frozenset({"manager"})


def print_editions(made: Filled) -> None:
    """What is printed is for the office that commissions it; a thread for it and one provider."""
    world = made.world
    order = EditionOrder(
        organisation_id=world.commissioner.organisation_id,
        audience=Audience.commissioner,
        reason=OrderReason.monthly,
        span=Quarter.current().code,
    )
    with transaction(role=DatabaseRole.system) as database:
        database.add(order)
    edition_id = editions.make(order.id)
    with world.as_(world.commissioner) as database:
        code = database.exec(
            select(col(EditionTable.code)).where(
                col(EditionTable.edition_id) == edition_id,
                col(EditionTable.state) == TableState.printed,
                col(EditionTable.code) != "totals",
            )
        ).first()
    made.keep("edition order", "office", OFFICE, order_id=order.id)
    made.keep("edition", "office", OFFICE, edition_id=edition_id, code=code)
    _ask(made)


def _ask(made: Filled) -> None:
    world, secrets = made.world, made.secrets
    answerers = {
        "provider": ANSWERED, "men": frozenset({"men_manager"}), "partner": frozenset({"partner_manager"})
    }  # fmt: skip
    every = OFFICE.union(*answerers.values())
    held = {"worker", "second_worker", "guardian", "own_navigator", "men_worker", "partner_worker"}
    words = secrets.word("question to providers", every, held_by=held)
    with world.as_(world.commissioner) as database:
        asked = figure_questions.ask(database, words=words)
    ids = {(str(one.provider_id), str(one.side)): one.id for one in asked}
    for label, who in answerers.items():
        name = min(who)
        viewer = world.viewers[name]
        question_id = ids[str(viewer.organisation_id), str(viewer.side)]
        team = {"provider": held - {"men_worker", "partner_worker"}}.get(label, {f"{label}_worker"})
        said = secrets.word(f"answer of {label}", OFFICE | who, held_by=team)
        with world.as_(viewer) as database:
            database.find(FigureQuestion, question_id)
            figure_questions.answer(database, question_id, words=said)
        made.keep("question to a provider", label, OFFICE | who, question_id=question_id)
