"""The door of a demo: changing person with one press, and the emails that would have gone out.

None of it exists in a live database.
"""

from datetime import timedelta
from threading import Lock
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app import clocks
from app.actions import sign_ins
from app.database import transaction
from app.errors import NotFound
from app.forms.sign_ins import DemoStart, OneTimeCode
from app.operations import demo as story
from app.queries import demo_mails, demo_people
from app.queries.installations import is_demo, played_to
from app.queries.keyset import turn_of
from app.web import cookies, tickets
from app.web.forms import Form, Submitted
from app.web.pages import own_path, page, see
from app.web.tour import tour
from app.web.visitor import Visitor
from app.web.words import short_moment

STALE_AFTER = timedelta(days=1)
_playing = Lock()


def only_in_a_demo() -> None:
    """Raise NotFound where this is no demo."""
    if not is_demo():
        raise NotFound


router = APIRouter(prefix="/demo", dependencies=[Depends(only_in_a_demo)])


@router.get("")
def show_tour(request: Request, _: Visitor) -> Response:
    """Follow one line on the live system: who does what next, and what has happened so far."""
    return page(request, "demo/tour.html", tour=tour(short_moment))


@router.get("/people")
def show_people(request: Request, _: Visitor) -> Response:
    """Show the cards of everybody who can be tried out."""
    viewer = getattr(request.state, "viewer", None)
    return page(
        request,
        "demo/people.html",
        people=demo_people.everybody(),
        current=viewer.account_id if viewer else None,
        way=own_path(request.query_params.get("next")),
        behind=how_far_behind(),
    )


@router.post("/move-on")
def move_on(request: Request) -> Response:
    """Play the story on to now. Who presses while it is played waits, and finds it done."""
    with _playing:
        if how_far_behind():
            story.play_on()
    return see(request, "/demo/people", message="demo-moved-on")


@router.post("/people/{account_id}")
def become_person(request: Request, account_id: UUID, form: Submitted[DemoStart]) -> Response:
    """Sign in as a demo person with one press; who has a code is asked for it."""
    card = demo_people.card_of(account_id)
    if card is None:
        raise NotFound
    way = form.text("next")
    if card.has_code:
        ticket = tickets.write(account_id)
        return page(
            request,
            "sign_in/code.html",
            form=Form.empty(OneTimeCode, ticket=ticket, next=way or None),
            shown=demo_people.code_of(account_id),
        )
    before = cookies.read(request)
    with transaction() as database:
        if before:
            sign_ins.end_by_reference(database, before)
        reference = sign_ins.begin(database, account_id, membership_id=card.membership_id)
    answer = see(request, own_path(way))
    cookies.give(request, answer, reference)
    return answer


@router.get("/mail")
def show_mails(request: Request, _: Visitor) -> Response:
    """Show every mail that would have gone out, newest first."""
    return page(request, "demo/mail.html", mails=demo_mails.page_of(turn_of(request.query_params)))


def how_far_behind() -> int:
    """Return how many days ago the story ended; 0 while it is of today."""
    ended = played_to()
    if ended is None or clocks.now() - ended < STALE_AFTER:
        return 0
    return (clocks.today() - ended.astimezone(clocks.LONDON).date()).days
