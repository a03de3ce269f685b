"""Standards of a case that rest for a reason, and go on."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions import pauses
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.tasks import PauseClock
from app.models import Clock
from app.queries.case_file import CaseFile
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import codes, listed

router = APIRouter()


def clock_of_case(
    database: Database, file: CaseFile, clock_id: UUID, *, lock: bool = False
) -> Clock:
    """A standard of this very case. Raises NotFound."""
    clock = database.find(Clock, clock_id, lock=lock)
    if clock.referral_id != file.case.referral_id or clock.stopped_at is not None:
        raise NotFound
    return clock


def context(file: CaseFile, clock: Clock) -> dict[str, Any]:
    """What the page shows of the standard."""
    standard = pauses.standard_of(file.definition, clock)
    reasons = [one for one in listed("clock-pause-reason") if one.code != pauses.WITH_CASE]
    return {"clock": clock, "standard": standard, "reasons": reasons}


@router.get("/cases/{case_id}/clocks/{clock_id:uuid}")
def ask_pause(request: Request, file: WorkedCase, clock_id: UUID, database: Db) -> Response:
    """Ask why a standard rests; of one that rests, show that it goes on at a press."""
    clock = clock_of_case(database, file, clock_id)
    form = Form.empty(PauseClock)
    return draw(request, database, file, form, "cases/clock.html", **context(file, clock))


@router.post("/cases/{case_id}/clocks/{clock_id:uuid}")
def pause_clock(
    request: Request, file: WorkedCase, clock_id: UUID, database: Db, form: Submitted[PauseClock]
) -> Response:
    """Let a standard rest."""
    clock, trouble = clock_of_case(database, file, clock_id, lock=True), None
    shown = context(file, clock)
    if not form.errors and form.values.reason not in codes(shown["reasons"]):
        form.refuse("reason", "Select why it is paused from the list")
    if not form.errors:
        try:
            pauses.pause(database, file.case, clock, file.definition, reason=form.values.reason)
            return see(request, file.path, message="clock-paused")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "cases/clock.html", trouble=trouble, **shown)


@router.post("/cases/{case_id}/clocks/{clock_id:uuid}/restart")
def restart_clock(request: Request, file: WorkedCase, clock_id: UUID, database: Db) -> Response:
    """Let a standard go on with what was left of it."""
    clock = clock_of_case(database, file, clock_id, lock=True)
    pauses.restart(database, file.case, clock, file.definition)
    return see(request, file.path, message="clock-restarted")
