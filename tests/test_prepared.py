"""A refused form takes back what it changed, and not what the database has planned."""

import os
import socket

import pytest
from sqlalchemy import text

from app import connecting
from app import database as door
from app.database import transaction
from app.errors import NotStored
from app.models import Organisation
from app.operations.migration import Addresses
from tests.world import World

SAID = "SELECT set_config('app.user', 'somebody', true)"
PLANNED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement = :statement")


def test_plans_outlast_a_rollback_and_settings_do_not(where: Addresses) -> None:
    with door.engine().connect() as connection:
        for _ in range(8):
            connection.execute(text(SAID))
        connection.rollback()
        assert connection.scalar(PLANNED, {"statement": SAID}) == 1
        assert not connection.scalar(text("SELECT current_setting('app.user', true)"))


def test_a_connection_lost_at_the_commit_is_said_in_words_and_the_next_one_works(
    world: World,
) -> None:
    with pytest.raises(NotStored), transaction(world.manager) as database:
        own = database.find(Organisation, world.manager.organisation_id)
        database.view(own, "downloaded", table="contacts")
        driver = database.connection().connection.driver_connection
        assert driver is not None
        with socket.socket(fileno=os.dup(driver.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)
    with transaction(world.manager) as database:
        kept = text("SELECT count(*) FROM event WHERE what = 'downloaded' AND about_id = :id")
        assert database.scalar(kept, {"id": own.id}) == 0


def test_a_connection_lost_while_it_rested_is_made_anew_before_anybody_uses_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "IDLE", 0.0)
    mine = text("SELECT pg_backend_pid()")
    with transaction(world.manager) as database:
        lost = database.scalar(mine)
        driver = database.connection().connection.driver_connection
        assert driver is not None
        wire = os.dup(driver.fileno())
    with socket.socket(fileno=wire) as cut:
        cut.shutdown(socket.SHUT_RDWR)
    with transaction(world.manager) as database:
        assert database.scalar(mine) not in {None, lost}
