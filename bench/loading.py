"""Copying rows straight into the tables, as the owner.

Indexes and keys are taken off before and put back after, in parallel, as restoring a backup does: so
each key is checked over everything that was written. Columns, defaults and encryption are those of
the models. What the database itself derives (corrections, who is one human being) is written last.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import psycopg

from bench.copies import Copies
from bench.tables import NAMES

AT_ONCE = 2
MEMORY = "512MB"  # for sorting an index
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
    def again(self) -> str:
        """The statement that puts it back; a foreign key is not checked by it yet."""
        if self.kind == "i":
            return self.said
        later = " NOT VALID" if self.kind == "f" else ""
        return f'ALTER TABLE {self.table} ADD CONSTRAINT "{self.name}" {self.said}{later}'


class Loader:
    """Writes all copies of a pattern. `say` hears what is being done."""

    def __init__(self, owner_url: str, copies: Copies, say: Say = print) -> None:
        self.url, self.copies, self.began = owner_url, copies, time.monotonic()
        self._say = say

    def load(self, now: Any) -> dict[str, int]:
        """Write everything; answers with the number of rows by table."""
        with self._connect() as connection:
            kept = self._take_off(connection)
            self.say("copying")
            self._each([self._copying(table) for table in _largest_first()])
            self.say("correcting")
            connection.execute(CORRECTED, {"now": now})
            connection.execute(
                "DELETE FROM same_person s WHERE NOT EXISTS"
                " (SELECT FROM fact f WHERE f.subject = s.subject)"
            )
            self.say("indexes")
            made = [one for one in kept if one.kind != "f"]
            self._each([self._making(table, made) for table in _largest_first()])
            self.say("keys")
            self._put_back(connection, [one for one in kept if one.kind == "f"])
            self.say("statistics")
            self._each([self._settling(table) for table in _largest_first()])
            connection.execute("VACUUM (ANALYZE, SKIP_LOCKED)")
            self.say("done")
            return {
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # type: ignore[index]
                for name in NAMES
            }

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
        return found

    def _put_back(self, connection: psycopg.Connection[Any], keys: list[Kept]) -> None:
        for one in keys:
            connection.execute(one.again)
        self._each([self._checking(one) for one in keys])
        connection.execute("ALTER TABLE same_person ALTER seq DROP DEFAULT")
        for name in NAMES:
            connection.execute(
                f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER'
            )

    def _each(self, tasks: Iterable[Callable[[], None]]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(task) for task in tasks]:
                done.result()

    def _copying(self, table: str) -> Callable[[], None]:
        def copy_all() -> None:
            statement = f'COPY "{table}" ({self.copies.columns(table)}) FROM STDIN'
            with (
                self._connect() as connection,
                connection.cursor() as cursor,
                cursor.copy(statement) as copy,
            ):
                for text in self.copies.texts(table):
                    copy.write(text)

        return copy_all

    def _making(self, table: str, made: list[Kept]) -> Callable[[], None]:
        def make_all() -> None:
            with self._connect() as connection:
                for one in made:
                    if one.table.strip('"') == table:
                        connection.execute(one.again)

        return make_all

    def _checking(self, key: Kept) -> Callable[[], None]:
        def check() -> None:
            with self._connect() as connection:
                connection.execute(f'ALTER TABLE {key.table} VALIDATE CONSTRAINT "{key.name}"')

        return check

    def _settling(self, table: str) -> Callable[[], None]:
        def settle() -> None:
            with self._connect() as connection:
                connection.execute(f'VACUUM (ANALYZE) "{table}"')

        return settle


def _largest_first() -> list[str]:
    """The ledger and the record first: whoever is left over then has the small tables to do."""
    return sorted(NAMES, key=lambda name: name not in {"fact", "event"})
