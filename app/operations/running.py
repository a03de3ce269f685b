"""What `serve` and `demo` do from the first line to the last.

Take the port, open the database, fill the demo if it is new, serve, stop. Whatever is in the way is
found out before anything slow, and said in a sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import text

from app import database as door
from app.access import DatabaseRole
from app.database import transaction
from app.errors import CannotStart
from app.operations import migration, place, progress, serving
from app.operations.migration import Addresses

# While the demo is being filled nobody is told that anything was stored, so no commit has to wait
# for the disk; the last one does.
UNHURRIED = "options=-csynchronous_commit%3Doff"


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve pages until a signal comes. Raises CannotStart with what is in the way."""
    alone = place.is_embedded()
    address = f"http://{host}:{port}"
    place.tell_port(port)
    with (
        serving.until_signal(),
        place.only_one(address) if alone else nullcontext(),
        serving.take_port(host, port) as taken,
        place.opened(),
        serving.worker() if alone else nullcontext(),
        in_order(),
    ):
        serving.serve(taken, workers=workers, announce=lambda: progress.say(address))


def demo(*, port: int, reset: bool) -> None:
    """Serve the demo until a signal comes, filling it first if it is new.

    Raises CannotStart with what is in the way, also for a database that is not a demo.
    """
    address = f"http://127.0.0.1:{port}"
    place.tell_port(port)
    with (
        serving.until_signal(),
        place.only_one(address) if place.is_embedded() else nullcontext(),
        serving.take_port("127.0.0.1", port) as taken,
    ):
        if reset:
            with progress.step("Removing the old demo"):
                place.forget_demo()
        from app.operations import demo as story

        with place.opened(kind="demo") as where:
            if not story.is_filled():
                with progress.step("Filling in two years of an invented partnership"):
                    fill(where)
            with serving.worker(), in_order():
                serving.serve(taken, workers=1, announce=lambda: announce(address))


def check_demo() -> None:
    """Compare every figure of the demo with an independent count. Raises CannotStart if not."""
    from app.operations import demo as story

    with place.opened(kind="demo") as where:
        if not story.is_filled():
            raise CannotStart("The demo is not filled yet. Run `make demo` first.")
        with progress.step("Counting everything a second time"):
            wrong = story.check(where)
    if wrong:
        raise CannotStart("\n".join(["These figures do not agree:", *wrong]))
    progress.say("Every figure agrees with the independent count.")


def fill(where: Addresses) -> None:
    """Play the demo's story into its database; what an interrupted try left is removed first."""
    from app.operations import demo as story

    with place.as_owner(where) as connection:
        begun = connection.scalar(text("SELECT EXISTS (SELECT FROM account)"))
    if begun:
        place.empty(where)
        migration.migrate(where, kind="demo")
    door.configure(where.login + ("&" if "?" in where.login else "?") + UNHURRIED)
    try:
        story.fill()
    finally:
        door.configure(where.login)
    with place.as_owner(where) as connection:
        # So much came at once that the planner's own figures are still those of an empty database.
        connection.execute(text("ANALYZE"))


def announce(address: str) -> None:
    """The last three lines: where it is, as whom to start, and what then."""
    with transaction(role=DatabaseRole.signing_in) as database:
        first = database.execute(
            text("SELECT name, job FROM account WHERE demo_order IS NOT NULL ORDER BY demo_order")
        ).first()
    progress.say("")
    progress.say(f"Throughline is at {address}")
    progress.say(f"Start as {first.name.split()[0]}, {first.job}." if first else "Sign in.")
    progress.say("Then follow the line. (Ctrl-C stops it.)")


@contextmanager
def in_order() -> Iterator[None]:
    """Whatever ends the serving, what follows is not disturbed by a second Ctrl-C."""
    try:
        yield
    finally:
        serving.do_not_disturb()
