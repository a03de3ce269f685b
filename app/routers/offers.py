"""An offer before it is decided: what may be seen of it, and the receiver's decisions."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import contact_tries, guest_questions, referrals
from app.database import Database
from app.errors import Refused, Stale
from app.forms.absences import Press
from app.forms.decisions import Accept, Ask, Decline, Wait
from app.models import Case, Person
from app.programmes.delivery import DeclineReason
from app.programmes.lists import code_list
from app.queries import offers
from app.queries.contact_tries import NOT_REACHABLE, Tries, tries_of_offer
from app.queries.offers import Alike
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.found_offer import DecidedOffer, OfferFile, OfferGone, offer_to_see
from app.web.pages import page, see
from app.web.standing import clock_words, is_late, waited

router = APIRouter()

NEW = "new"
# Whose reason it is, where the words of the reason do not say so themselves.
WHOSE = {"person": "Their own reason", "provider": "Our reason"}


@router.get("/queue/{referral_id}", dependencies=[allowed(Permission.work)])
def show_offer(request: Request, referral_id: UUID, database: Db) -> Response:
    """Show what the programme shows before acceptance, who may be the same, and what to do.

    Of one that was declined or taken back: who, when and why, and nothing else.
    """
    try:
        offer = offer_to_see(referral_id, database)
    except OfferGone as gone:
        return page(request, "queue/ended.html", ended=gone.ended)
    return page(
        request,
        "queue/offer.html",
        offer=offer,
        moves={move.name: move for move in offer.moves},
        clocks=[
            (clock_label(offer, one.name), clock_words(one.name, one.due_at), is_late(one.due_at))
            for one in offers.clocks_of(database, offer.referral)
        ],
        questions=offers.questions_of(database, offer.referral),
        sent_words=sent_words(offer),
    )


def clock_label(offer: OfferFile, name: str) -> str:
    """The words of the programme for one of its clocks."""
    clock = offer.definition.clock(name)
    return clock.label if clock else name


def sent_words(offer: OfferFile) -> dict[str, str]:
    """Codes of the referral in the words of their lists."""
    referral = offer.referral
    came = referral.received_at or referral.sent_at
    return {
        "source": code_list("referral-source").label(referral.source),
        "channel": code_list("referral-channel").label(referral.channel),
        "agreement": code_list("agreement").label(referral.agreement),
        "waited": waited(came) if came else "",
    }


def step(
    request: Request,
    name: str,
    offer: OfferFile,
    form: Form[Any],
    status: int = 200,
    **more: Any,
) -> Response:
    """Draw the page of a decision; after a failed one what was typed stands in it again."""
    # Whoever sends it again has read what changed.
    form.version = offer.referral.version
    status = 422 if form.errors and status == 200 else status  # noqa: PLR2004 - HTTP's own number
    return page(request, f"queue/{name}.html", status=status, offer=offer, form=form, **more)


def decide(
    request: Request, name: str, offer: OfferFile, form: Form[Any], trouble: Refused | Stale
) -> Response:
    """Draw the page of a decision that the rules or another person's edit refused."""
    form.troubled(trouble)
    return step(request, name, offer, form, trouble.status, **choices(name, offer))


def choices(name: str, offer: OfferFile) -> dict[str, Any]:
    """What the page of a decision lets one choose from."""
    if name == "decline":
        reasons = [(one.code, one.label, WHOSE.get(one.whose)) for one in offer.definition.decline]
        few = code_list("few-attempts-reason").entries
        # Only these ask for a word about the attempts.
        not_reached = [one.code for one in offer.definition.decline if one.whose == NOT_REACHABLE]
        return {"reasons": reasons, "few": few, "not_reached": " ".join(not_reached)}
    if name == "accept":
        return {"known": ways_to_join(offer)}
    return {}


def open_here(offer: OfferFile, person_id: UUID | None) -> Alike | None:
    """The case in this service that is open for somebody who may be the one offered."""
    here = offer.referral.commission_id
    return next(
        (
            one
            for one in offer.alike
            if one.person_id == person_id and one.is_open_case and one.commission_id == here
        ),
        None,
    )


def ways_to_join(offer: OfferFile) -> list[tuple[str, str, str]]:
    """People we know who may be the one offered: what is chosen, who it is, what comes of it."""
    found = []
    for one in offer.people:
        here = open_here(offer, one.person_id)
        age = f", age {one.age}" if one.age is not None else ""
        standing = "open" if one.is_open_case else "closed"
        what = (
            "No second case: the referral joins the case that is open here"
            if here
            else f"A new case joins the record we have ({standing} in {one.commission})"
        )
        found.append((str(one.person_id), f"Yes: {one.name}{age}, {(here or one).reference}", what))
    return found


@router.get("/queue/{referral_id}/accept")
def ask_whether_known(request: Request, offer: DecidedOffer) -> Response:
    """Ask whether the person is one we know, and say what accepting does."""
    return step(request, "accept", offer, Form.empty(Accept), **choices("accept", offer))


@router.post("/queue/{referral_id}/accept")
def accept_referral(
    request: Request, offer: DecidedOffer, database: Db, form: Submitted[Accept]
) -> Response:
    """Accept: a case opens, and the next page asks who will hold it."""
    allowed = {NEW, *(str(one.person_id) for one in offer.people)}
    given = form.text("known") or (None if len(allowed) > 1 else NEW)
    if not offer.is_live:
        # Decided meanwhile, perhaps by this very press: the refusal says so.
        given = NEW
    elif given not in allowed:
        form.refuse("known", "Select whether this is somebody you already work with")
    if form.errors:
        return step(request, "accept", offer, form, **choices("accept", offer))
    try:
        database.expect(offer.referral, form.version)
        known = None if given == NEW else UUID(str(given))
        if here := open_here(offer, known) if known else None:
            case = database.find(Case, here.case_id, lock=True)
            referrals.join(database, offer.referral, case=case)
            return see(request, f"/cases/{case.id}", message="referral-joined")
        person = database.find(Person, known) if known else None
        case = referrals.accept(database, offer.referral, person=person)
    except (Refused, Stale) as trouble:
        return decide(request, "accept", offer, form, trouble)
    return see(request, f"/cases/{case.id}/allocate", message="referral-accepted")


@router.get("/queue/{referral_id}/decline")
def ask_why_declined(request: Request, offer: DecidedOffer, reason: str = "") -> Response:
    """Ask for the reason; a link from a look-alike has chosen "already with us"."""
    known = reason if offer.definition.decline_reason(reason) else None
    form = Form.empty(Decline, reason=known)
    return step(request, "decline", offer, form, **choices("decline", offer))


@router.post("/queue/{referral_id}/decline")
def decline_referral(
    request: Request, offer: DecidedOffer, database: Db, form: Submitted[Decline]
) -> Response:
    """Decline with a coded reason; whose reason it is the programme says."""
    reason = offer.definition.decline_reason(form.text("reason"))
    if reason is None:
        form.refuse("reason", "Select why you decline this referral")
    hasty = few_tries(offer, database, form, reason)
    if form.errors or reason is None:
        return step(request, "decline", offer, form, **choices("decline", offer))
    try:
        database.expect(offer.referral, form.version)
        referrals.decline(database, offer.referral, reason=reason.code, whose=reason.whose)
        if hasty is not None and form.values.few:
            contact_tries.explain_few(database, offer.referral, reason=form.values.few, tries=hasty)
    except (Refused, Stale) as trouble:
        return decide(request, "decline", offer, form, trouble)
    return see(request, "/queue", message="referral-declined")


def few_tries(
    offer: OfferFile, database: Database, form: Form[Decline], reason: DeclineReason | None
) -> Tries | None:
    """The tries so far, if "not reachable" needs a word about them; refused in the form without."""
    if reason is None or reason.whose != NOT_REACHABLE:
        return None
    tries = tries_of_offer(database, offer.referral, offer.definition.attempts)
    if tries.enough:
        return None
    known = {entry.code for entry in code_list("few-attempts-reason").entries}
    if form.text("few") not in known:
        said = f"{tries.number} at contact so far, the programme asks for {tries.minimum}"
        form.refuse("few", f"Select why there were no more attempts ({said})")
    return tries


@router.get("/queue/{referral_id}/ask", dependencies=[DRAFTED])
def ask_what_is_missing(request: Request, offer: DecidedOffer) -> Response:
    """Ask what the sender should be asked."""
    return step(request, "ask", offer, Form.empty(Ask))


@router.post("/queue/{referral_id}/ask", dependencies=[DRAFTED])
def ask_sender(
    request: Request, offer: DecidedOffer, database: Db, form: Submitted[Ask]
) -> Response:
    """Put a question to the sender; the referral waits for the answer."""
    if form.errors:
        return step(request, "ask", offer, form)
    try:
        database.expect(offer.referral, form.version)
        referrals.ask(database, offer.referral, question=form.values.question)
    except (Refused, Stale) as trouble:
        return decide(request, "ask", offer, form, trouble)
    return see(request, "/queue", message="referral-asked")


@router.post("/queue/{referral_id}/ask/again")
def email_question_again(
    request: Request, offer: DecidedOffer, database: Db, form: Submitted[Press]
) -> Response:
    """Email a guest a new link for the question that waits for their answer."""
    database.expect(offer.referral, form.version)
    guest_questions.email_again(database, offer.referral)
    return see(request, offer.url, message="question-emailed-again")


@router.get("/queue/{referral_id}/wait")
def ask_review_date(request: Request, offer: DecidedOffer) -> Response:
    """Ask when the waiting list is looked at again."""
    return step(request, "wait", offer, Form.empty(Wait))


@router.post("/queue/{referral_id}/wait")
def put_on_waiting_list(
    request: Request, offer: DecidedOffer, database: Db, form: Submitted[Wait]
) -> Response:
    """Accept in principle while there is no place."""
    if form.errors:
        return step(request, "wait", offer, form)
    try:
        database.expect(offer.referral, form.version)
        referrals.wait(database, offer.referral, review_on=form.values.review_on)
    except (Refused, Stale) as trouble:
        return decide(request, "wait", offer, form, trouble)
    return see(request, "/queue?state=waiting", message="referral-waiting")
