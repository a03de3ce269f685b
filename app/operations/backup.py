"""Backup and restore, with the programs that came along. A backup counts only once it was restored.

The dump is written from one snapshot, restored into a scratch server that has nothing else in it,
and compared with that snapshot table by table. The keys (keys.json) are not in it: encrypted
fields of a stolen backup stay unreadable, so the keys need a safe place of their own.
"""

import hashlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from sqlalchemy import Connection, text

from app import access, clocks, events
from app.errors import CannotStart
from app.operations import embedded, migration, progress
from app.operations.migration import Addresses
from app.operations.programs import carried, clean_environment
from app.settings import settings

TABLES = text(
    "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
    " WHERE schemaname IN ('public', 'jobs') ORDER BY 1"
)


def write(where: Addresses, file: Path) -> None:
    """Write a backup to a file that appears only when it was restored and compared.

    Raises CannotStart when it could not be written, or what was restored is not what was there.
    """
    draft = file.with_name(f"{file.name}.unverified")
    with migration.as_owner(where) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        with progress.step("Writing the backup"):
            draft.touch(mode=0o600)
            _run(
                where.owner, "pg_dump", "--format=custom", "--enable-row-security",
                f"--snapshot={snapshot}", f"--file={draft}",
            )  # fmt: skip
        was = counts(connection)
    with progress.step("Restoring it into a scratch server and comparing"):
        is_now = _restored(draft, where.database)
    if was != is_now:
        wrong = sorted(
            name for name in was.keys() | is_now.keys() if was.get(name) != is_now.get(name)
        )
        raise CannotStart(f"The backup is not good: {', '.join(wrong)} came back different.")
    # First away with the seal of an older backup of this name: never a good file beside a wrong seal.
    seal_of(file).unlink(missing_ok=True)
    draft.replace(file)
    seal_of(file).write_text(f"{_fingerprint(file)}  {file.name}\n")
    _note(file)
    progress.say(f"Good: {sum(was.values())} rows in {len(was)} tables, restored and compared.")
    progress.say(f"Keep {seal_of(file).name} beside it: it tells damage when it is restored.")
    progress.say(f"The keys are not in it. Keep {settings().keys_file} in another safe place.")


def restore(where: Addresses, file: Path) -> None:
    """Restore a backup into an empty database, whole or not at all, and bring it up to date.

    Raises CannotStart if there is no such file, it is damaged, or the database is not empty.
    """
    if not file.is_file():
        raise CannotStart(f"There is no file {file}.")
    seal = seal_of(file)
    # pg_restore notices most damage, but not all of it: a changed byte can be a value like another.
    if seal.is_file() and seal.read_text().split()[:1] != [_fingerprint(file)]:
        raise CannotStart(
            f"The backup is damaged: it is not what {seal.name} says it was. Nothing was changed. "
            "Take another backup."
        )
    with migration.as_owner(where) as connection:
        if connection.scalar(text("SELECT to_regclass('public.installation')")) is not None:
            raise CannotStart(
                "The database is not empty; nothing was changed. Restore into a new, empty one."
            )
        # The roles belong to the server, not to the dump; its functions and defaults name them.
        access.make_roles(connection, where.database, migration.logins(where))
    # Rights and policies are made afresh by the migration: the one table in `access` decides.
    _run(
        where.owner, "pg_restore", "--no-owner", "--no-privileges", "--no-policies",
        "--single-transaction", "--exit-on-error", f"--dbname={_without_password(where.owner)}",
        str(file),
    )  # fmt: skip
    with migration.as_owner(where) as connection:
        # Turns rise also across a restore: the new server's transactions count from the start.
        connection.execute(
            text(
                "UPDATE installation SET turn_base = greatest(turn_base,"
                " (SELECT coalesce(max(to_turn), 0) FROM seal),"
                " (SELECT coalesce(max(turn), 0) FROM event))"
            )
        )
    migration.migrate(where)


def seal_of(file: Path) -> Path:
    """The file beside a backup that says its SHA-256, as `sha256sum --check` reads it."""
    return file.with_name(f"{file.name}.sha256")


def _fingerprint(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has, as the connection's transaction sees it."""
    return {
        table: int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - quoted by PostgreSQL
        for table in connection.scalars(TABLES)
    }


def last_good() -> dict[str, str] | None:
    """Return when (`at`, ISO) and where (`file`) the last verified backup was made, if ever."""
    note = settings().var / "last-backup.json"
    found: dict[str, str] | None = json.loads(note.read_text()) if note.exists() else None
    return found


def _restored(file: Path, database: str) -> dict[str, int]:
    """Restore into a scratch server and return what is there; the record must verify as well."""
    with tempfile.TemporaryDirectory(prefix="throughline-restore-") as folder:
        data = Path(folder) / "postgres"
        server = embedded.start(data, database=database, durable=False)
        try:
            where = migration.addresses(server.owner_url_of(database), server.login_url(database))
            restore(where, file)
            with migration.as_owner(where) as connection:
                flaws = events.verify(connection).flaws
                found = counts(connection)
        finally:
            server.stop()
            embedded.remove(data)
    if flaws:
        raise CannotStart(f"The record in the backup is not whole: {flaws[0].sentence}.")
    return found


def _run(url: str, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database. Raises CannotStart with what it says."""
    password = unquote(urlsplit(url).password or "")
    connect = [] if program == "pg_restore" else [f"--dbname={_without_password(url)}"]
    done = subprocess.run(
        [str(carried() / program), *connect, *arguments],
        env=clean_environment(PGPASSWORD=password),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error:" in line]
        why = said[0].partition("error:")[2].strip() if said else "it gave no reason"
        raise CannotStart(f"{program} failed: {why}.")


def _without_password(url: str) -> str:
    """The address as it may stand in the list of processes."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}"))


def _note(file: Path) -> None:
    note = settings().var / "last-backup.json"
    draft = note.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps({"at": clocks.now().isoformat(), "file": str(file.resolve())}))
    draft.replace(note)
