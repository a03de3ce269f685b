"""Is this installation fit to serve? What `/ready` says: each part good, amber or bad, and why."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import clocks
from app.access import DatabaseRole
from app.database import Database, transaction
from app.errors import Trouble
from app.operations import backup, postmaster
from app.settings import settings

OLD_BACKUP = timedelta(hours=26)  # a nightly one, and two hours to make it
SILENT_WORKER = timedelta(seconds=60)
LATE_SEAL = timedelta(minutes=3)  # events are sealed at least once a minute


class State(StrEnum):
    """How a part is."""

    good = "good"
    amber = "amber"
    bad = "bad"


class Part(NamedTuple):
    """One part of the installation, how it is, and a sentence why."""

    name: str
    state: State
    words: str


def parts() -> list[Part]:
    """Return how every part is. Without a database there is only that to say."""
    try:
        with transaction(role=DatabaseRole.system) as database:
            return [
                _database(),
                _worker(database),
                _seals(database),
                _mail(),
                _backup(),
                _address(),
            ]
    except (SQLAlchemyError, Trouble):
        return [Part("database", State.bad, "The database does not answer.")]


def is_ready(found: list[Part]) -> bool:
    """May requests be sent here? Amber is for people to look at, not a reason to stop."""
    return all(part.state is not State.bad for part in found)


def _database() -> Part:
    if postmaster.SOCKET_PREFIX in (settings().database_url or ""):
        return Part("database", State.amber, "The embedded server is for demo and trial only.")
    return Part("database", State.good, "The database answers.")


def _worker(database: Database) -> Part:
    beat: datetime | None = database.scalar(
        text("SELECT max(last_heartbeat) FROM jobs.procrastinate_workers")
    )
    if beat is None or clocks.now() - beat > SILENT_WORKER:
        return Part("worker", State.amber, "No worker runs: emails wait and events are not sealed.")
    return Part("worker", State.good, "A worker runs.")


def _seals(database: Database) -> Part:
    oldest: datetime | None = database.scalar(
        text(
            "SELECT min(e.at) FROM event e WHERE e.turn >= coalesce((SELECT max(s.to_turn)"
            " FROM seal s WHERE s.organisation_id = e.organisation_id), 0)"
        )
    )
    if oldest is not None and clocks.now() - oldest > LATE_SEAL:
        return Part("seals", State.amber, f"Events since {oldest:%d %B %H:%M} are not sealed yet.")
    return Part("seals", State.good, "Events are sealed.")


def _mail() -> Part:
    if settings().smtp_url is None:
        return Part("mail", State.amber, "No mail server is set: mails are kept, not sent.")
    return Part("mail", State.good, "Mails go to the mail server.")


def _backup() -> Part:
    last = backup.last_good()
    if last is None:
        return Part("backup", State.amber, "There is no verified backup yet.")
    at = datetime.fromisoformat(last["at"])
    state = State.amber if clocks.now() - at > OLD_BACKUP else State.good
    return Part("backup", state, f"The last verified backup is of {at:%d %B %Y %H:%M}.")


def _address() -> Part:
    if settings().address.startswith("http://"):
        return Part("address", State.amber, "Plain http: only for this machine, never a network.")
    return Part("address", State.good, "Pages are served over https.")
