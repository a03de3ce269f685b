"""As whom one works: choosing one of several memberships, and changing over."""

from fastapi import APIRouter, Request, Response

from app.actions import sign_ins
from app.errors import NotFound, Refused
from app.forms.sign_ins import ChosenMembership
from app.queries.memberships import places_of
from app.web import cookies
from app.web.forms import Form, Submitted
from app.web.pages import own_path, page, see
from app.web.signed_in import Opened, Unlocked

router = APIRouter()


@router.get("/memberships")
def show_memberships(request: Request, opened: Unlocked) -> Response:
    """Show as whom somebody may work."""
    way = own_path(request.query_params.get("next"))
    return draw(request, opened, Form.empty(ChosenMembership, next=way))


@router.post("/memberships")
def choose_membership(
    request: Request, opened: Unlocked, form: Submitted[ChosenMembership]
) -> Response:
    """Work as the chosen membership from now on, under a new reference."""
    if not form.errors:
        typed = form.values
        try:
            reference = sign_ins.choose(opened.database, opened.sign_in, typed.membership)
        except (Refused, NotFound) as trouble:
            form.troubled(trouble)
        else:
            answer = see(request, own_path(typed.next))
            cookies.give(request, answer, reference)
            return answer
    return draw(request, opened, form, status=422)


def draw(
    request: Request, opened: Opened, form: Form[ChosenMembership], *, status: int = 200
) -> Response:
    """Draw the page with the memberships that hold today."""
    places = places_of(opened.database, opened.found.account_id)
    return page(
        request,
        "sign_in/memberships.html",
        status=status,
        form=form,
        places=places,
        current=opened.sign_in.membership_id,
    )
