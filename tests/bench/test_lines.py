"""The benchmark's rows are worth measuring: its ledger says what its tables say."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
import pytest

from app import database as door
from app.database import transaction
from app.operations import migration
from app.operations.embedded import Server
from app.operations.migration import Addresses
from app.queries.figures import figures
from app.reporting.periods import latest_whole
from bench import filling
from bench.copies import Plan
from bench.loading import INDEXES, KEYS
from bench.partnership import Partnership
from bench.tables import NAMES

SIZE = 200
# What the tables say of a quarter, without the ledger; {} is the moment that has to fall into it.
WITHIN = "{} >= %(start)s AND {} < %(end)s"
CASES = f'SELECT count(*) FROM "case" WHERE organisation_id = %(provider)s AND {WITHIN}'
REFERRALS = f"SELECT count(*) FROM referral WHERE provider_id = %(provider)s AND {WITHIN}"
PLACES = (
    "SELECT count(*) FROM attendance a JOIN session s ON s.id = a.session_id"
    f" WHERE s.organisation_id = %(provider)s AND {WITHIN}"
)
RECOUNTS = {
    "referrals-received": (REFERRALS, "sent_at"),
    "referrals-accepted": (REFERRALS, "accepted_at"),
    "referrals-declined": (REFERRALS, "declined_at"),
    "referrals-withdrawn": (REFERRALS, "withdrawn_at"),
    "first-contacts": (CASES, "first_contact_at"),
    "engaged": (CASES, "engaged_at"),
    "closed": (CASES, "closed_at"),
    "sessions-offered": (PLACES, "s.starts_at"),
}


# Each counts what must not be there.
IMPOSSIBLE = {
    "keys that were never checked": "SELECT count(*) FROM pg_constraint WHERE NOT convalidated",
    "facts that say another area than the person they are about": """
      SELECT count(*) FROM fact f JOIN person p ON p.subject = f.subject
      WHERE f.kind <> 0 AND f.area <> p.area AND f.seq NOT IN (
        SELECT closes FROM fact WHERE closes IS NOT NULL)""",
    "subjects without facts": """SELECT count(*) FROM same_person s
      WHERE NOT EXISTS (SELECT FROM fact f WHERE f.subject = s.subject)""",
    "heads that the ledger does not have": """
      SELECT (SELECT sum(n) FROM headcount) - (SELECT sum(n) FROM fact WHERE kind IN (21, 26))""",
    "cases without an event": """SELECT count(*) FROM "case" c
      WHERE NOT EXISTS (SELECT FROM event e WHERE e.case_id = c.id AND e.noun = 'case')""",
    "rows of one copy in the record of another": """
      SELECT count(*) FROM event e WHERE e.codes ? 'session_id'
        AND NOT EXISTS (SELECT FROM session s WHERE s.id = CAST(e.codes ->> 'session_id' AS uuid))""",
}


class Loaded(NamedTuple):
    """Who works together, where, and the keys and indexes that were there before."""

    people: Partnership
    where: Addresses
    keys: set[Any]


def keys_of(where: Addresses) -> set[Any]:
    """Every key and index of the tables that are filled."""
    with psycopg.connect(where.owner) as connection:
        tables = {"tables": [f'"{name}"' for name in NAMES]}
        return {row for one in (KEYS, INDEXES) for row in connection.execute(one, tables)}


@pytest.fixture(scope="module")
def loaded(server: Server, where: Addresses) -> Iterator[Loaded]:
    """A database of its own: two hundred strangers would be in the way of other tests."""
    name = f"{where.database}_bench"
    server.create_database(name)
    own = migration.addresses(server.owner_url_of(name), server.login_url(name))
    try:
        migration.migrate(own, kind="test")
        door.configure(own.login)
        before = keys_of(own)
        # Two copies of a pattern, as a million is fifty of them.
        plan = Plan(pattern=150, copies=2, kept=100)
        filled = filling.fill(own, SIZE, plan=plan, say=lambda _: None)
        yield Loaded(filled.partnership, own, before)
    finally:
        door.configure(where.login)
        server.drop_database(name)


def test_the_ledger_and_the_tables_of_every_provider_agree(loaded: Loaded) -> None:
    quarter = latest_whole()
    days = {"start": quarter.start, "end": quarter.end}
    total = dict.fromkeys(RECOUNTS, 0)
    # The owner sees all rows: a declined offer, say, is gone for its receiver, and was counted.
    with psycopg.connect(loaded.where.owner) as owner:
        for service in loaded.people.services:
            with transaction(service.manager) as database:
                counted = figures(database, quarter).values
            of = days | {"provider": service.commission.provider_id}
            for measure, (statement, moment) in RECOUNTS.items():
                local = f"({moment} AT TIME ZONE 'Europe/London')::date"
                said = owner.execute(statement.format(local, local), of).fetchone()
                assert said == (counted[measure],), (measure, service.commission.name)
                total[measure] += counted[measure]
    assert total["referrals-received"] > total["closed"] > 0
    assert total["sessions-offered"] > total["first-contacts"] > 0


def test_nothing_is_written_that_the_actions_could_not_have_written(loaded: Loaded) -> None:
    with psycopg.connect(loaded.where.owner) as connection:
        found = {what: connection.execute(ask).fetchone() for what, ask in IMPOSSIBLE.items()}
        persons, referrals = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("same_person", "referral")
        )
    assert {what: row for what, row in found.items() if row != (0,)} == {}
    assert referrals == (SIZE,)
    assert persons is not None
    assert persons[0] > 0


def test_every_key_and_index_is_there_again(loaded: Loaded) -> None:
    assert loaded.keys
    assert keys_of(loaded.where) == loaded.keys
