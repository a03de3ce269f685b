"""What every table must have: an entry in the table of rows, keys with indexes, codes as text."""

from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from app.access import ROWS, DatabaseRole

# Tables that hold nobody's data and hang on nobody: shared knowledge and the house itself.
PERSONAL = {
    "person", "safe_contact", "referral", "referral_offer", "referral_content", "referral_question", "case",
    "case_access", "allocation", "case_date", "group_member", "attendance", "goal", "measure", "note", "task",
    "mention", "document", "follow_up", "supervision_note",
    "relative", "professional", "competence", "label", "service_agreement", "processing_basis", "sharing_decision",
    "contact_change", "person_link", "identity_match",
    "letter", "letter_link", "clock", "handover", "approach", "session", "headcount", "incident",
    "assessment", "risk_rating", "safety_plan", "goal_step", "plan_review", "concern", "concern_action",
    "dash_score", "mappa",
}  # fmt: skip

UNINDEXED_KEYS = text(
    """
    SELECT c.conrelid::regclass::text, c.conname
    FROM pg_constraint c
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
      AND NOT EXISTS (
        SELECT FROM pg_index i
        WHERE i.indrelid = c.conrelid
          AND (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(c.conkey)] @> c.conkey
          AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = '(' || (
            SELECT a.attname FROM pg_attribute a
            WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1]) || ' IS NOT NULL)'))
    """
)


def test_every_table_says_who_may_see_it() -> None:
    assert set(SQLModel.metadata.tables) == set(ROWS)


def test_every_role_is_somewhere() -> None:
    assert set(DatabaseRole) == {role for rows in ROWS.values() for role in rows}


def test_whoever_serves_the_public_reads_what_was_published_and_changes_nothing() -> None:
    for rows in ROWS.values():
        public = rows.get(DatabaseRole.publishing)
        assert public is None or not (public.add or public.change or public.remove)
    readers = {role for role, rows in ROWS["edition_proof"].items() if rows.see}
    assert readers == {DatabaseRole.counting}


def test_whoever_counts_or_commissions_reaches_no_person() -> None:
    for table in PERSONAL:
        readers = {role for role, rows in ROWS[table].items() if rows.see}
        assert readers <= {DatabaseRole.casework, DatabaseRole.system} | (
            {DatabaseRole.guest} if table in {"referral", "referral_question"} else set()
        )
    assert DatabaseRole.commissioning not in ROWS["fact"]
    assert "source_id" not in (ROWS["fact"][DatabaseRole.counting].columns or ())


def test_row_security_is_forced_on_every_table(owner: Engine) -> None:
    with owner.connect() as connection:
        loose = connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
                " AND relname <> 'alembic_version' AND NOT (relrowsecurity AND relforcerowsecurity)"
            )
        ).all()
    assert loose == []


def test_every_foreign_key_has_an_index_behind_it(owner: Engine) -> None:
    with owner.connect() as connection:
        assert connection.execute(UNINDEXED_KEYS).all() == []


def test_codes_are_text_and_times_have_a_zone(owner: Engine) -> None:
    with owner.connect() as connection:
        odd = connection.execute(
            text(
                "SELECT table_name, column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'public' AND data_type IN"
                " ('USER-DEFINED', 'timestamp without time zone', 'character varying', 'json')"
                " AND table_name <> 'alembic_version'"
            )
        ).all()
    assert odd == []


def test_unique_indexes_over_people_begin_with_organisation_and_side(owner: Engine) -> None:
    """Otherwise a refusal by the index would tell one side about the other."""
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " AND tablename IN ('person', 'referral', 'case') AND indexdef LIKE 'CREATE UNIQUE%'"
            )
        ).all()
    for table, name, definition in rows:
        columns = definition.split("(", 1)[1]
        by_random_id = columns.startswith(("id", "subject", "referral_id"))
        begins = columns.startswith(("organisation_id, side", "organisation_id, sender_side"))
        assert by_random_id or begins, f"{table}.{name}"
