"""Eight clients refer people at once, each referral with all its events and facts, durably.

The clients run in as many processes as the machine has cores, as web processes would; each referral
is one transaction through the door and the action, and is on the disk when it counts.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
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
    given = [
        (url, service.senders[0], service.commission.id, CLIENTS // processes, number)
        for number in range(processes)
    ]
    start = context.Barrier(processes)
    with context.Pool(processes, _start_with, (start,)) as pool:
        waited = sorted(ms for found in pool.starmap(_client_process, given, 1) for ms in found)
    middle, late = waited[len(waited) // 2], waited[len(waited) * 95 // 100]
    return Sent(len(waited) / SECONDS, middle, late)


_start: list[Barrier] = []


def _start_with(start: Barrier) -> None:
    _start.append(start)


def _client_process(
    url: str, viewer: Viewer, commission: UUID, clients: int, number: int
) -> list[float]:
    door.configure(url)
    _start[0].wait()  # until every process is up
    begin = time.time() + WARM
    with ThreadPoolExecutor(clients) as pool:
        running = [
            pool.submit(_client, viewer, commission, begin, number * clients + one)
            for one in range(clients)
        ]
        return [ms for one in running for ms in one.result()]


def _client(viewer: Viewer, commission: UUID, begin: float, number: int) -> list[float]:
    waited: list[float] = []
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
