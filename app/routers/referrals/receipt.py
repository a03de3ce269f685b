"""After sending: who got it, and what became of it, in sentences with dates."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.access import Permission, may
from app.actions.people import details_of
from app.actions.referrals import SERVICE_REASON, definition_for
from app.database import Database
from app.errors import NotFound
from app.models import Referral, ReferralState
from app.pathway import Party, moves_open_to, parties
from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.queries import commissions_open, receipts
from app.queries.receipts import Asked, ReceiptNames
from app.routers.referrals import saying
from app.web import words
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter()


def find_sent(database: Db, referral_id: UUID) -> Referral:
    """The referral, if the viewer's organisation and side sent it. Raises NotFound."""
    if not may(database.viewer.role, Permission.refer):
        raise NotFound
    referral = database.find(Referral, referral_id)
    if Party.sender not in parties(referral, database.viewer):
        raise NotFound
    return referral


SentReferral = Annotated[Referral, Depends(find_sent, scope="function")]


@router.get("/referrals/{referral_id:uuid}/sent")
def show_sent(request: Request, database: Db, referral: SentReferral) -> Response:
    """Say that it was sent: reference, who got it, when to expect a contact, what to do next."""
    return page(
        request,
        "referrals/sent.html",
        referral=referral,
        names=receipts.receipt_of(database, referral),
        taken_on=took_on(referral),
    )


@router.get("/referrals/{referral_id:uuid}/card")
def show_card(request: Request, database: Db, referral: SentReferral) -> Response:
    """A card to print and hand over: no address, no reason, nothing of the person but the name."""
    database.view(referral, "printed")
    return page(
        request,
        "referrals/card.html",
        referral=referral,
        names=receipts.receipt_of(database, referral),
    )


@router.get("/referrals/{referral_id:uuid}", dependencies=[allowed(Permission.refer)])
def show_referral(request: Request, database: Db, referral_id: UUID) -> Response:
    """Show the receipt to the sender; the receiver finds the offer in its queue."""
    referral = database.find(Referral, referral_id)
    if Party.sender not in parties(referral, database.viewer):
        return RedirectResponse(f"/queue/{referral.id}", status_code=303)
    database.view(referral)
    names = receipts.receipt_of(database, referral)
    definition = definition_for(database, referral).for_side(referral.side)
    asked = receipts.questions_of(database, referral.id)
    return page(
        request,
        "referrals/receipt.html",
        referral=referral,
        names=names,
        parts=what_was_sent(database, definition, names),
        story=story_of(referral, names, asked, definition),
        open_question=next((one for one in asked if one.answered_at is None), None),
        moves={move.name for move in moves_open_to(database.viewer, referral)},
        decline_label=decline_label(referral, definition),
        also_receiver=Party.provider in parties(referral, database.viewer),
    )


def took_on(referral: Referral) -> bool:
    """Whether sending it opened the case: sender and provider were one."""
    return referral.accepted_at is not None and referral.accepted_at == referral.sent_at


def decline_label(referral: Referral, definition: Definition) -> str | None:
    """The agreed reason of a decline, in the programme's words."""
    if referral.decline_reason is None:
        return None
    if referral.decline_reason == SERVICE_REASON:
        return "The service cannot take this on"
    reason = definition.decline_reason(referral.decline_reason)
    return reason.label if reason else referral.decline_reason


def what_was_sent(
    database: Database, definition: Definition, names: ReceiptNames
) -> list[saying.Part]:
    """The sender's own copy of what it wrote, under the questions that were asked."""
    ids = [names.answers.get(one.key) for one in definition.questions if one.type == "setting"]
    places = commissions_open.place_names(
        database, (UUID(str(id_)) for id_ in ids if id_ and id_ != "not-known")
    )
    found = [
        saying.Part(section.title, "", rows)
        for section in definition.referral.sections
        if (rows := saying.in_words(definition, section.title, names.answers, places))
    ]
    beside = [
        (label, saying.YES_NO.get(str(said), str(said)))
        for key, label in saying.ALONGSIDE.items()
        if (said := names.answers.get(key))
    ]
    person = details_of(names.person)
    who = [("Name", f"{person.preferred_name} {person.family_name}".strip())]
    if person.born_on:
        who.append(("Date of birth", words.day(person.born_on)))
    elif person.age_given is not None:
        who.append(("Age", str(person.age_given)))
    if person.contact and person.contact.phone:
        who.append(("Phone number", words.phone(person.contact.phone)))
    return [saying.Part("The person", "", who + beside), *found]


def story_of(
    referral: Referral, names: ReceiptNames, asked: list[Asked] | Any, definition: Definition
) -> list[dict[str, Any]]:
    """What happened, newest first: each with `title`, `at`, and what was written."""
    told: list[dict[str, Any]] = []

    def tell(at: Any, title: str, *, byline: str | None = None, text: str | None = None) -> None:
        if at is not None:
            told.append({"at": at, "title": title, "byline": byline, "text": text})

    if referral.received_at:
        how = code_list("referral-channel").label(referral.channel)
        tell(referral.received_at, f"Received {how[:1].lower()}{how[1:]}")
        tell(referral.sent_at, "Logged in Throughline", byline=names.sent_by)
    else:
        tell(referral.sent_at, f"Sent to {names.provider}", byline=names.sent_by)
    tell(referral.seen_at, f"{names.provider} read it")
    for one in asked:
        tell(one.asked_at, f"{names.provider} needs to know more", text=one.question)
        tell(one.answered_at, "Answered", text=one.answer)
    review = (
        f"They look at it again on {words.day(referral.review_on)}." if referral.review_on else None
    )
    tell(referral.waiting_since, "On the waiting list", text=review)
    tell(
        referral.accepted_at,
        f"{names.provider} took this person on"
        if took_on(referral)
        else f"{names.provider} accepted it",
    )
    tell(
        referral.declined_at,
        f"{names.provider} declined it",
        text=decline_label(referral, definition),
    )
    if referral.state == ReferralState.withdrawn and referral.withdraw_reason:
        why = code_list("withdraw-reason").label(referral.withdraw_reason)
        tell(referral.withdrawn_at, "Taken back", text=why)
    tell(referral.first_contact_at, "First contact was made")
    ended = "could not reach them" if referral.unreachable_at else "has finished its work"
    tell(referral.closed_at, f"{names.provider} {ended}")
    order = {id(one): place for place, one in enumerate(told)}
    return sorted(told, key=lambda one: (one["at"], order[id(one)]), reverse=True)
