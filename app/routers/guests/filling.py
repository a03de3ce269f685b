"""The guest's form, page by page. What was typed is kept under the link, also half a page of it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from app import clocks
from app.actions import guests
from app.errors import NotFound
from app.routers.guests import steps
from app.routers.guests.steps import Step
from app.routers.referrals.desk import Desk
from app.web.forms import Form
from app.web.guest_door import AGuest, Guest
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()
CHECK = "/refer/check"


@router.get("/form")
def go_on(guest: AGuest) -> Response:
    """Go on where the form was left, or to the status once it is sent."""
    if guest.link.sent_at is not None:
        return RedirectResponse("/refer/status", status_code=303)
    desk = steps.desk_of(guest.database, guest.link)
    typed = steps.typed_of(guest.link)
    wrong = steps.first_wrong(steps.steps_of(desk, typed), steps.read_typed(desk, typed).form)
    return RedirectResponse(f"/refer/form/{wrong.key}" if wrong else CHECK, status_code=303)


@router.get("/form/{key}")
def show_step(request: Request, key: str, guest: AGuest) -> Response:
    """Show one page as it was left."""
    if guest.link.sent_at is not None:
        return RedirectResponse("/refer/status", status_code=303)
    desk, found = find_step(guest, key)
    return draw(request, guest, desk, found, steps.shown(found, steps.typed_of(guest.link)))


@router.post("/form/{key}")
def take_step(request: Request, key: str, guest: AGuest, posted: PostedForm) -> Response:
    """Keep one page, and lead on to the next one."""
    if guest.link.sent_at is not None:
        return see(request, "/refer/status")
    desk, found = find_step(guest, key)
    typed = steps.taken(found, steps.typed_of(guest.link), posted)
    form = steps.on_page(found, steps.read_typed(desk, typed).form)
    if set(posted.boxes) - found.boxes:
        form.refuse("_form", "This form was sent with a box that does not belong to it")
    if form.errors:
        return draw(request, guest, desk, found, form, status=422)
    guests.save(guest.database, guest.link, typed)
    keys = [one.key for one in steps.steps_of(desk, typed)]
    left = keys[keys.index(found.key) + 1 :]
    if request.query_params.get("back") == "check" or not left:
        return see(request, CHECK)
    return see(request, f"/refer/form/{left[0]}")


@router.post("/form/{key}/draft")
def save_step(key: str, guest: AGuest, posted: PostedForm) -> Response:
    """Keep what stands on a page while it is typed; answers only the words of the status line."""
    if guest.link.sent_at is not None:
        return PlainTextResponse("This was sent; nothing more is kept.")
    _desk, found = find_step(guest, key)
    typed = steps.taken(found, steps.typed_of(guest.link), posted)
    guests.save(guest.database, guest.link, typed)
    return PlainTextResponse(f"Kept {clocks.now().astimezone(clocks.LONDON):%H:%M}")


def find_step(guest: Guest, key: str) -> tuple[Desk, Step]:
    """The service, and the page of this name if it is asked. Raises NotFound."""
    desk = steps.desk_of(guest.database, guest.link)
    found = steps.steps_of(desk, steps.typed_of(guest.link))
    step = next((one for one in found if one.key == key), None)
    if step is None:
        raise NotFound
    return desk, step


def draw(
    request: Request,
    guest: Guest,
    desk: Desk,
    step: Step,
    form: Form[Any],
    *,
    status: int = 200,
) -> Response:
    """Draw one page with the way back to the one before."""
    found = steps.steps_of(desk, steps.typed_of(guest.link))
    keys = [one.key for one in found]
    place = keys.index(step.key)
    to_check = request.query_params.get("back") == "check"
    return page(
        request,
        "guests/step.html",
        status=status,
        desk=desk,
        step=step,
        form=form,
        number=place + 1,
        total=len(found),
        action=f"/refer/form/{step.key}" + ("?back=check" if to_check else ""),
        back=CHECK
        if to_check
        else (f"/refer/form/{keys[place - 1]}" if place else f"/refer/{guest.link.commission_id}"),
    )
