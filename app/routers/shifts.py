"""One shift on a phone: check in, count, report, check out; and correct it afterwards."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from app import clocks
from app.actions.delivery import shifts
from app.actions.delivery.counts import BY_MISTAKE
from app.actions.delivery.heads import heads_of
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.shifts import CancelShift, CheckIn, CheckOut, CorrectHours
from app.models import Setting
from app.models.naming import new_id
from app.programmes.lists import code_list
from app.queries.delivered import Provision
from app.queries.shifts import incidents as incidents_of
from app.web.counting_grid import BY_SIGHT, Grid, grid_of, whole
from app.web.door import Db
from app.web.drafted import DRAFTED, resume
from app.web.forms import Form, Submitted, read
from app.web.found_delivery import FoundShift, OneSession, moment_on, on_day_of
from app.web.pages import page, see
from app.web.posted import Posted, PostedForm

router = APIRouter()

SAVED = 200

CHANGED = (
    "These totals were changed on another phone, or a save was cut off. "
    "Check them: the next save keeps what stands here"
)


def tally_grid(provided: Provision) -> Grid:
    """The buttons of a shift; who stood there is said at check-in."""
    return grid_of(provided, sexes=BY_SIGHT, without=("chaperones",))


@router.get("/shifts/{session_id:uuid}")
def show_shift(request: Request, database: Db, found: FoundShift) -> Response:
    """Show a shift as it stands: to check in to, to count on, or as it was."""
    return draw(request, database, found, tallied(database, found))


def tallied(database: Database, found: OneSession) -> Form[Any]:
    """The tally with its totals so far."""
    form: Form[Any] = Form.empty(version=found.session.version)
    grid = tally_grid(found.provision)
    grid.fill(form, heads_of(database, found.session), found.session.counters)
    return form


def draw(
    request: Request,
    database: Database,
    found: OneSession,
    form: Form[Any],
    status: int = 200,
    *,
    asked: Form[Any] | None = None,
) -> Response:
    """Draw the page of a shift. `asked` is the form of checking in or out that had errors."""
    session, provided = found
    setting = database.find(Setting, session.setting_id) if session.setting_id else None
    local = clocks.now().astimezone(clocks.LONDON)
    is_today = session.starts_at.astimezone(clocks.LONDON).date() == local.date()
    check = Form.empty(CheckIn, version=session.version, staff=session.staff or 2)
    since = None
    if asked is None and session.checked_in_at and not session.checked_out_at:
        # What was noted for leaving comes back, on whichever phone it is opened.
        since = resume(request, database, check, path=f"/shifts/{session.id}")
    return page(
        request,
        "shifts/one.html",
        status=status,
        session=session,
        provided=provided,
        setting=setting,
        grid=tally_grid(provided),
        tally=form,
        form=asked or form,
        check=asked or check,
        resumed=since,
        incidents=incidents_of(database, session_id=session.id),
        incident_label=code_list("incident-type").label,
        severity_label=code_list("severity").label,
        reason_label=code_list("shift-cancelled").label,
        is_today=is_today,
        may_begin=session.starts_at.astimezone(clocks.LONDON).date() <= local.date(),
    )


@router.post("/shifts/{session_id:uuid}/check-in")
def check_in(
    request: Request, database: Db, found: FoundShift, form: Submitted[CheckIn]
) -> Response:
    """Say that the chaperones are on the route."""
    status = 422
    if not form.errors:
        try:
            at = moment_on(found.session, form.values.at)
            shifts.check_in(database, found.session, staff=form.values.staff, at=at)
            return see(request, f"/shifts/{found.session.id}", message="checked-in")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw(request, database, found, tallied(database, found), status, asked=form)


@router.post("/shifts/{session_id:uuid}/undo-check-in")
def undo_check_in(request: Request, database: Db, found: FoundShift) -> Response:
    """Take back a check-in that was pressed by mistake."""
    shifts.undo_check_in(database, found.session)
    return see(request, f"/shifts/{found.session.id}", message="check-in-undone")


def without_key(request: Request, posted: PostedForm) -> Posted:
    """What was posted without the key of its form: totals may be sent again and again."""
    kept = {name: text for name, text in posted.carried.items() if name != "_key"}
    keyless = replace(posted, carried=kept)
    request.state.posted = keyless
    return keyless


Totals = Annotated[Posted, Depends(without_key)]


@router.post("/shifts/{session_id:uuid}/tally", dependencies=[Depends(without_key)])
def keep_tally(request: Request, posted: Totals, database: Db, found: FoundShift) -> Response:
    """Keep the totals so far. With the button of a box pressed, one more is added to it first.

    The script sends whole totals after each press and only shows what this says.
    """
    grid = tally_grid(found.provision)
    one_more = (posted.boxes.pop("add", None) or [""])[0]
    form: Form[Any] = read(None, posted, questions=grid.keys)
    is_script = request.headers.get("Accept") == "application/json"
    if one_more in grid.keys:
        n = whole(form, one_more, "the number") or 0
        form.answers[one_more] = [str(n + 1)]
        form.typed[one_more] = str(n + 1)
    counts, counters = grid.read(form, "public")
    status = 422
    if not form.errors:
        try:
            database.expect(found.session, form.version)
            shifts.tally(database, found.session, counts, counters)
            if is_script:
                return say_saved(request, found, SAVED)
            place = f"/shifts/{found.session.id}"
            return see(request, f"{place}#{one_more}" if one_more else place)
        except Stale as trouble:
            form.refuse("_form", CHANGED)
            form.version, status = found.session.version, trouble.status
        except Refused as trouble:
            form.troubled(trouble)
            status = trouble.status
    if is_script:
        return say_saved(request, found, status, next(iter(form.errors.values())))
    form.key = new_id()
    return draw(request, database, found, form, status)


def say_saved(
    request: Request, found: OneSession, status: int, sentence: str | None = None
) -> Response:
    """What the script shows under the buttons, and the version that its next totals start from."""
    request.state.answer_status = status
    saved = f"Saved {clocks.now().astimezone(clocks.LONDON):%H:%M}"
    return JSONResponse(
        {"version": found.session.version, "says": sentence or saved, "wrong": status != SAVED},
        status,
    )


@router.post("/shifts/{session_id:uuid}/check-out", dependencies=[DRAFTED])
def check_out(
    request: Request, database: Db, found: FoundShift, form: Submitted[CheckOut]
) -> Response:
    """Say that the chaperones have left; hours and people count from now."""
    status = 422
    if not form.errors:
        try:
            shifts.check_out(
                database,
                found.session,
                at=moment_on(found.session, form.values.at),
                note=form.values.note,
            )
            return see(request, f"/shifts/{found.session.id}", message="checked-out")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw(request, database, found, tallied(database, found), status, asked=form)


@router.get("/shifts/{session_id:uuid}/cancel")
def ask_cancellation(request: Request, found: FoundShift) -> Response:
    """Ask why a planned shift does not take place."""
    return draw_cancel(request, found, Form.empty(CancelShift, version=found.session.version))


@router.post("/shifts/{session_id:uuid}/cancel")
def cancel_shift(
    request: Request, database: Db, found: FoundShift, form: Submitted[CancelShift]
) -> Response:
    """Cancel a planned shift with a coded reason."""
    status = 422
    known = {code for code, _, _ in reasons()}
    if not form.errors and form.values.reason not in known:
        form.refuse("reason", "Select the reason from the list")
    if not form.errors:
        try:
            database.expect(found.session, form.version)
            shifts.cancel(database, found.session, reason=form.values.reason)
            return see(request, f"/shifts/{found.session.id}", message="shift-cancelled")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            form.version, status = found.session.version, trouble.status
    return draw_cancel(request, found, form, status)


def draw_cancel(
    request: Request, found: OneSession, form: Form[Any], status: int = 200
) -> Response:
    """Draw the question why."""
    return page(
        request, "shifts/cancel.html", status=status, shift=found, form=form, reasons=reasons()
    )


def reasons() -> list[tuple[str, str, str | None]]:
    """Why a shift may not take place; a mistake is not counted as planned any more."""
    listed = [
        (one.code, one.label, one.help) for one in code_list("shift-cancelled").on(clocks.today())
    ]
    return [*listed, (BY_MISTAKE, "Planned by mistake", "It is taken out of the number planned")]


@router.get("/shifts/{session_id:uuid}/hours")
def ask_hours(request: Request, found: FoundShift) -> Response:
    """The hours of a shift that is over, to correct."""
    session = found.session
    if session.checked_in_at is None or session.checked_out_at is None:
        raise NotFound
    form = Form.empty(
        CorrectHours,
        version=session.version,
        staff=session.staff,
        came_at=session.checked_in_at.astimezone(clocks.LONDON).time(),
        left_at=session.checked_out_at.astimezone(clocks.LONDON).time(),
    )
    return page(request, "shifts/hours.html", shift=found, form=form)


@router.post("/shifts/{session_id:uuid}/hours")
def correct_hours(
    request: Request, database: Db, found: FoundShift, form: Submitted[CorrectHours]
) -> Response:
    """Correct who stood there and how long; the hours counted are corrected with it."""
    status = 422
    if not form.errors:
        said = form.values
        try:
            database.expect(found.session, form.version)
            shifts.correct_hours(
                database,
                found.session,
                staff=said.staff,
                came_at=on_day_of(found.session, said.came_at),
                left_at=on_day_of(found.session, said.left_at),
            )
            return see(request, f"/shifts/{found.session.id}", message="heads-corrected")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            form.version, status = found.session.version, trouble.status
    return page(request, "shifts/hours.html", status=status, shift=found, form=form)
