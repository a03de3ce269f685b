"""Columns that several processes share: what one laid out, the others know, and no more is believed."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine

from app import clocks
from app.access import DatabaseRole
from app.database import transaction
from app.reporting.ledger import mapped, store
from app.reporting.ledger.columns import Ledger, Snapshot
from tests.reporting import ledger
from tests.world import World


def add(world: World, owner: Engine, seed: int, size: int = 80) -> list[int]:
    """Facts of two commissions with corrections; some people are one."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
    ]
    today = clocks.today()
    rows = ledger.history(rng, commissions, (today - timedelta(days=200), today), size)
    numbers = ledger.write(owner, rows)
    ledger.mend(rng, owner, numbers, rows)
    ledger.join_people(rng, owner, rows)
    return numbers


def read(following: Ledger) -> Snapshot:
    with transaction(role=DatabaseRole.counting) as database:
        return following.follow(database)


def told(snapshot: Snapshot, known_at: int) -> list[Any]:
    """What stands at a moment, row by row, in words where there are words."""
    rows = np.flatnonzero(snapshot.standing(np.arange(len(snapshot.column("seq"))), known_at))
    rows = rows[np.argsort(snapshot.column("seq")[rows])]
    beings = snapshot.identities(known_at)
    subjects = snapshot.column("subject")[rows]
    columns = [snapshot.column(name)[rows].tolist() for name in ("seq", "kind", "day", "n", "age")]
    columns.append([snapshot.words[one] for one in snapshot.get("code", rows)])
    columns.append([snapshot.atoms[one] for one in snapshot.column("atom")[rows]])
    columns.append([snapshot.words[one] for one in snapshot.get("programme", rows)])
    # Numbers are given in the order in which subjects came, so they are the same for every reader.
    columns.append([int(beings[one]) if one >= 0 else -1 for one in subjects])
    return list(zip(*columns, strict=True))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where columns are kept, also of a ledger as small as a test's."""
    monkeypatch.setattr(mapped, "FROM", 1)
    return tmp_path / "columns" / "one.columns"


def test_what_one_process_laid_out_the_next_one_knows(
    world: World, owner: Engine, file: Path
) -> None:
    numbers = add(world, owner, 1)
    first = read(Ledger(file))
    assert file.stat().st_mode & 0o777 == 0o600
    written = file.stat().st_mtime_ns
    # What came since is read from the database, and closes rows that lie in the file.
    add(world, owner, 2)
    following = Ledger(file)
    second, plain = read(following), read(Ledger())
    assert file.stat().st_mtime_ns == written
    for moment in (numbers[20], first.known_at, second.known_at):
        assert told(second, moment) == told(plain, moment)
    assert told(first, first.known_at) == told(second, first.known_at)
    add(world, owner, 3)
    assert told(read(following), numbers[-1]) == told(plain, numbers[-1])


def test_no_name_and_no_id_stands_in_the_file(world: World, owner: Engine, file: Path) -> None:
    add(world, owner, 4)
    snapshot = read(Ledger(file))
    kept = file.read_bytes()
    with owner.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT subject, referral FROM fact ORDER BY seq DESC LIMIT 6"
        ).all()
    ids = {one for row in rows for one in row if one}
    assert ids
    assert not [one for one in ids if str(one).encode() in kept or one.bytes in kept]
    assert str(snapshot.atoms[0][0]).encode() in kept


@pytest.mark.parametrize("damage", ["mode", "words", "cut", "mark"])
def test_a_file_that_is_not_ours_or_not_of_this_ledger_is_made_anew(
    world: World, owner: Engine, file: Path, damage: str
) -> None:
    add(world, owner, 5)
    expected = told(read(Ledger(file)), 1 << 30)
    whole = file.read_bytes()
    if damage == "mode":
        file.chmod(0o644)
    elif damage == "words":
        file.write_bytes(b"nonsense" * 1000)
    elif damage == "cut":
        file.write_bytes(whole[:-4096])
    else:
        # As after another backup was restored: the newest row is another one.
        file.write_bytes(whole.replace(b'"mark": ["2', b'"mark": ["1'))
    assert told(read(Ledger(file)), 1 << 30) == expected
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_size == len(whole)
    assert mapped.read(file) is not None


def test_rows_laid_out_anew_while_following_say_the_same(
    world: World, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LEAST", 20)
    monkeypatch.setattr(store, "SPARE", 1000)
    following = Ledger()
    add(world, owner, 6)
    before = read(following)
    earlier = told(before, before.known_at)
    for seed in (7, 8, 9):
        add(world, owner, seed)
        now, plain = read(following), read(Ledger())
        assert told(now, now.known_at) == told(plain, plain.known_at)
    assert now.life > before.life
    # Whoever still holds the earlier columns reads on in them.
    assert told(before, before.known_at) == earlier
    assert told(now, before.known_at) == earlier
