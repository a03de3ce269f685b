"""The one-page referral: at the bedside, in under two minutes."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app import clocks
from app.access import Permission
from app.actions.approaches import record_approach
from app.database import Database
from app.errors import Refused, Stale
from app.forms.referrals import ReferralFields, WhereAndWhen
from app.models import ApproachOutcome, Commission, DraftEnd, Role
from app.programmes.definition import Definition
from app.queries import commissions_open
from app.queries.known_people import Known
from app.routers.referrals import reading
from app.routers.referrals.desk import Desk, desk_at, known_place, rescued
from app.web.door import Db, allowed
from app.web.forms import Form, read
from app.web.pages import page, see
from app.web.posted import Posted, PostedForm

router = APIRouter(dependencies=[allowed(Permission.refer)])


def desk_of(request: Request, database: Database, commission_id: UUID) -> Desk:
    """The desk for this address. A navigator's draft belongs to the shift."""
    asked = request.query_params
    return desk_at(
        database,
        commission_id,
        page=f"/referrals/new/{commission_id}/quick",
        about=asked.get("about", ""),
        draft=asked.get("draft") or asked.get("typed"),
        shared=database.viewer.role is Role.navigator,
    )


@router.get("/referrals/new/{commission_id:uuid}/quick")
def show_quick_referral(request: Request, database: Db, commission_id: UUID) -> Response:
    """Show the form: new, from a draft of the shift, or as it stood when a sign-in ended."""
    if _asks_about(request, database, commission_id):
        return RedirectResponse(f"/referrals/new/{commission_id}/about", status_code=303)
    desk = desk_of(request, database, commission_id)
    form = first_form(desk)
    return draw(request, desk, form)


def _asks_about(request: Request, database: Database, commission_id: UUID) -> bool:
    names = commissions_open.service_of(database, commission_id).definition.side_names
    return bool(names) and request.query_params.get("about") not in names


def first_form(desk: Desk) -> Form[ReferralFields]:
    """The form with what a draft holds, or with the place and the time filled in."""
    form: Form[ReferralFields] = Form.empty(ReferralFields)
    rescued(desk, form)
    draft = desk.draft
    # What a draft does not hold is as it was where and when it was begun.
    begun_at = draft.made_at if draft else clocks.now()
    site_id = draft.setting_id if draft else desk.site.id if desk.site else None
    begun = begun_at.astimezone(clocks.LONDON)
    if "seen_at" in desk.definition.referral.quick and "seen_at" not in form.typed:
        form.fill("seen_on", begun.date())
        form.fill("seen_at", begun.time())
    if "setting_id" not in form.typed:
        form.fill("setting_id", site_id)
    if "source" not in form.typed:
        form.fill("source", desk.source)
    return form


@router.post("/referrals/new/{commission_id:uuid}/quick")
def take_quick_referral(
    request: Request, database: Db, commission_id: UUID, posted: PostedForm
) -> Response:
    """Send it, keep it as a draft, or record that help was offered and declined."""
    desk = desk_of(request, database, commission_id)
    said = {name: texts[0] for name, texts in posted.boxes.items() if texts}
    if said.get("do") == "save":
        desk.save(posted)
        return see(request, "/drafts", message="draft-saved")
    if said.get("do") == "end":
        return see(request, f"/drafts/{desk.save(posted).id}/end")
    if said.get("agreement") == reading.DECLINED:
        return record_declined(request, desk, posted)
    if said.get("agreement") == reading.NOT_ASKED:
        desk.save(posted)
        return see(request, "/drafts", message="draft-not-asked")
    form, answers = reading.read_referral(desk, ReferralFields, posted, desk.quick_questions)
    return send_checked(request, desk, form, answers)


def send_checked(
    request: Request, desk: Desk, form: Form[ReferralFields], answers: reading.Answers
) -> Response:
    """Send a referral that was read, unless something is wrong or it may be somebody we know."""
    alike: list[Known] = []
    if not form.errors:
        alike = reading.who_they_may_be(desk, form.values)
        reading.refuse_undecided(form, alike, form.values)
    if form.errors:
        return draw(request, desk, form, alike=alike, status=422)
    try:
        referral = reading.send(desk, form.values, answers)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw(request, desk, form, alike=alike, status=409)
    return see(request, f"/referrals/{referral.id}/sent")


def record_declined(request: Request, desk: Desk, posted: Posted) -> Response:
    """Count that help was offered and declined: a place and a day, and no name."""
    names = {"setting_id", "seen_on-day", "seen_on-month", "seen_on-year"}
    boxes = {name: texts for name, texts in posted.boxes.items() if name in names}
    where = read(WhereAndWhen, Posted(boxes, posted.carried))
    met = where.values if not where.errors else WhereAndWhen()
    site = desk.site.id if desk.site else None
    place = known_place(desk.database, str(met.setting_id)) if met.setting_id else site
    record_approach(
        desk.database,
        commission=desk.database.find(Commission, desk.service.id),
        outcome=ApproachOutcome.declined,
        happened_on=met.seen_on or clocks.today(),
        setting_id=place,
    )
    desk.end(DraftEnd.sent)
    return see(request, "/", message="offer-recorded")


def draw(
    request: Request,
    desk: Desk,
    form: Form[ReferralFields],
    *,
    alike: list[Known] | None = None,
    status: int = 200,
) -> Response:
    """Draw the one-page form."""
    if alike is None:
        alike = []
    order = order_of(desk.definition)
    form.errors = as_drawn(form.errors, order)
    return page(
        request,
        "referrals/quick.html",
        status=status,
        desk=desk,
        form=form,
        alike=alike,
        questions={question.key: question for question in desk.quick_questions},
        order=order,
        wait=commissions_open.waits(desk.database).get(desk.service.id),
        own=desk.service.own and desk.database.viewer.role is Role.navigator,
    )


# What stands on the one-page form even where a programme does not name it: nobody is referred
# without agreement, without a word on danger, or without being told about their data.
ALWAYS = ("preferred_name", "age_or_birth", "agreement", "safe_contact", "immediate_risk")


# The boxes that are drawn under another name of the programme's document.
DRAWN_UNDER = {
    "born_on": "age_or_birth", "age_given": "age_or_birth", "agreement_reason": "agreement",
    "phone": "safe_contact", "reach": "safe_contact", "best_time": "safe_contact",
    "setting_id": "setting", "seen_on": "seen_at",
}  # fmt: skip
FIRST = ("_form", "same_as")


def as_drawn(errors: dict[str, str], order: list[str]) -> dict[str, str]:
    """What is wrong in the order of the page, so that nobody jumps up and down to mend it."""
    places = {key: place for place, key in enumerate([*FIRST, *order])}

    def place_of(name: str) -> int:
        return places.get(DRAWN_UNDER.get(name, name), len(places))

    return dict(sorted(errors.items(), key=lambda one: place_of(one[0])))


def order_of(definition: Definition) -> list[str]:
    """The fields of the one-page form in the order of the programme's document."""
    named = list(definition.referral.quick)
    if "area" in definition.referral.offer and "area" not in named:
        place = named.index("safe_contact") + 1 if "safe_contact" in named else len(named)
        named.insert(place, "area")
    return named + [key for key in ALWAYS if key not in named]
