"""Leaving the desk: locking the screen, staying signed in, signing out."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app import clocks
from app.actions import sign_ins
from app.database import transaction
from app.errors import Refused, SignInNeeded
from app.forms.sign_ins import Unlock
from app.queries.accounts import name_of
from app.web import cookies
from app.web.arriving import with_way
from app.web.door import sign_in_of
from app.web.forms import Form, Submitted
from app.web.keeping import came_from
from app.web.pages import own_path, page, see
from app.web.signed_in import Ajar, Unlocked, address_of

router = APIRouter()


@router.post("/lock")
def lock_screen(request: Request, opened: Ajar) -> Response:
    """Lock the screen; the page it was locked on comes back after unlocking."""
    sign_ins.lock(opened.database, opened.sign_in)
    return see(request, with_way("/locked", came_from(request)))


@router.get("/locked")
def show_locked(request: Request, opened: Ajar) -> Response:
    """Show a page with nothing on it but who may unlock it."""
    way = own_path(request.query_params.get("next"))
    if not opened.found.locked:
        return see(request, way)
    name = name_of(opened.database, opened.found.account_id)
    return page(
        request,
        "sign_in/locked.html",
        form=Form.empty(Unlock, next=way),
        name=name,
        account_id=opened.found.account_id,
    )


@router.post("/locked")
def unlock_screen(request: Request, form: Submitted[Unlock]) -> Response:
    """Unlock the screen with the password of whoever locked it."""
    with transaction() as database:
        found = sign_in_of(request, database)
        name = name_of(database, found.account_id)
    if not form.errors:
        typed = form.values
        try:
            sign_ins.unlock(
                sign_in_id=found.id, password=typed.password, address=address_of(request)
            )
        except Refused as refused:
            form.refuse("password", refused.sentence)
        else:
            return see(request, own_path(typed.next), message="unlocked")
    form.typed.pop("password", None)
    return page(
        request,
        "sign_in/locked.html",
        status=422,
        form=form,
        name=name,
        account_id=found.account_id,
    )


@router.post("/stay")
def stay_signed_in(opened: Unlocked) -> Response:
    """Say that somebody is still here; answers until when."""
    opened.sign_in.seen_at = clocks.now()
    return JSONResponse({"ends": opened.found.ends_at.isoformat()})


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End this sign-in and take back the cookie, also when the sign-in had ended already."""
    try:
        with transaction() as database:
            found = sign_in_of(request, database)
            sign_ins.end_by_id(database, found.id)
    except SignInNeeded:
        pass
    answer = see(request, "/sign-in", message="signed-out")
    cookies.take(request, answer)
    return answer
