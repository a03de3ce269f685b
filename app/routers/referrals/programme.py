"""A programme's whole referral: its questions in sections, then check your answers, then send."""

from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.access import Permission
from app.database import Database
from app.errors import Refused, Stale
from app.forms.referrals import ReferralFields
from app.queries import commissions_open, referrals_sent
from app.queries.known_people import Known
from app.routers.referrals import reading, saying
from app.routers.referrals.desk import Desk, desk_at, rescued
from app.web.door import Db, allowed
from app.web.forms import Form
from app.web.pages import page, see
from app.web.posted import Posted, PostedForm

router = APIRouter(dependencies=[allowed(Permission.refer)])


class Read(NamedTuple):
    """A form that was read, the programme's answers in it, and whom it may be about."""

    form: Form[ReferralFields]
    answers: reading.Answers
    alike: list[Known]


def desk_of(request: Request, database: Database, commission_id: UUID) -> Desk:
    """The desk for this address; drafts of the whole form are private."""
    asked = request.query_params
    return desk_at(
        database,
        commission_id,
        page=f"/referrals/new/{commission_id}",
        about=asked.get("about", ""),
        draft=asked.get("draft") or asked.get("typed"),
    )


@router.get("/referrals/new/{commission_id:uuid}")
def show_referral_form(request: Request, database: Db, commission_id: UUID) -> Response:
    """Show the whole form: new, or from a draft."""
    names = commissions_open.service_of(database, commission_id).definition.side_names
    if names and request.query_params.get("about") not in names:
        return RedirectResponse(f"/referrals/new/{commission_id}/about", status_code=303)
    desk = desk_of(request, database, commission_id)
    return draw(request, desk, first_form(desk))


def first_form(desk: Desk) -> Form[Any]:
    """The form with what a draft holds, or with the place and the usual source filled in."""
    form: Form[Any] = Form.empty(ReferralFields)
    if rescued(desk, form):
        return form
    codes = {entry.code for entry in desk.sources}
    usual = desk.source or (None if desk.logged else referrals_sent.last_source(desk.database))
    form.fill("source", usual if usual in codes else None)
    if desk.site and str(desk.site.id) in dict(desk.places):
        form.fill("setting_id", desk.site.id)
        for question in desk.definition.questions:
            if question.type == "setting":
                form.fill(question.key, desk.site.id)
    return form


@router.post("/referrals/new/{commission_id:uuid}")
def take_referral_form(
    request: Request, database: Db, commission_id: UUID, posted: PostedForm
) -> Response:
    """Keep the form as a draft, and lead on to check it if nothing is wrong."""
    desk = desk_of(request, database, commission_id)
    if posted.boxes.get("do") == ["save"]:
        desk.save(posted)
        return see(request, "/drafts", message="draft-saved")
    agreement = posted.boxes.get("agreement")
    if agreement == [reading.NOT_ASKED]:
        desk.save(posted)
        return see(request, "/drafts", message="draft-not-asked")
    form, _answers = reading.read_referral(
        desk, ReferralFields, posted, list(desk.definition.questions)
    )
    refuse_declined(form)
    if form.errors:
        return draw(request, desk, form, status=422)
    desk.save(posted)
    return see(request, desk.at(f"{desk.page}/check"))


def refuse_declined(form: Form[Any]) -> None:
    """Nothing is sent about somebody who said no."""
    if form.text("agreement") == reading.DECLINED:
        form.refuse(
            "agreement",
            "They said no, so nothing about them can be sent. Leave this form without sending it",
        )


@router.get("/referrals/new/{commission_id:uuid}/check")
def show_check(request: Request, database: Db, commission_id: UUID) -> Response:
    """Show the answers once more before they are sent."""
    desk = desk_of(request, database, commission_id)
    if desk.draft is None:
        return RedirectResponse(desk.url, status_code=303)
    read = read_draft(desk)
    if read.form.errors:
        return draw(request, desk, read.form)
    database.view(desk.draft)
    return draw_check(request, desk, read)


@router.post("/referrals/new/{commission_id:uuid}/check")
def send_checked_referral(
    request: Request, database: Db, commission_id: UUID, posted: PostedForm
) -> Response:
    """Send what was checked."""
    desk = desk_of(request, database, commission_id)
    if desk.draft is None:
        return RedirectResponse(desk.url, status_code=303)
    read = read_draft(desk, same_as=posted.boxes.get("same_as"))
    if posted.key:
        read.form.key = posted.key
    if not read.form.errors:
        reading.refuse_undecided(read.form, read.alike, read.form.values)
        if read.form.errors:
            return draw_check(request, desk, read, status=422)
    if read.form.errors:
        return draw(request, desk, read.form, status=422)
    try:
        referral = reading.send(desk, read.form.values, read.answers)
    except (Refused, Stale) as trouble:
        read.form.troubled(trouble)
        return draw_check(request, desk, read, status=409)
    return see(request, f"/referrals/{referral.id}/sent")


def read_draft(desk: Desk, *, same_as: list[str] | None = None) -> Read:
    """Read the draft as if it had just been posted."""
    typed = dict(desk.draft.typed) if desk.draft else {}
    posted = Posted({**typed, **({"same_as": same_as} if same_as else {})}, {})
    form, answers = reading.read_referral(
        desk, ReferralFields, posted, list(desk.definition.questions)
    )
    refuse_declined(form)
    alike = [] if form.errors else reading.who_they_may_be(desk, form.values)
    return Read(form, answers, alike)


def draw_check(request: Request, desk: Desk, read: Read, status: int = 200) -> Response:
    """Draw check-your-answers."""
    return page(
        request,
        "referrals/check.html",
        status=status,
        desk=desk,
        form=read.form,
        alike=read.alike,
        sections=saying.sections(desk, read.form.values, read.answers),
        action=desk.at(f"{desk.page}/check"),
    )


def draw(request: Request, desk: Desk, form: Form[Any], status: int = 200) -> Response:
    """Draw the whole form."""
    form.errors = reading.as_drawn(form.errors)
    return page(request, "referrals/programme.html", status=status, desk=desk, form=form)
