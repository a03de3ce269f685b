"""Work in the background: named jobs that requests ask for, and what the clock asks for.

A job is named, not imported: `database.later("mail", id)`. Its arguments are ids. The worker runs
as the database role `system`; any number of workers may run, and nothing is done twice.
"""

import logging
import os
import signal
import sys
import threading
from datetime import timedelta
from uuid import UUID

from procrastinate import App, PsycopgConnector, RetryStrategy
from sqlalchemy import text

from app import clocks, events
from app.access import DatabaseRole, role_name
from app.database import transaction
from app.operations import (
    editions,
    escalating,
    forgetting,
    handing,
    mail,
    matched,
    reminders,
    return_printing,
    return_reminders,
)
from app.operations.migration import Addresses

A_DRAFT_IS_KEPT = timedelta(days=7)
STALLED_AFTER = 300  # seconds without a sign of life from the worker that took a job
SECONDS_TO_FINISH = 5


def queue(where: Addresses) -> App:
    """Return the job queue of a database, with its tasks. Nothing is connected yet."""
    role = role_name(where.database, DatabaseRole.system)
    connector = PsycopgConnector(
        conninfo=where.login,
        kwargs={"options": f"-c role={role} -c search_path=jobs"},
        min_size=1,
        max_size=4,
    )
    app = App(connector=connector)
    patient = RetryStrategy(max_attempts=8, exponential_wait=5)
    matched.tasks(app, patient)
    reminders.tasks(app)
    editions.tasks(app, patient)
    return_printing.tasks(app, patient)
    return_reminders.tasks(app)

    @app.task(name="mail", retry=patient)
    def send_mail(id: str) -> None:
        mail.send(UUID(id))

    @app.task(name="transfer", retry=patient)
    def settle_transfer(id: str) -> None:
        handing.settle_transfer(UUID(id))

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="unacted", queueing_lock="unacted", lock="unacted")
    def note_unacted(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        handing.note_unacted()
        handing.settle_transfers()

    @app.task(name="concern", retry=patient)
    def tell_of_concern(id: str) -> None:
        escalating.tell_raised(UUID(id))

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="escalate", queueing_lock="escalate", lock="escalate")
    def escalate(timestamp: int) -> None:  # noqa: ARG001
        escalating.tell_overdue()

    @app.periodic(cron="* * * * *")
    @app.task(name="seal", queueing_lock="seal", lock="seal")
    def seal_events(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        seal()

    @app.periodic(cron="17 3 * * *")
    @app.task(name="expire", queueing_lock="expire", lock="expire")
    def expire(timestamp: int) -> None:  # noqa: ARG001
        expire_drafts()
        forgetting.forget()

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="rescue", queueing_lock="rescue", lock="rescue")
    async def rescue(timestamp: int) -> None:  # noqa: ARG001
        # A worker that was killed leaves its job "doing" for ever.
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            await app.job_manager.retry_job(job)

    return app


def work(where: Addresses, *, attached: bool = False) -> None:
    """Run jobs until a signal comes. An attached worker also ends when its standard input does."""
    logging.basicConfig(level=logging.WARNING, format="worker: %(message)s")
    if attached:
        threading.Thread(target=_end_with_input, daemon=True).start()
    queue(where).run_worker(
        delete_jobs="successful",
        shutdown_graceful_timeout=SECONDS_TO_FINISH,
        install_signal_handlers=True,
    )


def seal() -> int:
    """Seal every event that is final. Returns how many were sealed."""
    with transaction(role=DatabaseRole.system) as database:
        return events.seal(database.connection())


def expire_drafts() -> int:
    """End one's own drafts that nobody touched for a week. Returns how many.

    A draft of the shift never ends by itself: it is sent, or somebody says why not.
    """
    with transaction(role=DatabaseRole.system) as database:
        ended = database.execute(
            text(
                "UPDATE draft SET ended_at = :now, ended_as = 'expired'"
                " WHERE ended_at IS NULL AND NOT shared AND saved_at < :before RETURNING id"
            ),
            {"now": clocks.now(), "before": clocks.now() - A_DRAFT_IS_KEPT},
        )
        return len(ended.all())


def _end_with_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
