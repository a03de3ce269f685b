"""Logging what came by phone, mail, panel or in person: the clocks start when it was received."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app import clocks
from app.access import Permission
from app.actions import referrals
from app.database import Database
from app.errors import Refused, Stale
from app.forms.fields import moment_of
from app.forms.referrals import ReceivedFields
from app.models import Commission, DraftEnd
from app.programmes.lists import code_list
from app.queries import commissions_open
from app.queries.known_people import Known
from app.routers.referrals import programme, reading
from app.routers.referrals.desk import Desk, desk_at
from app.web.door import Db, allowed
from app.web.forms import Form
from app.web.pages import page, see
from app.web.posted import PostedForm

# Ways that nobody logs: what came by them is here already.
OUR_OWN = frozenset({"throughline", "guest-link", "imported"})
router = APIRouter(dependencies=[allowed(Permission.log_received)])


@router.get("/referrals/received")
def choose_own_service(request: Request, database: Db) -> Response:
    """Show the viewer's own services, or go straight to the only one."""
    own = [one for one in commissions_open.services(database) if one.own]
    if len(own) == 1:
        return RedirectResponse(f"/referrals/received/{own[0].id}", status_code=303)
    return page(request, "referrals/own_services.html", services=own)


def desk_of(request: Request, database: Database, commission_id: UUID) -> Desk:
    """The desk for this address: on the viewer's own side, with every source of the programme."""
    return desk_at(
        database,
        commission_id,
        page=f"/referrals/received/{commission_id}",
        about=str(database.viewer.side),
        draft=request.query_params.get("draft") or request.query_params.get("typed"),
        logged=True,
    )


@router.get("/referrals/received/{commission_id:uuid}")
def show_received_form(request: Request, database: Db, commission_id: UUID) -> Response:
    """Show the form for a referral that somebody else sent."""
    desk = desk_of(request, database, commission_id)
    form = programme.first_form(desk)
    if not form.text("received_at"):
        now = clocks.now().astimezone(clocks.LONDON)
        form.fill("received_on", now.date())
        form.fill("received_at", now.time())
    return draw(request, desk, form)


@router.post("/referrals/received/{commission_id:uuid}")
def log_received_referral(
    request: Request, database: Db, commission_id: UUID, posted: PostedForm
) -> Response:
    """Log it; it then stands in the queue, with its clocks running since it was received."""
    desk = desk_of(request, database, commission_id)
    if posted.boxes.get("do") == ["save"]:
        desk.save(posted)
        return see(request, "/drafts", message="draft-saved")
    form, answers = reading.read_referral(
        desk, ReceivedFields, posted, list(desk.definition.questions)
    )
    if not form.text("source"):
        form.refuse("source", "Select who sent it")
    if not form.text("channel"):
        form.refuse("channel", "Select how it came")
    programme.refuse_declined(form)
    alike: list[Known] = []
    if not form.errors:
        alike = reading.who_they_may_be(desk, form.values)
        reading.refuse_undecided(form, alike, form.values)
    if form.errors:
        return draw(request, desk, form, alike=alike, status=422)
    values = form.values
    try:
        new = reading.new_referral(desk, database.find(Commission, commission_id), values, answers)
        logged = referrals.log_received(
            database,
            new._replace(
                channel=values.channel or "",
                received_at=moment_of(values.received_on, values.received_at),
            ),
        )
        desk.end(DraftEnd.sent)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw(request, desk, form, alike=alike, status=409)
    return see(request, f"/queue/{logged.id}", message="referral-logged")


def draw(
    request: Request,
    desk: Desk,
    form: Form[ReceivedFields],
    *,
    alike: list[Known] | None = None,
    status: int = 200,
) -> Response:
    """Draw the form for what was received."""
    form.errors = reading.as_drawn(form.errors)
    channels = [
        one for one in code_list("referral-channel").on(clocks.today()) if one.code not in OUR_OWN
    ]
    return page(
        request,
        "referrals/received.html",
        status=status,
        desk=desk,
        form=form,
        alike=alike or [],
        channels=channels,
    )
