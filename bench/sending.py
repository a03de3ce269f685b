"""Eight clients refer people at once, each referral with all its events and facts, durably.

The clients run in as many processes as the machine has cores, as web processes would; each referral
is one transaction through the door and the action, and is on the disk when it counts.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple
from uuid import UUID

from app import database as door
from app.actions.people import Contact, PersonDetails
from app.actions.referrals import sending
from app.actions.referrals.sending import NewReferral
from app.database import Viewer, transaction
from app.models import Commission
from bench.invented import ANSWERS, FIRST, LAST
from bench.partnership import Partnership

CLIENTS, SECONDS, WARM = 8, 10.0, 2.0


class Sent(NamedTuple):
    """How many referrals a second all clients sent together, and for how long each waited (ms)."""

    each_second: float
    p50: float
    p95: float


def measure(partnership: Partnership, url: str) -> Sent:
    """Send for some seconds, after warming up."""
    service = partnership.services[0]
    processes = min(os.cpu_count() or 1, CLIENTS)
    context = get_context("spawn")
    begin = time.time() + 4.0  # until every process is up
    given = [
        (url, service.senders[0], service.commission.id, CLIENTS // processes, begin, number)
        for number in range(processes)
    ]
    with context.Pool(processes) as pool:
        waited = sorted(ms for found in pool.starmap(_client_process, given) for ms in found)
    middle, late = waited[len(waited) // 2], waited[len(waited) * 95 // 100]
    return Sent(len(waited) / SECONDS, middle, late)


def _client_process(
    url: str, viewer: Viewer, commission: UUID, clients: int, begin: float, number: int
) -> list[float]:
    door.configure(url)
    with ThreadPoolExecutor(clients) as pool:
        running = [
            pool.submit(_client, viewer, commission, begin, number * clients + one)
            for one in range(clients)
        ]
        return [ms for one in running for ms in one.result()]


def _client(viewer: Viewer, commission: UUID, begin: float, number: int) -> list[float]:
    waited: list[float] = []
    time.sleep(max(0.0, begin - WARM - time.time()))
    turn = 0
    while (now := time.time()) < begin + SECONDS:
        turn += 1
        began = time.perf_counter()
        with transaction(viewer) as database:
            sending.send(database, _somebody(database, commission, number, turn))
        if now >= begin and time.time() <= begin + SECONDS:
            waited.append((time.perf_counter() - began) * 1000)
    return waited


def _somebody(database: Any, commission: UUID, number: int, turn: int) -> NewReferral:
    place = turn * 8 + number
    person = PersonDetails(
        preferred_name=FIRST[place % len(FIRST)],
        family_name=LAST[place % len(LAST)],
        age_given=16,
        area="E08000025",
        contact=Contact(phone=f"07700 9{place % 100_000:05d}", may_call=True),
    )
    return NewReferral(
        commission=database.find(Commission, commission),
        person=person,
        answers=ANSWERS,
        source="ed",
        agreement="agreed",
        notice_how="spoken",
    )
