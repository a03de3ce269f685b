"""Asking the real application for its pages, as those who work there."""

import gzip
import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.actions import people
from app.database import Viewer, transaction
from app.queries.search import search, understand
from app.reporting import counting
from app.reporting.periods import Quarter, latest_whole
from bench.invented import sound
from bench.partnership import Partnership
from bench.watching import RUNS, WARM, Taken, Watch, stopwatch, together
from tests.referrals.pages import QUICK, action_of
from tests.visits import Visit

FRAME = "A page without data"
CASELOAD, SEARCH, CASE_FILE = "Caseload, whole team", "Search by name", "Case file"
FINDING = "Finding people by name, without the page"
OWN, OVERVIEW = "Own figures", "Commissioner's overview"
QUESTION = "Own question, by area and age"
OWN_NEWS, NEWS = f"{OWN}, with news", f"{OVERVIEW} of the running quarter, with news"
ASKED = "measure=people-reached&by=area&and=age-detail"
SENDING = "Sending a referral (the form)"
READING, MAPPING = "Reading the ledger, first process", "Mapping the columns, next process"


def measure(watch: Watch, partnership: Partnership) -> list[Taken]:
    """Every measured page, for the biggest provider, its senders and the commissioner."""
    service = partnership.services[0]
    worker, manager = service.workers[0], watch.visit(service.manager)
    own = watch.visit(worker)
    cases = _open_cases(service.manager)
    names = _names(worker)
    commissioner = watch.visit(partnership.commissioner)
    quarter = f"/quarter/{latest_whole().code}"
    found = [
        watch.take(FRAME, lambda _: manager.get("/help")),
        watch.take(CASELOAD, lambda _: manager.get("/cases"), floor=True),
        watch.take("Caseload by name", lambda _: manager.get("/cases?sort=name"), floor=True),
        watch.take(
            "Caseload, a worker's own",
            lambda _: own.get(f"/cases?worker={worker.account_id}"),
            floor=True,
        ),
        watch.take(CASE_FILE, lambda run: manager.get(f"/cases/{cases[run % len(cases)]}"), floor=True),
        watch.take("Manager's queue", lambda _: manager.get("/queue"), floor=True),
        watch.take(SEARCH, lambda run: _search(own, names[run]), floor=True),
        watch.time(FINDING, lambda run: _find(worker, names[run])),
        *_after_a_start(),
        watch.take(OWN, lambda _: manager.get("/figures"), floor=True),
        watch.take(QUESTION, lambda _: manager.get(f"/figures/question?{ASKED}"), floor=True),
        watch.take(
            f"{OVERVIEW}, first time", lambda _: commissioner.get(quarter), runs=1, warm=0
        ),
        watch.take(OVERVIEW, lambda _: commissioner.get(quarter), floor=True),
        watch.take(f"{OVERVIEW}, counted anew", lambda _: _anew(commissioner, quarter), runs=20),
    ]  # fmt: skip
    return [*found, *_with_news(watch, partnership, manager, commissioner)]


def _search(visit: Visit, words: str) -> Any:
    """Search as the box on every page does: nothing is stored, so without the key of a form."""
    return visit.client.post("/search", data={"_csrf": visit.token(), "words": words})


def _find(viewer: Viewer, words: str) -> None:
    """What that page asks of the database, from BEGIN to COMMIT, and put in order as it shows it."""
    sought = understand(words, sound=people.sound, phone_key=people.phone_key, birth_date=None)
    with transaction(viewer) as database:
        search(database, sought, sound=people.sound)


def _with_news(
    watch: Watch, partnership: Partnership, manager: Visit, commissioner: Visit
) -> Iterator[Taken]:
    """Pages of figures, each asked for just after a referral was sent."""
    service = partnership.services[0]
    sender = watch.visit(service.senders[0])
    form = f"/referrals/new/{service.commission.id}/quick"
    send, running = _sending(sender, form), f"/quarter/{Quarter.current().code}"
    sent, own, overview = [], [], []
    for _ in range(RUNS + WARM):
        sent.append(watch.take(SENDING, send(), runs=1, warm=0, status=303))
        own.append(watch.take(OWN_NEWS, lambda _: manager.get("/figures"), runs=1, warm=0))
        overview.append(watch.take(NEWS, lambda _: commissioner.get(running), runs=1, warm=0))
    yield together(OWN_NEWS, own[WARM:])
    yield together(NEWS, overview[WARM:])
    yield together(SENDING, sent[WARM:])


def _after_a_start() -> Iterator[Taken]:
    """Reading the ledger, as the first process of an installation does, and then as each other one."""
    file = counting.file_for(counting.engine().url)
    file.unlink(missing_ok=True)
    for page in (READING, MAPPING):
        counting._ledgers.clear()  # noqa: SLF001 - as after a start
        counting._kept.clear()  # noqa: SLF001
        with stopwatch() as found:
            counting.follow()
        yield Taken(page, found[0], found[0], found[1], 0.0, 0)


def _anew(commissioner: Visit, quarter: str) -> Any:
    counting._kept.clear()  # noqa: SLF001 - as if something had been added about the quarter
    return commissioner.get(quarter)


def first_visit(watch: Watch) -> dict[str, float]:
    """Kilobytes (1,000 bytes) of the sign-in page and everything it loads, as gzip sends it."""
    visit = watch.visit()
    body = visit.get("/sign-in").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', body)
    sizes = {"page": len(gzip.compress(body.encode(), 6)) / 1000}
    for address in dict.fromkeys(addresses):
        name = address.rpartition("/")[2].partition("?")[0]
        sizes[name] = len(gzip.compress(visit.get(address).content, 6)) / 1000
    return sizes


def _sending(sender: Visit, form: str) -> Callable[[], Callable[[int], Any]]:
    """Sending one referral after another: each from a fresh form, about somebody new."""
    # Somebody new also where a run before kept its data.
    letters = random.Random(time.time_ns())

    def prepare() -> Callable[[int], Any]:
        action = action_of(sender.get(form).text)
        name = "".join(letters.choice("bdfgklmnprstvz") + letters.choice("aeiou") for _ in range(5))
        boxes = {
            **QUICK,
            "preferred_name": name.title(),
            "phone": f"07700 9{letters.randrange(100_000):05d}",
        }
        return lambda _: sender.post(action, boxes, follow_redirects=False)

    return prepare


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
