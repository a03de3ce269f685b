"""Signing in: email address and password, and a code where the account has one."""

from fastapi import APIRouter, Request, Response

from app.actions import sign_ins
from app.errors import Refused
from app.forms.sign_ins import OneTimeCode, SignInWith
from app.queries import demo_people
from app.queries.installations import is_demo
from app.web import cookies, tickets
from app.web.arriving import arrive
from app.web.forms import WHOLE, Form, Submitted
from app.web.pages import own_path, page
from app.web.signed_in import address_of

router = APIRouter()


@router.get("/sign-in")
def show_sign_in(request: Request) -> Response:
    """Show the form, and in a demo the cards of its people."""
    way = request.query_params.get("next")
    # A cookie without a live sign-in behind it: it was ended by time, or elsewhere.
    return draw(request, Form.empty(SignInWith, next=way), ended=cookies.read(request) is not None)


@router.post("/sign-in")
def sign_in(request: Request, form: Submitted[SignInWith]) -> Response:
    """Check email address and password; ask for the code of an account that has one."""
    if not form.errors:
        typed = form.values
        try:
            proved = sign_ins.prove(
                mail=typed.mail, password=typed.password, address=address_of(request)
            )
        except Refused as refused:
            form.troubled(refused)
        else:
            if proved.needs_code:
                ticket = tickets.write(proved.account_id)
                return ask_for_code(
                    request, Form.empty(OneTimeCode, ticket=ticket, next=typed.next)
                )
            return arrive(request, proved.account_id, typed.next)
    return draw(request, form, status=422)


@router.post("/sign-in/code")
def check_code(request: Request, form: Submitted[OneTimeCode]) -> Response:
    """Check the one-time code of whoever's password was right just before."""
    if set(form.errors) - {"code"}:
        return draw(request, Form.empty(SignInWith), status=422)
    account_id = tickets.read(form.text("ticket"))
    if account_id is None:
        again = Form.empty(SignInWith, next=form.text("next") or None)
        sentence = "That took longer than five minutes. Sign in again."
        return draw(request, again.refuse(WHOLE, sentence), status=422)
    if not form.errors:
        try:
            sign_ins.prove_code(
                account_id=account_id, code=form.values.code, address=address_of(request)
            )
        except Refused as refused:
            form.refuse("code", refused.sentence)
        else:
            return arrive(request, account_id, form.values.next)
    return ask_for_code(request, form, status=422)


def draw(
    request: Request, form: Form[SignInWith], *, status: int = 200, ended: bool = False
) -> Response:
    """Draw the sign-in page; a password is never drawn again."""
    form.typed.pop("password", None)
    way = own_path(form.text("next"))
    people = demo_people.everybody() if is_demo() else []
    return page(
        request,
        "sign_in/sign_in.html",
        status=status,
        form=form,
        people=people,
        way=way,
        ended=ended,
        current=None,
    )


def ask_for_code(request: Request, form: Form[OneTimeCode], *, status: int = 200) -> Response:
    """Draw the page for the code. In a demo, where nobody has the device, it shows the code."""
    account_id = tickets.read(form.text("ticket"))
    shown = demo_people.code_of(account_id) if account_id and is_demo() else None
    form.typed.pop("code", None)
    return page(request, "sign_in/code.html", status=status, form=form, shown=shown)
