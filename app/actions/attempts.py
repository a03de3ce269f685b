"""Slowing down guessing: delay, never lock-out (ASVS 5.0, 6.3.1).

Every try is kept before it is checked, so that many at once count as many. Tries are counted for
the pair of account and address, for each alone, and altogether; mail and address are kept as keyed
hashes only, and an account that does not exist counts like one that does.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import text

from app import clocks
from app.database import Database, transaction
from app.errors import Refused
from app.models import Refusal, SignInAttempt
from app.models.encrypted import blind


class TooManyTries(Refused):
    """Wait before the next try; says how long, and nothing about whether there is an account."""

    status = 429

    def __init__(self, seconds: float) -> None:
        minutes = max(1, ceil(seconds / 60))
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"That was tried too often. Wait {wait}, then try again.")


class Limit(NamedTuple):
    """After `free` failures the next try waits `step` seconds, then twice as long, up to `most`."""

    free: int
    step: float
    most: float


WINDOW = timedelta(hours=1)
# Strangers cannot keep somebody out at an address where they signed in lately.
KNOWN_FOR = timedelta(days=30)
LIMITS = {
    "pair": Limit(free=5, step=30, most=900),
    "account": Limit(free=20, step=30, most=300),
    "address": Limit(free=60, step=5, most=300),
    "all": Limit(free=600, step=1, most=30),
}
COUNT = text(
    """
    WITH recent AS (
      SELECT at, worked, mail_key = :mail AS mail, address_key = :address AS address
      FROM sign_in_attempt WHERE at > :since
    ), good AS (
      SELECT max(at) AS pair FROM recent WHERE worked AND mail AND address
    )
    SELECT
      count(*) FILTER (WHERE mail AND address AND NOT worked
                       AND (good.pair IS NULL OR at > good.pair)),
      max(at) FILTER (WHERE mail AND address AND NOT worked),
      count(*) FILTER (WHERE mail AND NOT worked) - count(*) FILTER (WHERE mail AND worked),
      max(at) FILTER (WHERE mail AND NOT worked),
      count(*) FILTER (WHERE address AND NOT worked) - count(*) FILTER (WHERE address AND worked),
      max(at) FILTER (WHERE address AND NOT worked),
      count(*) FILTER (WHERE NOT worked) - count(*) FILTER (WHERE worked),
      max(at) FILTER (WHERE NOT worked),
      EXISTS (SELECT FROM sign_in_attempt a WHERE a.mail_key = :mail AND a.address_key = :address
              AND a.worked AND a.at > :known_since)
    FROM recent, good
    """
)


def mail_key(mail: str) -> str:
    """Return the keyed hash under which tries for an account are counted."""
    return blind("attempt mail", mail.strip().casefold())


def address_key(address: str) -> str:
    """Return the keyed hash under which tries from an address are counted."""
    return blind("attempt address", address)


def take_turn(*, mail: str, address: str) -> None:
    """Keep a try as failed until it is known to work. Raises TooManyTries when it must wait.

    In transactions of its own, because it must survive the refusal that may follow. Tries for one
    account take turns here, so that none slips between counting and keeping.
    """
    keys = {"mail": mail_key(mail), "address": address_key(address)}
    with transaction() as database:
        database.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:mail, 742))"), keys)
        seconds = wait(database, keys)
        if seconds > 0:
            # Kept, but not counted again: else who keeps trying would never get in.
            database.add(Refusal(route="sign_in", status=TooManyTries.status))
        else:
            tried = SignInAttempt(mail_key=keys["mail"], address_key=keys["address"], worked=False)
            database.add(tried)
    if seconds > 0:
        raise TooManyTries(seconds)


def wait(database: Database, keys: dict[str, str]) -> float:
    """Return for how many seconds the next try has to wait; 0 when it may be made."""
    now = clocks.now()
    found = database.execute(
        COUNT, keys | {"since": now - WINDOW, "known_since": now - KNOWN_FOR}
    ).one()
    known = found[-1]
    waits = [0.0]
    for number, (name, limit) in enumerate(LIMITS.items()):
        failures, last = found[2 * number], found[2 * number + 1]
        if last is not None and not (known and name == "account"):
            waits.append(_left(limit, failures, last, now))
    return max(waits)


def _left(limit: Limit, failures: int, last: datetime, now: datetime) -> float:
    if failures < limit.free:
        return 0.0
    delay = min(limit.step * 2 ** min(failures - limit.free, 20), limit.most)
    return float(delay - (now - last).total_seconds())


def keep_success(database: Database, *, mail: str, address: str) -> None:
    """Keep that the last try worked."""
    database.add(
        SignInAttempt(mail_key=mail_key(mail), address_key=address_key(address), worked=True)
    )
