"""The jobs about who somebody is: matching under agreements, and asking again on birthdays."""

from uuid import UUID

from procrastinate import App, RetryStrategy
from sqlalchemy import select
from sqlmodel import col

from app.access import DatabaseRole
from app.actions import birthdays, matching
from app.database import transaction
from app.models import MatchingAgreement


def tasks(app: App, patient: RetryStrategy) -> None:
    """Give the queue these jobs: one that requests ask for, two that the clock asks for."""

    @app.task(name="match", retry=patient)
    def match_people(id: str) -> None:
        under(UUID(id))

    @app.periodic(cron="41 3 * * *")
    @app.task(name="match-all", queueing_lock="match-all", lock="match-all")
    def match_everybody(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        under_all()

    @app.periodic(cron="5 5 * * *")
    @app.task(name="birthdays", queueing_lock="birthdays", lock="birthdays")
    def ask_again_on_birthdays(timestamp: int) -> None:  # noqa: ARG001
        ask_again()


def under(agreement_id: UUID) -> None:
    """Match the people of two organisations as their agreement says now."""
    with transaction(role=DatabaseRole.system) as database:
        matching.match(database, database.find(MatchingAgreement, agreement_id))


def under_all() -> None:
    """Match under every agreement, each in a transaction of its own."""
    with transaction(role=DatabaseRole.system) as database:
        every = database.execute(select(col(MatchingAgreement.id))).scalars().all()
    for agreement_id in every:
        under(agreement_id)


def ask_again() -> int:
    """Leave the tasks of those who turned 16 or 18. Returns how many."""
    with transaction(role=DatabaseRole.system) as database:
        return birthdays.ask_again(database)
