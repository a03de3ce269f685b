"""The guests' own login at the database itself: every table, every right, and the one referral."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from app.access import ROWS, DatabaseRole, role_name
from app.models import GUESTS
from app.operations.migration import Addresses
from app.queries.sign_ins import hash_of
from tests.guests.holding import (
    asked_for,
    come_with,
    fill_in,
    let_in,
    sent_and_asked,
)
from tests.world import World

G = DatabaseRole.guest
RIGHTS = {"SELECT": "see", "INSERT": "add", "UPDATE": "change", "DELETE": "remove"}
# Shared knowledge that the form is drawn from; everything else hangs on the link.
SHARED = {"setting", "installation"}


@pytest.fixture
def login(where: Addresses) -> Iterator[Engine]:
    """The guests' own login, without anything of ours around it."""
    engine = create_engine(where.guest.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


def put_on(connection: Connection, where: Addresses, token: str = "") -> None:
    """Become the one role that the login may become, with a link or without."""
    connection.execute(
        text(
            "SELECT set_config('role', :role, true), set_config('app.guest', :guest, true),"
            " set_config('app.now', now()::text, true)"
        ),
        {"role": role_name(where.database, G), "guest": hash_of(token) if token else ""},
    )


def test_the_login_becomes_a_guest_and_nobody_else(where: Addresses, login: Engine) -> None:
    for role in DatabaseRole:
        with login.connect() as connection:
            become = text("SELECT set_config('role', :role, true)")
            name = {"role": role_name(where.database, role)}
            if role is G:
                connection.execute(become, name)
            else:
                with pytest.raises(DBAPIError, match="permission denied"):
                    connection.execute(become, name)


def test_every_right_on_every_table_is_one_of_the_table_of_rows(
    where: Addresses, owner: Engine
) -> None:
    name, wrong = role_name(where.database, G), []
    with owner.connect() as connection:
        for table in SQLModel.metadata.tables:
            allowed = ROWS[table].get(G)
            for right, of in RIGHTS.items():
                asks = "has_table_privilege" if right == "DELETE" else "has_any_column_privilege"
                has = connection.scalar(
                    text(f"SELECT {asks}(:name, :table, :right)"),
                    {"name": name, "table": f'"{table}"', "right": right},
                )
                if has != bool(allowed and getattr(allowed, of)):
                    wrong.append(f"{right} on {table}: {has}")
    assert not wrong, "\n".join(wrong)


def test_without_a_link_nothing_is_there(
    world: World, where: Addresses, owner: Engine, login: Engine
) -> None:
    asked_for(let_in(world), owner)
    world.refer()
    for secret in ("", "made up"):
        with login.connect() as connection:
            put_on(connection, where, secret)
            for table, rows in ROWS.items():
                if G in rows and rows[G].see and table not in SHARED:
                    seen = connection.scalar(text(f'SELECT count(*) FROM "{table}"'))
                    assert seen == 0, table


def test_a_link_shows_one_referral_and_one_service(
    world: World, where: Addresses, owner: Engine, login: Engine
) -> None:
    other = asked_for(let_in(world), owner)
    fill_in(come_with(other))
    token = asked_for(world.commissions["hospital"].id, owner)
    guest = come_with(token)
    fill_in(guest)
    guest.post("/refer/check")
    world.refer()
    with login.connect() as connection:
        put_on(connection, where, token)
        for table in ("guest_link", "referral", "commission", "programme", "organisation"):
            seen = connection.scalar(text(f"SELECT count(*) FROM {table}"))
            assert seen == 1, table
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("SELECT person_id, immediate_risk FROM referral"))


def test_the_link_of_a_question_writes_one_answer_and_hands_the_referral_back(
    world: World, where: Addresses, owner: Engine, login: Engine
) -> None:
    mail = f"nurse-{world.tag}@school.example.org"
    _, token = sent_and_asked(world, owner, mail)
    answer = text("UPDATE referral_question SET answer = 'x', answered_at = now()")
    hand_back = text("UPDATE referral SET state = 'sent'")
    other = asked_for(world.commissions["hospital"].id, owner)
    with login.connect() as connection:
        put_on(connection, where, other)
        assert connection.execute(answer).rowcount == 0
    with login.connect() as connection:
        put_on(connection, where, token)
        # Not before the answer stands there, into no other state, and not twice.
        assert connection.execute(hand_back).rowcount == 0
        assert connection.execute(answer).rowcount == 1
        assert connection.execute(answer).rowcount == 0
        savepoint = connection.begin_nested()
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(text("UPDATE referral SET state = 'withdrawn'"))
        savepoint.rollback()
        assert connection.execute(hand_back).rowcount == 1
        for column in ("state", "answer", "provider_id"):
            savepoint = connection.begin_nested()
            with pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text(f"SELECT {column} FROM referral_question"))
            savepoint.rollback()


INSERT = text(
    "INSERT INTO referral (id, version, reference, organisation_id, sender_side, person_id, provider_id,"
    " commission_id, side, programme_version_id, state, source, channel, immediate_risk, agreement,"
    " restricted, made_at, sent_at) SELECT :id, 1, :reference, :sender, '', :person, l.provider_id,"
    " l.commission_id, '', (SELECT max(v.id::text)::uuid FROM programme_version v), 'sent', 'ed',"
    " :channel, false, 'agreed', false, now(), now() FROM guest_link l"
)


@pytest.mark.parametrize("wrong", ["id", "person", "sender", "channel"])
def test_nothing_but_the_links_own_referral_can_be_inserted(
    world: World, where: Addresses, owner: Engine, login: Engine, wrong: str
) -> None:
    token = asked_for(let_in(world), owner)
    with login.connect() as connection:
        put_on(connection, where, token)
        own = connection.execute(text("SELECT referral_id, person_id FROM guest_link")).one()
        said = {
            "id": own[0],
            "reference": uuid4().hex[:8],
            "sender": GUESTS,
            "person": own[1],
            "channel": "guest-link",
        }
        instead = {
            "id": uuid4(),
            "person": uuid4(),
            "sender": world.organisations["trust"].id,
            "channel": "throughline",
        }
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(INSERT, said | {wrong: instead[wrong]})


def test_the_link_itself_can_only_be_typed_into(
    world: World, where: Addresses, owner: Engine, login: Engine
) -> None:
    token = asked_for(let_in(world), owner)
    for column in ("referral_id", "commission_id", "token_hash", "mail"):
        with login.connect() as connection:
            put_on(connection, where, token)
            with pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text(f"UPDATE guest_link SET {column} = {column}"))
    with login.connect() as connection:
        put_on(connection, where, token)
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(
                text(
                    "INSERT INTO mail (id, address, subject, words, made_at)"
                    " VALUES (:id, 'anybody@example.org', 'x', 'x', now())"
                ),
                {"id": uuid4()},
            )
