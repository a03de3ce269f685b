"""One embedded server for the whole run, one migrated database for each xdist worker."""

import os
from collections.abc import Iterator
from contextlib import suppress
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
from app.settings import settings  # noqa: E402

pytest_plugins = [
    f"tests.{name}"
    for name in ("world", "visits")
    if (Path(__file__).parent / f"{name}.py").exists()
]


# A busy machine is slow, not wrong: no example has a deadline.
hypothesis.settings.register_profile("throughline", deadline=None, print_blob=True)
hypothesis.settings.load_profile("throughline")


@pytest.fixture(scope="session", autouse=True)
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share; also where keys and data are kept."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "throughline"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["THROUGHLINE_VAR"] = str(folder)
    settings.cache_clear()
    return folder


@pytest.fixture(scope="session")
def server(run_folder: Path) -> Iterator[Server]:
    """The embedded PostgreSQL of this run; the last worker to leave stops it."""
    running = embedded.start(run_folder / "postgres", durable=False)
    yield running
    running.stop()
    with suppress(CannotStart):  # somebody else is still testing on it
        embedded.remove(run_folder / "postgres")


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
