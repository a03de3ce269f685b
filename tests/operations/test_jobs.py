"""Work in the background: done if and only if the change was, once, and as a narrow role."""

import asyncio
import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from app import clocks
from app.access import DatabaseRole
from app.database import transaction
from app.models import Draft, Mail
from app.operations import jobs
from app.operations.migration import Addresses
from app.settings import settings
from tests.world import World


class MailServer(socketserver.ThreadingTCPServer):
    """The edge of the system: takes mails and keeps them."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TakeMail)
        self.taken: list[str] = []


class TakeMail(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                self.server.taken.append("\n".join(lines))
            self.wfile.write(b"221 bye\r\n" if word == "QUIT" else b"250 ok\r\n")
            if word == "QUIT":
                return


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("THROUGHLINE_SMTP_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
        settings.cache_clear()
        yield server
        server.shutdown()
    monkeypatch.undo()
    settings.cache_clear()


def ask_for_mail(*, commit: bool = True) -> UUID:
    """Write a mail and ask for it to be sent, as a request does."""
    mail = Mail(id=uuid4(), address="amara@example.org", subject="2 referrals", words="Sign in.")
    with transaction(role=DatabaseRole.signing_in) as database:
        database.add(mail)
        database.later("mail", mail.id)
        if not commit:
            database.close_books()
            database.rollback()
    return mail.id


def work_once(where: Addresses) -> None:
    """Do everything that waits, as the worker does."""

    async def work() -> None:
        app = jobs.queue(where)
        async with app.open_async():
            await app.run_worker_async(
                wait=False, delete_jobs="successful", install_signal_handlers=False
            )

    # In a thread of its own: a browser of an earlier test has its loop in this one.
    with ThreadPoolExecutor(1) as own:
        own.submit(asyncio.run, work()).result()


def forget_jobs(owner: Engine) -> None:
    """Forget what other tests asked for: only what this one asks for is to be done."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL search_path = jobs"))
        connection.execute(text("DELETE FROM procrastinate_jobs WHERE status = 'todo'"))


def test_a_mail_goes_out_once(where: Addresses, mail_server: MailServer, owner: Engine) -> None:
    forget_jobs(owner)
    mail_id = ask_for_mail()
    work_once(where)
    work_once(where)
    mine = [mail for mail in mail_server.taken if str(mail_id) in mail]
    assert len(mine) == 1
    with owner.connect() as connection:
        sent = connection.scalar(text("SELECT sent_at FROM mail WHERE id = :id"), {"id": mail_id})
    assert sent is not None


def test_what_was_rolled_back_asks_for_nothing(where: Addresses, owner: Engine) -> None:
    mail_id = ask_for_mail(commit=False)
    with owner.connect() as connection:
        asked = connection.scalar(
            text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE args ->> 'id' = :id"),
            {"id": str(mail_id)},
        )
    assert asked == 0


def test_without_a_mail_server_a_mail_stays_a_row(where: Addresses, owner: Engine) -> None:
    mail_id = ask_for_mail()
    work_once(where)
    with owner.connect() as connection:
        sent = connection.scalar(text("SELECT sent_at FROM mail WHERE id = :id"), {"id": mail_id})
    assert sent is None


def test_a_private_draft_ends_after_a_week_and_the_shift_s_never(
    world: World, owner: Engine
) -> None:
    long_ago = clocks.now() - timedelta(days=8)
    with clocks.turned_to(long_ago), world.as_(world.navigator) as database:
        kept = {
            shared: Draft(
                organisation_id=world.navigator.organisation_id,
                account_id=world.navigator.account_id,
                saved_by_id=world.navigator.account_id,
                shared=shared,
                form="/referrals/new",
                typed={},
            )
            for shared in (True, False)
        }
        database.add_all(kept.values())
        ids = {shared: draft.id for shared, draft in kept.items()}
    jobs.expire_drafts()
    with owner.connect() as connection:
        ended = dict(
            connection.execute(
                text("SELECT shared, ended_as FROM draft WHERE id = ANY(:ids)"),
                {"ids": list(ids.values())},
            ).all()
        )
    assert ended == {True: None, False: "expired"}


def test_events_are_sealed(where: Addresses, owner: Engine) -> None:
    jobs.seal()
    with owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM seal")) > 0
