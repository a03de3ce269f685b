"""A backup counts once it was restored; a damaged one is found out."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.actions.people import Contact
from app.errors import CannotStart
from app.operations import backup, migration
from app.operations.embedded import Server
from app.operations.migration import Addresses
from app.operations.programs import carried, clean_environment
from tests.world import World

SOMEBODY = "Zebedeeson"
SECRET = "the quixotic aunt"


@pytest.fixture
def file(world: World, where: Addresses, tmp_path: Path) -> Path:
    """A good backup of a database with people in it."""
    contact = Contact(phone="07700 900123", must_not_hear=SECRET)
    world.refer(person=world.somebody(name=SOMEBODY, contact=contact))
    backup.write(where, tmp_path / "backup.dump")
    return tmp_path / "backup.dump"


def another(server: Server, name: str) -> Addresses:
    server.drop_database(name)
    server.create_database(name)
    return migration.addresses(server.owner_url_of(name), server.login_url(name))


def test_a_restored_backup_is_the_same_and_ready_to_serve(
    file: Path, server: Server, owner: Engine, where: Addresses
) -> None:
    empty = another(server, f"{where.database}_restored")
    backup.restore(empty, file)
    with migration.as_owner(empty) as restored, owner.connect() as original:
        assert backup.counts(restored)["public.referral"] > 0
        assert backup.counts(restored) == backup.counts(original)
        assert migration.is_current(restored)
        # Sealing goes by turns: none may be given out twice.
        last, next_one = restored.execute(text("SELECT max(turn), event_turn() FROM event")).one()
        assert next_one > last
    server.drop_database(empty.database)


def test_a_damaged_backup_is_refused_and_changes_nothing(
    file: Path, server: Server, where: Addresses
) -> None:
    whole = bytearray(file.read_bytes())
    for at in range(len(whole) // 2, len(whole) // 2 + 64):
        whole[at] ^= 0xFF
    file.write_bytes(whole)
    empty = another(server, f"{where.database}_damaged")
    with pytest.raises(CannotStart, match="The backup is damaged"):
        backup.restore(empty, file)
    with migration.as_owner(empty) as connection:
        assert connection.scalar(text("SELECT to_regclass('public.referral')")) is None
    server.drop_database(empty.database)


def test_a_backup_is_never_restored_over_something(tmp_path: Path, where: Addresses) -> None:
    (tmp_path / "some.dump").touch()
    with pytest.raises(CannotStart, match="not empty"):
        backup.restore(where, tmp_path / "some.dump")


def test_a_stolen_backup_says_nothing_of_how_to_reach_somebody(file: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.sql"
    unpacked = [str(carried() / "pg_restore"), f"--file={plain}", str(file)]
    subprocess.run(unpacked, check=True, env=clean_environment())
    assert SOMEBODY in plain.read_text()
    assert SECRET not in plain.read_text()
    assert file.stat().st_mode & 0o077 == 0
