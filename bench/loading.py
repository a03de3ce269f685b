"""Copying rows straight into the tables, as the owner.

Indexes and keys are taken off before and put back after, in parallel, as restoring a backup does: so
each key is checked over everything that was written. Columns, defaults and encryption are those of
the models. What the database itself derives (corrections, who is one human being) is written last.
"""

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import psycopg

from bench.copies import Copies
from bench.tables import NAMES

AT_ONCE = 2
FILLING = 3  # the database is waited for while lines are put together
MEMORY = "1GB"  # for sorting an index
LARGEST = {"fact", "event"}
Say = Callable[[str], None]

# Everything that has to be off: indexes and unique keys of our tables, and keys to or from them.
KEYS = """
SELECT conrelid::regclass::text AS "table", conname AS name, contype::text AS kind,
  pg_get_constraintdef(oid) AS said
FROM pg_constraint
WHERE (contype IN ('p', 'u', 'f') AND conrelid = ANY(CAST(%(tables)s AS regclass[])))
  OR (contype = 'f' AND confrelid = ANY(CAST(%(tables)s AS regclass[])))
ORDER BY contype = 'p', contype = 'u', conname
"""
INDEXES = """
SELECT i.indrelid::regclass::text AS "table", c.relname AS name, 'i' AS kind,
  pg_get_indexdef(i.indexrelid) AS said
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY(CAST(%(tables)s AS regclass[]))
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY c.relname
"""
# A record that was corrected: the area of one person in a hundred, with all that was stated of them.
LEFT_OVER = """
DELETE FROM same_person s WHERE NOT EXISTS (SELECT FROM person p WHERE p.subject = s.subject)
"""
CORRECTED = """
WITH chosen AS (
  UPDATE person p SET area = CASE p.area WHEN 'E08000025' THEN 'E08000026' ELSE 'E08000025' END,
    version = p.version + 1
  FROM "case" c WHERE c.person_id = p.id AND hashtext(p.id::text) %% 100 = 7
  RETURNING p.subject, p.area, p.id AS person_id, c.organisation_id, c.worker_id, c.id AS case_id, c.referral_id
), said AS (
  INSERT INTO event (id, at, organisation_id, side, account_id, noun, what, about_id, case_id,
    referral_id, person_id, viewed, codes)
  SELECT DISTINCT ON (person_id) uuidv7(), %(now)s, organisation_id, '', worker_id, 'person', 'changed',
    person_id, case_id, referral_id, person_id, false, '{"fields": ["area"]}'::jsonb
  FROM chosen
)
INSERT INTO fact (known_from, closes, stated_by, reason, kind, code, happened_on, basis, subject,
  referral, group_id, n, value, commission_id, programme, provider_id, side, area, setting_id,
  audience, age, sex, ethnicity, source, source_id)
SELECT %(now)s, f.seq, f.stated_by, 'corrected', kind, code, happened_on, basis, f.subject, referral,
  group_id, n, value, commission_id, programme, provider_id, side, one.area, setting_id, audience,
  age, sex, ethnicity, source, source_id
FROM fact f JOIN (SELECT DISTINCT subject, area FROM chosen) one ON one.subject = f.subject
"""


class Kept(NamedTuple):
    """An index or key that is off for the time being, and what makes it again."""

    table: str
    name: str
    kind: str
    said: str

    @property
    def indexed(self) -> str:
        """The statement that makes the index (of a key: the one behind it)."""
        if self.kind == "i":
            return self.said
        columns = self.said[self.said.index("(") :]
        return f'CREATE UNIQUE INDEX "{self.name}" ON {self.table} {columns}'

    @property
    def key(self) -> str:
        """The statement that puts a key back, on its index; a foreign key is not checked by it yet."""
        said = f"{self.said} NOT VALID"
        if self.kind != "f":
            said = f'{self.said.partition("(")[0]}USING INDEX "{self.name}"'
        return f'ALTER TABLE {self.table} ADD CONSTRAINT "{self.name}" {said}'


class Loader:
    """Writes all copies of a pattern. `say` hears what is being done."""

    def __init__(self, owner_url: str, copies: Copies, say: Say = print) -> None:
        self.url, self.copies, self.began = owner_url, copies, time.monotonic()
        self._say = say
        self.counted: dict[str, int] = {}

    def load(self, now: Any) -> None:
        """Write everything."""
        with self._connect() as connection:
            kept = self._take_off(connection)
            self.say("copying")
            self._each([self._copying(table) for table in _largest_first()], FILLING)
            self.say("correcting")
            self._each([self._doing(CORRECTED, {"now": now}), self._doing(LEFT_OVER)])
            self.say("indexes")
            made = [one for one in kept if one.kind != "f"]
            self._each([self._doing(one.indexed) for one in sorted(made, key=_is_small)])
            self.say("keys")
            self._put_back(connection, [one for one in kept if one.kind != "i"])
            self.say("statistics")
            self._each([self._doing(f'VACUUM (ANALYZE) "{name}"') for name in _largest_first()])
            connection.execute("ANALYZE (SKIP_LOCKED)")
            self.say("on the disk")
            os.sync()
            self.say("done")

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        self._each([self._counting(name) for name in _largest_first()])
        return {name: self.counted[name] for name in NAMES}

    def say(self, what: str) -> None:
        """Say what comes next, and after how many seconds."""
        self._say(f"  {time.monotonic() - self.began:5.0f} s  {what}")

    def _connect(self) -> psycopg.Connection[Any]:
        options = f"-c maintenance_work_mem={MEMORY} -c work_mem={MEMORY} -c max_parallel_maintenance_workers=0"
        return psycopg.connect(self.url, autocommit=True, options=options)

    def _take_off(self, connection: psycopg.Connection[Any]) -> list[Kept]:
        tables = {"tables": [f'"{name}"' for name in NAMES]}
        found = [Kept(*row) for one in (KEYS, INDEXES) for row in connection.execute(one, tables)]
        for one in found:
            if one.kind == "i":
                connection.execute(f'DROP INDEX "{one.name}"')
            else:
                connection.execute(f'ALTER TABLE {one.table} DROP CONSTRAINT "{one.name}"')
        for name in NAMES:
            # COPY does not go through row policies, so the owner is let off them meanwhile; and no
            # trigger has anything to do: nothing is restricted, and nobody else writes.
            connection.execute(
                f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER'
            )
        numbered = "ALTER TABLE same_person ALTER seq SET DEFAULT nextval('fact_seq_seq')"
        connection.execute(numbered)
        # All of it is written in one turn; asking for it row by row takes longer than writing the row.
        turn = connection.execute("SELECT event_turn()").fetchone()
        connection.execute(f"ALTER TABLE event ALTER turn SET DEFAULT {turn[0] if turn else 0}")
        return found

    def _put_back(self, connection: psycopg.Connection[Any], keys: list[Kept]) -> None:
        for one in reversed(keys):  # those that others point to come first
            connection.execute(one.key)
        # Of one table only one key can be checked at a time.
        checks: dict[str, list[str]] = {}
        for one in sorted(keys, key=_is_small):
            if one.kind == "f":
                check = f'VALIDATE CONSTRAINT "{one.name}"'
                checks.setdefault(one.table, []).append(check)
        tables = sorted(checks, key=lambda table: -len(checks[table]))
        self._each([self._doing(f"ALTER TABLE {one} {', '.join(checks[one])}") for one in tables])
        connection.execute("ALTER TABLE same_person ALTER seq DROP DEFAULT")
        connection.execute("ALTER TABLE event ALTER turn SET DEFAULT event_turn()")
        for name in NAMES:
            connection.execute(
                f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER'
            )

    def _each(self, tasks: Iterable[Callable[[], None]], at_once: int = AT_ONCE) -> None:
        with ThreadPoolExecutor(at_once) as pool:
            for done in [pool.submit(task) for task in tasks]:
                done.result()

    def _copying(self, table: str) -> Callable[[], None]:
        def copy_all() -> None:
            columns = self.copies.columns(table)
            statement = f'COPY "{table}" ({columns}) FROM STDIN (FORMAT binary, FREEZE)'
            with self._connect() as connection, connection.transaction():
                # An empty table that is filled in the transaction that emptied it needs no log.
                connection.execute(f'TRUNCATE "{table}"')
                with connection.cursor() as cursor, cursor.copy(statement) as copy:
                    for text in self.copies.texts(table):
                        copy.write(text)

        return copy_all

    def _doing(self, statement: str, given: dict[str, Any] | None = None) -> Callable[[], None]:
        def do() -> None:
            with self._connect() as connection:
                connection.execute(statement, given)

        return do

    def _counting(self, table: str) -> Callable[[], None]:
        def count() -> None:
            with self._connect() as connection:
                found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
                self.counted[table] = found[0] if found else 0

        return count


def _largest_first() -> list[str]:
    """The ledger and the record first: whoever is left over then has the small tables to do."""
    return sorted(NAMES, key=lambda name: name not in LARGEST)


def _is_small(one: Kept) -> bool:
    return one.table.strip('"') not in LARGEST
