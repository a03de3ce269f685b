"""Turning `ROWS` into roles, grants and policies, and checking that the database still has them."""

from hashlib import sha256

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from app.access.conditions import DatabaseRole, Rows
from app.access.rows import RECORDED, ROWS

LONG = 60

# Settings are read in a sub-select, so that they are read once per statement, not once per row.
VIEWER = {
    "organisation": "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)",
    "side": "(SELECT current_setting('app.side', true))",
    "account": "(SELECT nullif(current_setting('app.user', true), '')::uuid)",
    "membership": "(SELECT nullif(current_setting('app.membership', true), '')::uuid)",
    "guest": "(SELECT nullif(current_setting('app.guest', true), ''))",
    "now": "(SELECT nullif(current_setting('app.now', true), '')::timestamptz)",
}
COVERS = (
    "((SELECT current_setting('app.every_commission', true)) = 'yes' OR {column} IN"
    " (SELECT m.commission_id FROM membership_commission m WHERE m.membership_id = {membership}))"
)
OPEN = "(NOT restricted OR on_list_of_case({table}.{key}))"


def role_name(database: str, role: DatabaseRole) -> str:
    """The name of a role in the cluster; per database, so that test databases do not collide."""
    return f"throughline_{database}_{role}"


def condition(table: str, rule: str) -> str:
    """A rule of `ROWS` as SQL for one table."""
    quoted = f'"{table}"'
    words = {
        "covers": COVERS.format(column="commission_id", **VIEWER),
        "covers_own": COVERS.format(column="id", **VIEWER),
        "open": OPEN.format(table=quoted, key="case_id"),
        "open_case": OPEN.format(table=quoted, key="id"),
        **VIEWER,
    }
    return rule.format(**words)


def make_roles(
    owner: Connection, database: str, logins: dict[str, tuple[str, tuple[DatabaseRole, ...]]]
) -> None:
    """Make the roles of a database, and grant them to its logins.

    `logins` maps the name of a login to its password and the roles it may take on. A login is
    NOINHERIT and owns nothing: without `SET ROLE` it can do nothing.
    """
    owner.execute(text("SELECT pg_advisory_xact_lock(7420001)"))
    known = set(owner.scalars(text("SELECT rolname FROM pg_roles")))
    for role in DatabaseRole:
        if role_name(database, role) not in known:
            owner.exec_driver_sql(f'CREATE ROLE "{role_name(database, role)}" NOLOGIN')
    for login, (password, roles) in logins.items():
        verb = "ALTER" if login in known else "CREATE"
        secret = password.replace("'", "''")
        owner.exec_driver_sql(f"{verb} ROLE \"{login}\" LOGIN NOINHERIT PASSWORD '{secret}'")
        for role in roles:
            owner.exec_driver_sql(
                f'GRANT "{role_name(database, role)}" TO "{login}" WITH INHERIT FALSE, SET TRUE'
            )


def policies_of(
    table: str, role: DatabaseRole, rows: Rows
) -> dict[str, tuple[str, str | None, str | None]]:
    """The policies of one role on one table: name → (command, USING, WITH CHECK)."""
    made: dict[str, tuple[str, str | None, str | None]] = {}
    if rows.see:
        made[f"{role}_see"] = ("SELECT", condition(table, rows.see), None)
    if rows.add:
        made[f"{role}_add"] = ("INSERT", None, condition(table, rows.add))
    if rows.change:
        before, after = rows.change, rows.becomes or rows.change
        made[f"{role}_change"] = ("UPDATE", condition(table, before), condition(table, after))
    if rows.remove:
        made[f"{role}_remove"] = ("DELETE", condition(table, rows.remove), None)
    return made


def statements(database: str, owner: str) -> list[str]:
    """Everything that makes the database agree with `ROWS`, in order."""
    out = ["REVOKE ALL ON SCHEMA public FROM PUBLIC"]
    out += [
        f'GRANT USAGE ON SCHEMA public TO "{role_name(database, role)}"' for role in DatabaseRole
    ]
    for table in sorted(SQLModel.metadata.tables):
        out += [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        ]
        # FORCE binds the owner too; without this, data migrations silently change nothing.
        out += [f'CREATE POLICY owner_all ON "{table}" TO "{owner}" USING (true) WITH CHECK (true)']
        for role, rows in ROWS[table].items():
            name = role_name(database, role)
            out += [f'GRANT {grant} ON "{table}" TO "{name}"' for grant in grants_of(rows)]
            for policy, (command, using, check) in policies_of(table, role, rows).items():
                clause = f" USING ({using})" if using else ""
                clause += f" WITH CHECK ({check})" if check else ""
                out.append(f'CREATE POLICY {policy} ON "{table}" FOR {command} TO "{name}"{clause}')
    return out


def recording() -> list[str]:
    """Triggers by which the door learns that a recorded table changed, whoever changed it and how.

    (The server's own statistics cannot tell: they still hold what earlier transactions of the same
    connection did.)
    """
    out = []
    for table in sorted(SQLModel.metadata.tables):
        out.append(f'DROP TRIGGER IF EXISTS noticed ON "{table}"')
        if table in RECORDED:
            out.append(
                f'CREATE TRIGGER noticed AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION notice_change()"
            )
    return out


def grants_of(rows: Rows) -> list[str]:
    """The rights that a role needs for what its rows allow."""
    read = f" ({', '.join(rows.columns)})" if rows.columns else ""
    write = f" ({', '.join(rows.may_set)})" if rows.may_set else ""
    wanted = (
        ("SELECT" + read, rows.see),
        ("INSERT", rows.add),
        ("UPDATE" + write, rows.change),
        ("DELETE", rows.remove),
    )
    return [grant for grant, rule in wanted if rule]


def apply(owner: Connection, database: str) -> None:
    """Re-make every grant and policy from `ROWS`, in the caller's transaction."""
    me = owner.scalar(text("SELECT current_user"))
    for name, table in owner.execute(
        text("SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'")
    ):
        owner.exec_driver_sql(f'DROP POLICY "{name}" ON "{table}"')
    for role in DatabaseRole:
        owner.exec_driver_sql(
            f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role_name(database, role)}"'
        )
    for statement in [*statements(database, str(me)), *recording()]:
        owner.exec_driver_sql(statement)


def differences(owner: Connection, database: str) -> list[str]:
    """What in the database is not as `ROWS` says, in words; empty when all is well.

    Compares the policies that stand with those that a fresh application makes, inside a savepoint
    that is rolled back.
    """
    found = _standing(owner)
    savepoint = owner.begin_nested()
    apply(owner, database)
    wanted = _standing(owner)
    savepoint.rollback()
    words = [f"{key}: missing or different" for key in sorted(wanted - found)]
    return words + [f"{key}: not in the table of rows" for key in sorted(found - wanted)]


def _standing(owner: Connection) -> set[str]:
    """Every policy, grant and row-security flag as one comparable line."""
    public = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    queries = (
        """SELECT tablename, policyname, cmd, roles::text, coalesce(qual, ''),
           coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'""",
        f"""SELECT relname, 'row security', relrowsecurity::text, relforcerowsecurity::text
           FROM pg_class WHERE {public}""",
        f"SELECT relname, 'granted', coalesce(relacl::text, '') FROM pg_class WHERE {public}",
        f"""SELECT relname, attname, attacl::text FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
           WHERE {public} AND attacl IS NOT NULL""",
        f"""SELECT relname, tgname, tgenabled::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
           WHERE {public} AND NOT tgisinternal""",
    )
    rows: set[str] = set()
    for query in queries:
        rows |= {" ".join(_short(str(part)) for part in row) for row in owner.execute(text(query))}
    return rows


def _short(part: str) -> str:
    """Enough of a long condition to tell it from any other."""
    return part if len(part) < LONG else part[:40] + sha256(part.encode()).hexdigest()[:12]
