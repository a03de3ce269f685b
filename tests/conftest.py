"""One embedded server for the whole run, one migrated database for each xdist worker."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine

# Before anything of ours reads the environment: a test never meets the developer's own data.
for _name in [name for name in os.environ if name.startswith(("DATABASE_", "THROUGHLINE_"))]:
    if _name != "THROUGHLINE_CHROMIUM":
        del os.environ[_name]

from app import database as door  # noqa: E402
from app.database import connect  # noqa: E402
from app.errors import CannotStart  # noqa: E402
from app.operations import embedded, migration  # noqa: E402
from app.operations.embedded import Server  # noqa: E402
from app.operations.migration import Addresses  # noqa: E402
from app.settings import PROJECT, settings  # noqa: E402

pytest_plugins = [
    f"tests.{name}"
    for name in ("world", "visits")
    if (Path(__file__).parent / f"{name}.py").exists()
]


# A busy machine is slow, not wrong: no example has a deadline.
hypothesis.settings.register_profile("throughline", deadline=None, print_blob=True)
hypothesis.settings.load_profile("throughline")


# Files that take long, longest first; before them what looks at everything in the database, which
# every test leaves fuller.
LONG = (
    "returns/test_return_extras.py",
    "people/test_join_histories.py",
    "browser/test_every_page.py",
    "access/test_matrix.py",
    "test_requests.py",
    "access/test_canaries.py",
    "browser/test_journey.py",
    "access/test_wall.py",
    "operations/test_command.py",
    "operations/test_jobs.py",
    "browser/test_worklists.py",
    "browser/test_sessions.py",
    "browser/test_delivery.py",
    "browser/test_case_file.py",
    "browser/test_referrals.py",
    "browser/test_frame.py",
    "browser/test_guests.py",
    "browser/test_accounts.py",
    "browser/test_figures.py",
    "access/test_limits.py",
    "operations/test_backup.py",
    "operations/test_embedded.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the tests out to the workers, to each its share of what takes long, and that first.

    xdist gives each worker one stretch of the list, and who has done theirs takes from the end of
    another's: short tests there, so that nobody is waited for in the end.
    """
    folder = Path(__file__).parent
    rank = {folder / name: place for place, name in enumerate(LONG)}
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    long: dict[int, list[pytest.Item]] = {}
    short: list[pytest.Item] = []
    for item in items:
        place = rank.get(item.path)
        (short if place is None else long.setdefault(place, [])).append(item)
    for number, place in enumerate(sorted(long)):
        # Forth and back, as cards are dealt to be fair: 0 1 1 0 0 1 1 0.
        turn, at = divmod(number, workers)
        shares[workers - 1 - at if turn % 2 else at] += long[place]
    size = -(-len(items) // workers)
    for share in shares:
        missing = max(0, size - len(share))
        share.extend(short[:missing])
        del short[:missing]
    items[:] = [item for share in shares for item in share] + short


def pytest_collection_finish() -> None:
    """What was imported and collected never becomes garbage: it is not looked through again."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share; also where keys and data are kept."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "throughline"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["THROUGHLINE_VAR"] = str(folder)
    settings.cache_clear()
    return folder


REMOVING = """
import sys
sys.stdin.read()
from contextlib import suppress
from pathlib import Path
from app.errors import CannotStart
from app.operations import embedded
with suppress(CannotStart):
    embedded.remove(Path(sys.argv[1]))
"""


@contextmanager
def removed_in_any_case(data: Path) -> Iterator[None]:
    """Have a process wait for our end, so that a run that is killed leaves no server behind.

    It reads from a pipe that nobody writes to: that ends when we do, however we end.
    """
    command = [sys.executable, "-c", REMOVING, str(data)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, cwd=PROJECT, start_new_session=True
    ) as waiting:
        yield
        waiting.kill()


@pytest.fixture(scope="session")
def server(run_folder: Path) -> Iterator[Server]:
    """The embedded PostgreSQL of this run; the last worker to leave stops it."""
    data = run_folder / "postgres"
    with removed_in_any_case(data):
        running = embedded.start(data, durable=False)
        yield running
        running.stop()
        with suppress(CannotStart):  # somebody else is still testing on it
            embedded.remove(data)


@pytest.fixture(scope="session")
def where(server: Server) -> Iterator[Addresses]:
    """The migrated database of this worker, with every programme loaded, and nobody in it."""
    name = f"throughline_test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    server.create_database(name)
    found = migration.addresses(server.owner_url_of(name), server.login_url(name))
    migration.migrate(found, kind="test")
    door.configure(found.login, guest=found.guest, publishing=found.publishing)
    yield found
    door.engine().dispose()


@pytest.fixture(scope="session")
def login_url(where: Addresses) -> str:
    """The address that web processes serve from: a login without rights of its own."""
    return where.login


@pytest.fixture(scope="session")
def owner(where: Addresses) -> Iterator[Engine]:
    """The owner of the tables: for arranging and for judging, never for serving."""
    engine = connect(where.owner, pool=2)
    yield engine
    engine.dispose()
