"""THE DOOR: one transaction per request, run as the viewer's database role.

Nothing else opens the database. One worked request, from the page to the commit:

    with transaction(viewer) as database:                 # BEGIN; SET LOCAL ROLE; the viewer's settings
        referral = database.find(Referral, referral_id)   # row-level security: not yours = NotFound
        database.expect(referral, form.version)           # changed since the page was opened = Stale
        referrals.decline(database, referral, reason=…)   # an action: pathway, record(), state()
    # flush → events → fact lock → all facts in one INSERT → COMMIT; then the answer is sent

`record` and `state` only collect. What they collected is written once, in `close_books`, in that
order, because the fact lock makes the order of `seq` the order of commits: it must come last and be
held shortly. A change to a recorded table that left no event, also by raw SQL, is rolled back.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID
from weakref import WeakSet

from psycopg import errors as pg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import SQLModel, col, select

from app import clocks, closing
from app.access import DatabaseRole, role_name
from app.closing import Last
from app.connecting import Cursor, checked
from app.errors import Collided, NotFound, NotStored, SideDoor, Stale
from app.events import make_event, say_for
from app.facts import Statement
from app.gathering import Gathering, Row
from app.models import Installation
from app.prepared import keep_plans
from app.viewer import Viewer as Viewer  # noqa: PLC0414 - asked for at the door by everybody

log = logging.getLogger("throughline.database")

BECOME = text(
    "SELECT set_config('role', :role, true), set_config('app.user', :account, true),"
    " set_config('app.organisation', :organisation, true), set_config('app.membership', :membership, true),"
    " set_config('app.side', :side, true), set_config('app.every_commission', :every, true),"
    " set_config('app.now', :now, true), set_config('lock_timeout', '2s', true),"
    " set_config('statement_timeout', :timeout, true), set_config('app.guest', :guest, true)"
)
UNHURRIED = {DatabaseRole.counting, DatabaseRole.system}
# Set by a trigger on every recorded table, for raw SQL as well (`access/policies.py`).
CHANGED = text("SELECT nullif(current_setting('app.changed', true), '')")


class Database(Gathering):
    """A session that runs as one database role, for one viewer (none while signing in)."""

    def __init__(
        self, engine: Engine, role: DatabaseRole, viewer: Viewer | None = None, guest: str = ""
    ) -> None:
        # autoflush stays on; objects stay readable after the commit that ends the request.
        super().__init__(engine, expire_on_commit=False)
        self.role = role
        self.viewer_or_none = viewer
        # The hash of an emailed link: all that tells one guest from another.
        self.guest = guest
        self.said: list[dict[str, Any]] = []
        self.stated: list[Statement] = []
        self.jobs: list[tuple[str, UUID]] = []
        # What was found stays found: the session itself forgets rows that nobody holds.
        self.kept: dict[Any, SQLModel] = {}
        self.made: set[UUID] = set()  # nothing can have been counted of these before
        # A request whose answer is a refusal keeps nothing.
        self.keep = True

    @property
    def viewer(self) -> Viewer:
        """The viewer. Raises SideDoor where there is none: casework needs somebody."""
        if self.viewer_or_none is None:
            raise SideDoor("Nobody is signed in here.")
        return self.viewer_or_none

    def become(self, viewer: Viewer) -> None:
        """Go on in the same transaction as this viewer, under their database role."""
        self.viewer_or_none, self.role = viewer, viewer.database_role
        put_on(self.connection(), self)

    def find(self, table: type[Row], row_id: Any, *, lock: bool = False) -> Row:
        """The row with this id if it exists for the viewer. Raises NotFound.

        `lock` takes a row lock (FOR NO KEY UPDATE) before a change.
        """
        how = {"key_share": True} if lock else None
        found = self.get(table, row_id, with_for_update=how, populate_existing=lock)
        if found is None:
            raise NotFound
        self.kept[table, row_id] = found
        return found

    def expect(self, row: Any, version: int | None) -> None:
        """Refuse a form that was opened on an older version of the row. Raises Stale."""
        if version is not None and row.version != version:
            raise Stale

    def record(self, row: SQLModel, what: str, **codes: Any) -> None:
        """Say what the viewer did with a row. `codes` are codes, ids and names of fields: no text."""
        self.said.append(make_event(self.viewer_or_none, row, what, codes))

    def view(self, row: SQLModel, what: str = "opened", **codes: Any) -> None:
        """Say that the viewer saw a record; without this event there is no page."""
        self.said.append(make_event(self.viewer_or_none, row, what, codes) | {"viewed": True})

    def state(self, *statements: Statement) -> None:
        """Say what is now countable. Written at commit, after everything else."""
        self.stated.extend(statements)

    def later(self, job: str, row_id: UUID) -> None:
        """Have a job done after the commit, and only if there is a commit. `job` is its name."""
        self.jobs.append((job, row_id))

    def close_books(self, *, commit: bool = False) -> None:
        """Write what was collected, in the order that the ledger needs; perhaps with the COMMIT."""
        if not self.in_transaction():
            return
        self.flush()
        if not (self.said or self.stated or self.jobs or self.written()):
            return
        self.refuse_turned_clock()
        last: list[Last] = []
        if self.said:
            said = say_for(self.connection(), self.said, self.viewer_or_none)
            last.append(_appending("event", said))
        elif changed := self.scalar(CHANGED):
            raise SideDoor(f"A change without an event: {changed}.")
        last += [("SELECT defer_job(%s, %s)", (job, str(row_id))) for job, row_id in self.jobs]
        if self.stated:
            rows = [statement.row(known_from=clocks.now()) for statement in self.stated]
            last.append(_appending("fact", rows))
        self.said, self.stated, self.jobs = [], [], []
        if last:
            closing.send(self.connection(), last, commit=commit)

    def written(self) -> bool:
        """Whether this transaction has written anything at all, also by raw SQL."""
        return bool(self.scalar(text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")))

    def refuse_turned_clock(self) -> None:
        """A turned clock may write only to a database marked demo or test. Raises SideDoor."""
        if not clocks.is_turned() or (bind := self.get_bind()) in _turnable:
            return
        if self.scalar(select(col(Installation.kind))) not in {"demo", "test"}:
            raise SideDoor("The clock of a live database cannot be turned.")
        _turnable.add(bind)


def _appending(table: str, rows: list[dict[str, Any]]) -> Last:
    """One INSERT that appends rows to one of the ledgers, in this order.

    They travel as one JSON value, so that the statement is the same for any number of rows.
    """
    columns = ", ".join(rows[0])
    rest = f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"  # noqa: S608 - our own names
    return f"INSERT INTO {table} ({columns}) {rest}", (json.dumps(rows, default=str),)


# Engines whose database is known to be demo or test: that mark never changes.
_turnable: WeakSet[Engine | Connection] = WeakSet()


@event.listens_for(Database, "after_begin")
def _put_on_role(database: Database, _transaction: Any, connection: Connection) -> None:
    put_on(connection, database)


@event.listens_for(Database, "after_flush")
def _remember_made(database: Database, _context: Any) -> None:
    database.made.update(row.id for row in database.new if hasattr(row, "id"))


@event.listens_for(Database, "before_commit")
def _close_books(database: Database) -> None:
    if not database.in_nested_transaction():
        database.close_books(commit=True)


def put_on(connection: Connection, database: Database) -> None:
    """Take on the role and the viewer's settings for the rest of the transaction."""
    viewer = database.viewer_or_none
    name = str(connection.engine.url.database)
    connection.execute(
        BECOME,
        {
            "role": role_name(name, database.role),
            "account": str(viewer.account_id) if viewer else "",
            "organisation": str(viewer.organisation_id) if viewer else "",
            "membership": str(viewer.membership_id) if viewer else "",
            "side": viewer.side if viewer else "",
            "every": "yes" if viewer and viewer.every_commission else "no",
            "now": clocks.now().isoformat(),
            "timeout": "60s" if database.role in UNHURRIED else "10s",
            "guest": database.guest,
        },
    )


def connect(url: str, *, pool: int = 10) -> Engine:
    """An engine for a login URL. psycopg 3; a connection that rested is checked before use."""
    address = url.replace("postgres://", "postgresql://", 1).replace(
        "postgresql://", "postgresql+psycopg://", 1
    )
    # The connection given back last goes first: it knows the statements, others have to plan them.
    sizes = {"pool_size": pool, "max_overflow": pool, "pool_timeout": 5, "pool_use_lifo": True}
    how = {"cursor_factory": Cursor}
    return checked(create_engine(address, connect_args=how, **sizes))


_engines: dict[str, Engine] = {}
# Roles that only a login of their own may take on: what is open to everybody reaches nothing else.
OWN_LOGIN = {DatabaseRole.guest: "guest", DatabaseRole.publishing: "publishing"}


def configure(url: str, *, guest: str | None = None, publishing: str | None = None) -> Engine:
    """Say which database this process serves from; once, at start.

    `guest` is the address of the login for emailed links, `publishing` that of the login for public
    pages; both have connections of their own.
    """
    # Neither may take the connections of those who work here.
    every = (("guest", guest, 2), ("publishing", publishing, 2), ("main", url, 10))
    for name, address, pool in every:
        if address:
            if name in _engines:
                _engines[name].dispose()
            _engines[name] = keep_plans(connect(address, pool=pool))
    return _engines["main"]


def engine(name: str = "main") -> Engine:
    """The engine of this process, or its `guest` or `publishing` one.

    Raises SideDoor before `configure`.
    """
    if name not in _engines:
        raise SideDoor("No database was configured.")
    return _engines[name]


@contextmanager
def transaction(
    viewer: Viewer | None = None, role: DatabaseRole = DatabaseRole.signing_in, *, guest: str = ""
) -> Iterator[Database]:
    """One transaction as a viewer (or, without one, as a role). Commits if the block succeeds.

    `guest` is the hash of an emailed link: its holder comes in under the guests' own login, and so
    does the role `publishing` under its own, which can become no other. Raises Stale for a lost race
    between two edits, Collided for a deadlock or for what somebody else stored at the same moment,
    NotStored when the database cannot promise to keep the change; everything is rolled back then.
    """
    chosen = viewer.database_role if viewer and role is DatabaseRole.signing_in else role
    chosen = DatabaseRole.guest if guest else chosen
    which = engine(OWN_LOGIN.get(chosen, "main"))
    with Database(which, chosen, viewer, guest) as database, in_words():
        yield database
        if database.keep:
            database.commit()
        else:
            database.rollback()


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what the database may say into errors with a sentence."""
    try:
        yield
    except StaleDataError as lost:
        raise Stale from lost
    except DBAPIError as fault:
        if isinstance(fault.orig, pg.DeadlockDetected | pg.SerializationFailure):
            raise Collided from fault
        if isinstance(fault.orig, pg.UniqueViolation):
            # Two said the same thing at once: tried again, the second finds what the first said.
            log.warning("Stood there already: %s", fault.orig.diag.constraint_name)
            raise Collided from fault
        if isinstance(fault.orig, pg.LockNotAvailable):
            # It was waited for already: trying again would keep people waiting twice as long.
            raise Stale(Collided().sentence) from fault
        if fault.connection_invalidated or isinstance(fault.orig, pg.OperationalError):
            raise NotStored from fault
        raise


def installation(database: Database) -> str:
    """What this database is: live, demo or test."""
    return str(database.scalar(select(col(Installation.kind))) or "live")
