"""The benchmark's rows are worth measuring: its ledger says what its tables say."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from app import clocks
from app import database as door
from app.database import transaction
from app.operations import migration
from app.operations.embedded import Server
from app.operations.migration import Addresses
from app.queries.figures import figures
from app.reporting.periods import latest_whole
from bench import partnership
from bench.lines import Lines
from bench.loading import Loader
from bench.partnership import Partnership

SIZE = 200
# What the tables say of a quarter, without the ledger; {} is the moment that has to fall into it.
CASES = 'SELECT count(*) FROM "case" WHERE {} >= :start AND {} < :end'
REFERRALS = "SELECT count(*) FROM referral WHERE {} >= :start AND {} < :end"
PLACES = (
    "SELECT count(*) FROM attendance a JOIN session s ON s.id = a.session_id"
    " WHERE {} >= :start AND {} < :end"
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


@pytest.fixture
def loaded(server: Server, where: Addresses) -> Iterator[Partnership]:
    """A database of its own: two hundred strangers would be in the way of other tests."""
    name = f"{where.database}_bench"
    server.create_database(name)
    own = migration.addresses(server.owner_url_of(name), server.login_url(name))
    try:
        migration.migrate(own, kind="test")
        door.configure(own.login)
        people = partnership.make()
        loader = Loader(own.owner)
        for batch in Lines(people, SIZE, clocks.now()).batches():
            loader.write(batch)
        loader.finish()
        yield people
    finally:
        door.configure(where.login)
        server.drop_database(name)


def test_the_ledger_and_the_tables_of_every_provider_agree(loaded: Partnership) -> None:
    quarter = latest_whole()
    days = {"start": quarter.start, "end": quarter.end}
    total = dict.fromkeys(RECOUNTS, 0)
    for service in loaded.services:
        with transaction(service.manager) as database:
            counted = figures(database, quarter).values
            for measure, (statement, moment) in RECOUNTS.items():
                local = f"({moment} AT TIME ZONE 'Europe/London')::date"
                said = database.scalar(text(statement.format(local, local)), days)
                assert counted[measure] == said, (measure, service.commission.name)
                total[measure] += said
    assert total["referrals-received"] > total["closed"] > 0
    assert total["sessions-offered"] > total["first-contacts"] > 0
