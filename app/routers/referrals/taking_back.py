"""The sender's later moves: answering what was asked, and taking an offer back."""

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import referrals
from app.errors import Refused, Stale
from app.forms.referrals import Answer, TakeBack
from app.models import Referral
from app.programmes.lists import Entry, code_list
from app.queries import receipts
from app.routers.referrals.receipt import SentReferral
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter()


@router.get("/referrals/{referral_id:uuid}/withdraw")
def ask_why_taken_back(request: Request, database: Db, referral: SentReferral) -> Response:
    """Ask for the reason."""
    return draw_withdraw(
        request, database, referral, Form.empty(TakeBack, version=referral.version)
    )


@router.post("/referrals/{referral_id:uuid}/withdraw")
def take_back_referral(
    request: Request, database: Db, referral: SentReferral, form: Submitted[TakeBack]
) -> Response:
    """Take the offer back; the receiver keeps only that there was one."""
    if not form.errors and form.values.reason not in {one.code for one in _reasons()}:
        form.refuse("reason", "Select why you take it back from the list")
    if not form.errors:
        try:
            locked = database.find(Referral, referral.id, lock=True)
            database.expect(locked, form.version)
            referrals.withdraw(database, locked, reason=form.values.reason)
            return see(request, f"/referrals/{referral.id}", message="referral-withdrawn")
        except (Refused, Stale) as trouble:
            form.troubled(trouble).version = referral.version
            return draw_withdraw(request, database, referral, form, status=409)
    return draw_withdraw(request, database, referral, form, status=422)


def draw_withdraw(
    request: Request, database: Db, referral: Referral, form: Form[TakeBack], status: int = 200
) -> Response:
    """Draw the form for taking back."""
    names = receipts.receipt_of(database, referral)
    return page(
        request,
        "referrals/withdraw.html",
        status=status,
        referral=referral,
        names=names,
        form=form,
        reasons=_reasons(),
    )


def _reasons() -> list[Entry]:
    return list(code_list("withdraw-reason").on(clocks.today()))


@router.get("/referrals/{referral_id:uuid}/answer", dependencies=[DRAFTED])
def show_question(request: Request, database: Db, referral: SentReferral) -> Response:
    """Show what was asked, with a box for the answer."""
    return draw_answer(request, database, referral, Form.empty(Answer, version=referral.version))


@router.post("/referrals/{referral_id:uuid}/answer", dependencies=[DRAFTED])
def answer_question(
    request: Request, database: Db, referral: SentReferral, form: Submitted[Answer]
) -> Response:
    """Answer; the referral is the receiver's to decide again."""
    if not form.errors:
        try:
            locked = database.find(Referral, referral.id, lock=True)
            database.expect(locked, form.version)
            referrals.answer(database, locked, answer=form.values.answer)
            return see(request, f"/referrals/{referral.id}", message="referral-answered")
        except (Refused, Stale) as trouble:
            form.troubled(trouble).version = referral.version
            return draw_answer(request, database, referral, form, status=409)
    return draw_answer(request, database, referral, form, status=422)


def draw_answer(
    request: Request, database: Db, referral: Referral, form: Form[Answer], status: int = 200
) -> Response:
    """Draw the question and the box for its answer."""
    asked = receipts.questions_of(database, referral.id)
    return page(
        request,
        "referrals/answer.html",
        status=status,
        referral=referral,
        names=receipts.receipt_of(database, referral),
        question=next((one for one in reversed(asked) if one.answered_at is None), None),
        form=form,
    )
