"""Run the benchmark: `python -m bench`, or `python -m bench --sizes 10000,100000` for smaller ones.

With more than one size it writes `docs/benchmarks.md`. The data goes into a folder of its own below
the installation's, which is removed at the end; with `--keep` it stays, and the next run with
`--keep` measures what is there.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import text

for _name in [name for name in os.environ if name.startswith("DATABASE_")]:
    del os.environ[_name]

from app import database as door  # noqa: E402
from app.errors import CannotStart, SideDoor  # noqa: E402
from app.operations import embedded, migration  # noqa: E402
from app.operations.embedded import Server  # noqa: E402
from app.operations.migration import Addresses  # noqa: E402
from app.settings import settings  # noqa: E402
from bench import counts, filling, pages, partnership, report, sending  # noqa: E402
from bench.report import Run  # noqa: E402
from bench.watching import Watch, memory, one_loop  # noqa: E402

SIZES = "10000,100000,1000000"


def main() -> None:
    """Load, measure, print; write the document when several sizes were run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"how many referrals ({SIZES})")
    parser.add_argument("--keep", action="store_true", help="leave the data, and use what is there")
    given = parser.parse_args()
    sizes = sorted(int(one) for one in given.sizes.replace("_", "").split(","))
    folder = settings().var / "bench"
    if not given.keep:
        _remove(folder)
    os.environ["THROUGHLINE_VAR"] = str(folder)
    settings.cache_clear()
    try:
        begun = os.getloadavg()[0]  # before anything of ours runs
        runs = [run(one, begun) for one in sizes]
        if len(runs) > 1:
            report.write(runs)
            print("\nWritten: docs/benchmarks.md")
    finally:
        if not given.keep:
            _remove(folder)


def _remove(folder: os.PathLike[str]) -> None:
    with suppress(CannotStart):
        embedded.remove(settings().var / "bench" / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(name: str, *, durable: bool) -> Iterator[tuple[Server, Addresses]]:
    """The embedded server with a database of this name; `durable` commits wait for the disk."""
    server = embedded.start(settings().var / "postgres", durable=durable)
    try:
        server.create_database(name)
        yield server, migration.addresses(server.owner_url_of(name), server.login_url(name))
    finally:
        with suppress(RuntimeError, SideDoor):
            door.engine().dispose()
        server.stop()


def run(size: int, begun: float) -> Run:
    """Load so many referrals into a database of their own, measure, and print the table.

    `begun` is how many processes the machine was running before; one of ours measures pages, eight
    send referrals, and those eight say nothing about who else is there.
    """
    name, rows, seconds = f"bench_{size}", {}, 0.0
    print(f"\nLoading {size:,} referrals …", flush=True)
    with serving(name, durable=False) as (_server, where):
        migration.migrate(where, kind="test")
        door.configure(where.login)
        with door.transaction() as database:
            is_there = bool(database.scalar(text("SELECT count(*) FROM account")))
        if is_there:
            print("  there already")
            people = partnership.find()
        else:
            people, rows, seconds = filling.fill(where, size, say=_say)
    with serving(name, durable=True) as (server, where), one_loop():
        door.configure(where.login)
        watch = Watch(int((server.data / "postmaster.pid").read_text().split()[0]))
        taken = pages.measure(watch, people)
        load = max(begun, os.getloadavg()[0])
        held = memory()
        counted = counts.measure(people)
        sent = sending.measure(people, where.login)
        visit = pages.first_visit(watch)
        with door.transaction() as database:
            postgres = str(database.scalar(text("SHOW server_version")))
    found = Run(size, rows, seconds, load, taken, counted, sent, held, visit, postgres)
    print(report.table(found), flush=True)
    return found


def _say(what: str) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    main()
