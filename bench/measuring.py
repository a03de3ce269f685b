"""Asking the real application for pages: how long the server takes, and with how many statements.

Time is taken inside the process, from the request's arrival at the application to the last byte of
its answer; the network and the browser come on top.
"""

import gzip
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from app.database import Viewer, transaction
from app.main import create_app
from app.reporting import counting
from app.reporting.periods import Quarter
from bench.invented import sound
from bench.lines import SEED
from bench.partnership import Partnership
from tests.referrals.pages import QUICK, action_of
from tests.visits import Visit
from tests.worklists.statements import counted

RUNS, WARM = 60, 5
FLOOR = "Floor: a page without data"
QUARTER = "Commissioner's quarter"


class Taken(NamedTuple):
    """What a page took: milliseconds at the median and for 95 of 100, and statements at most."""

    page: str
    p50: float
    p95: float
    statements: int


class Timed:
    """The application with a watch around it."""

    def __init__(self) -> None:
        self.app = create_app()
        self.milliseconds = 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the application does, and note how long it took."""
        began = time.perf_counter()
        await self.app(scope, receive, send)
        self.milliseconds = (time.perf_counter() - began) * 1000


class Watch:
    """Times requests of visits to one application."""

    def __init__(self) -> None:
        self.timed = Timed()

    def visit(self, viewer: Viewer | None = None) -> Visit:
        """Somebody at the keyboard, signed in by a real row."""
        return Visit(viewer, self.timed)  # type: ignore[arg-type]  # an application around the application

    def take(
        self,
        page: str,
        ask: Callable[[int], Any],
        *,
        runs: int = RUNS,
        warm: int = WARM,
        status: int = 200,
    ) -> Taken:
        """Ask for a page again and again.

        Raises RuntimeError for an answer that is not the page itself: another status, or one that led
        somewhere else, such as to signing in.
        """
        times, most = [], 0
        for run in range(-warm, runs):
            with counted() as sent:
                answer = ask(run)
            if answer.status_code != status or answer.history:
                raise RuntimeError(f"{page}: answered {answer.status_code} at {answer.url}")
            if run >= 0:
                times.append(self.timed.milliseconds)
                most = max(most, len(sent))
        return Taken(page, statistics.median(times), _p95(times), most)


def measure(partnership: Partnership) -> list[Taken]:
    """Every measured page, for the biggest provider, its senders and the commissioner."""
    watch, service = Watch(), partnership.services[0]
    worker, manager = service.workers[0], watch.visit(service.manager)
    own = watch.visit(worker)
    cases = _open_cases(service.manager)
    names = _names(worker)
    commissioner = watch.visit(partnership.commissioner)
    sender = watch.visit(service.senders[0])
    form = f"/referrals/new/{service.commission.id}/quick"
    found = [
        watch.take(FLOOR, lambda _: manager.get("/help")),
        watch.take("Caseload, whole team", lambda _: manager.get("/cases")),
        watch.take("Caseload by name", lambda _: manager.get("/cases?sort=name")),
        watch.take("Caseload, a worker's own", lambda _: own.get(f"/cases?worker={worker.account_id}")),
        watch.take("Case file", lambda run: manager.get(f"/cases/{cases[run % len(cases)]}")),
        watch.take("Manager's queue", lambda _: manager.get("/queue")),
        watch.take("Search by name", lambda run: own.post("/search", {"words": names[run]})),
        watch.take("Own figures", lambda _: manager.get("/figures")),
        *_after_a_start(watch, commissioner),
        watch.take(f"{QUARTER}, again", lambda _: commissioner.get("/quarter")),
        watch.take(f"{QUARTER}, both quarters counted anew", lambda _: _anew(commissioner)),
    ]  # fmt: skip
    send, running = _sending(sender, form), f"/quarter/{Quarter.current().code}"
    sent, after_news = [], []
    for run in range(RUNS + WARM):
        sent.append(watch.take("Sending a referral", send(run), runs=1, warm=0, status=303))
        after_news.append(watch.take(QUARTER, lambda _: commissioner.get(running), runs=1, warm=0))
    found.append(_together(f"{QUARTER} that is running, with news", after_news[WARM:]))
    found.append(_together("Sending a referral", sent[WARM:]))
    return found


def _after_a_start(watch: Watch, commissioner: Visit) -> Iterator[Taken]:
    """Reading the ledger ahead, as a process does beside serving; and the first question after it."""
    counting._ledgers.clear()  # noqa: SLF001 - as after a start
    counting._kept.clear()  # noqa: SLF001
    with counted() as sent:
        began = time.perf_counter()
        counting.read_ahead().join()
        milliseconds = (time.perf_counter() - began) * 1000
    yield Taken("Reading the ledger ahead, after a start", milliseconds, milliseconds, len(sent))
    yield watch.take(
        f"{QUARTER}, first after that", lambda _: commissioner.get("/quarter"), runs=1, warm=0
    )


def _anew(commissioner: Visit) -> Any:
    counting._kept.clear()  # noqa: SLF001 - as if something had been added about both quarters
    return commissioner.get("/quarter")


def first_visit(watch: Watch | None = None) -> dict[str, float]:
    """Kilobytes (1,000 bytes) of the sign-in page and everything it loads, as gzip sends it."""
    visit = (watch or Watch()).visit()
    body = visit.get("/sign-in").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', body)
    sizes = {"page": len(gzip.compress(body.encode(), 6)) / 1000}
    for address in dict.fromkeys(addresses):
        name = address.rpartition("/")[2].partition("?")[0]
        sizes[name] = len(gzip.compress(visit.get(address).content, 6)) / 1000
    return sizes


def _sending(sender: Visit, form: str) -> Callable[[int], Callable[[int], Any]]:
    """Sending one referral after another: each from a fresh form, about somebody new."""

    def prepare(run: int) -> Callable[[int], Any]:
        action = action_of(sender.get(form).text)
        letters = random.Random(SEED + run)
        name = "".join(letters.choice("bdfgklmnprstvz") + letters.choice("aeiou") for _ in range(5))
        boxes = {**QUICK, "preferred_name": name.title(), "phone": f"07700 9{run:05d}"}
        return lambda _: sender.post(action, boxes, follow_redirects=False)

    return prepare


def _together(page: str, taken: list[Taken]) -> Taken:
    times = [one.p50 for one in taken]
    return Taken(page, statistics.median(times), _p95(times), max(one.statements for one in taken))


def _p95(times: list[float]) -> float:
    """The time that 95 of 100 runs did not exceed (nearest rank)."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def _open_cases(viewer: Viewer) -> list[UUID]:
    """Open cases of the viewer's organisation, another for each run."""
    statement = "SELECT id FROM \"case\" WHERE state <> 'closed' ORDER BY opened_at LIMIT :most"
    with transaction(viewer) as database:
        return [row[0] for row in database.execute(text(statement), {"most": RUNS + WARM})]


def _names(viewer: Viewer) -> list[str]:
    """Names of people of the viewer's organisation, another for each run."""
    statement = (
        "SELECT preferred_name || ' ' || family_name FROM person ORDER BY made_at LIMIT :most"
    )
    with transaction(viewer) as database:
        found = [row[0] for row in database.execute(text(statement), {"most": RUNS})]
    return [*found, *[name for name in found if sound(name)]][: RUNS + WARM]
