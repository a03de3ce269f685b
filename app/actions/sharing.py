"""Agreement to take part, the basis for keeping data, and decisions to share: three records.

None of them is ever changed: each can be ended (taken back) with a day and a reason, and a new one
stands beside it.
"""

from datetime import date
from typing import Any, TypeVar

from app.actions.days import refuse_future
from app.database import Database
from app.errors import Refused
from app.models import Case, ProcessingBasis, ServiceAgreement, SharingDecision
from app.models.naming import copied_from_case

SharingRecord = ServiceAgreement | ProcessingBasis | SharingDecision
Kept = TypeVar("Kept", ServiceAgreement, ProcessingBasis, SharingDecision)


def record_agreement(database: Database, case: Case, **said: Any) -> ServiceAgreement:
    """Write down what somebody said to taking part. Raises Refused for a day in the future."""
    refuse_future(said["given_on"])
    made = ServiceAgreement(**copied_from_case(case), **_by(database), **said)
    return _kept(database, made, said["answer"])


def record_basis(database: Database, case: Case, **said: Any) -> ProcessingBasis:
    """Write down on which basis data are kept for a purpose. Raises Refused for a future day."""
    refuse_future(said["from_on"])
    made = ProcessingBasis(**copied_from_case(case), **_by(database), **said)
    return _kept(database, made, "set", purpose=made.purpose, basis=made.basis)


def record_decision(database: Database, case: Case, **said: Any) -> SharingDecision:
    """Write down a decision to share or not to. Raises Refused for a missing ground or future day."""
    refuse_future(said["decided_on"])
    if said["shared"] and not said["agreed"] and not said.get("ground"):
        raise Refused("Without agreement a decision needs a ground.")
    made = SharingDecision(**copied_from_case(case), **_by(database), **said)
    what = "shared" if made.shared else "not-shared"
    return _kept(database, made, what, to=made.recipient, agreed=made.agreed)


def end(database: Database, row: SharingRecord, *, on: date, why: str) -> None:
    """End a record: agreement taken back, basis no longer used, sharing stopped. Raises Refused."""
    if row.ended_on is not None:
        raise Refused("This was ended before. Nothing was changed.")
    refuse_future(on)
    if on < first_day(row):
        raise Refused("The end cannot be before the day it began.")
    row.ended_on, row.ended_why = on, why
    database.record(row, "ended")
    database.flush()


def give_copy(database: Database, case: Case) -> None:
    """Note that the person was given a copy of their record in plain words."""
    database.record(case, "copy-given")


def first_day(row: SharingRecord) -> date:
    """The day on which a record began."""
    if isinstance(row, ServiceAgreement):
        return row.given_on
    return row.from_on if isinstance(row, ProcessingBasis) else row.decided_on


def _kept(database: Database, made: Kept, what: str, **codes: Any) -> Kept:
    database.add(made)
    database.flush()
    database.record(made, what, **codes)
    return made


def _by(database: Database) -> dict[str, Any]:
    return {"by_id": database.viewer.account_id}
