"""What was never finished is forgotten by night: the text of a link that ended, an old spreadsheet."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine, text

from app import clocks
from app.actions import guests
from app.operations import forgetting
from app.queries.sign_ins import hash_of
from tests.guests.holding import asked_for, come_with, let_in
from tests.imports.files import csv, row, send
from tests.visits import Visits
from tests.world import World


def test_links_and_spreadsheets_are_emptied_when_their_time_is_over(
    world: World, owner: Engine, visit: Visits
) -> None:
    token = asked_for(let_in(world), owner)
    come_with(token).post("/refer/form/matters", {"what_matters": "To sleep"})
    run = send(visit(world.manager), world.commissions["hospital"].id, csv(row("A1", "Quillon")))
    run_id = UUID(run.rpartition("/")[2])

    def kept() -> tuple[bool, str]:
        with owner.connect() as connection:
            typed = connection.scalar(
                text("SELECT typed IS NOT NULL FROM guest_link WHERE token_hash = :hash"),
                {"hash": hash_of(token)},
            )
            state = connection.scalar(
                text("SELECT state FROM import_run WHERE id = :id"), {"id": run_id}
            )
        return bool(typed), str(state)

    forgetting.forget()
    assert kept() == (True, "begun")
    with clocks.turned_to(clocks.now() + guests.GOOD_FOR + timedelta(minutes=1)):
        forgetting.forget()
    assert kept() == (False, "begun")
    with clocks.turned_to(clocks.now() + forgetting.A_SPREADSHEET_IS_KEPT + timedelta(minutes=1)):
        forgetting.forget()
    assert kept() == (False, "dropped")
