"""Run the benchmark: `python -m bench`, or `python -m bench --size 10000` for a smaller one.

Without `--size` it runs at 10,000 and at 100,000 referrals and writes `docs/benchmarks.md`. The
data goes into a folder of its own below the installation's, which is removed at the end.
"""

import argparse
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import text

for _name in [name for name in os.environ if name.startswith("DATABASE_")]:
    del os.environ[_name]

from app import clocks  # noqa: E402
from app import database as door  # noqa: E402
from app.errors import SideDoor  # noqa: E402
from app.operations import embedded, migration  # noqa: E402
from app.operations.migration import Addresses  # noqa: E402
from app.settings import settings  # noqa: E402
from bench import measuring, partnership, report  # noqa: E402
from bench.lines import Lines  # noqa: E402
from bench.loading import Loader  # noqa: E402
from bench.report import Run  # noqa: E402

SMALL, BIG = 10_000, 100_000


def main() -> None:
    """Load, measure, print; write the document when both sizes were run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", type=int, help="only this many referrals; no document")
    size = parser.parse_args().size
    folder = settings().var / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    os.environ["THROUGHLINE_VAR"] = str(folder)
    settings.cache_clear()
    try:
        runs = [run(one) for one in ([size] if size else [SMALL, BIG])]
        with serving(f"bench_{runs[-1].size}", durable=False) as where:
            door.configure(where.login)
            visit = measuring.first_visit()
            with door.transaction() as database:
                postgres = str(database.scalar(text("SHOW server_version")))
        print(f"\nFirst visit: {sum(visit.values()):.1f} KB with gzip")
        if size is None:
            report.write(runs[0], runs[1], visit, postgres)
            print("Written: docs/benchmarks.md")
    finally:
        embedded.remove(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(name: str, *, durable: bool) -> Iterator[Addresses]:
    """The embedded server with a database of this name; `durable` commits wait for the disk."""
    server = embedded.start(settings().var / "postgres", durable=durable)
    try:
        server.create_database(name)
        yield migration.addresses(server.owner_url_of(name), server.login_url(name))
    finally:
        with suppress(RuntimeError, SideDoor):
            door.engine().dispose()
        server.stop()


def run(size: int) -> Run:
    """Load so many referrals into a database of their own, measure, and print the table."""
    name = f"bench_{size}"
    began = time.monotonic()
    print(f"\nLoading {size:,} referrals …", flush=True)
    with serving(name, durable=False) as where:
        migration.migrate(where, kind="test")
        door.configure(where.login)
        people = partnership.make()
        loader = Loader(where.owner)
        for batch in Lines(people, size, clocks.now()).batches():
            loader.write(batch)
        loader.finish()
    seconds = time.monotonic() - began
    with serving(name, durable=True) as where:
        door.configure(where.login)
        taken = measuring.measure(people)
    found = Run(size, loader.counted, seconds, os.getloadavg()[0], taken)
    print(report.table(found), flush=True)
    return found


if __name__ == "__main__":
    main()
