"""The code at one's own sign-in: set up an authenticator app, recovery codes, turn it off."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions import attempts, second_factor, sign_ins
from app.actions.passwords import is_right
from app.errors import Refused
from app.forms.sign_ins import ProveAgain, SetUpCode
from app.models import Account
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.signed_in import Opened, Unlocked, address_of

router = APIRouter(prefix="/account/code")

WRONG_PASSWORD = "That is not your password"  # noqa: S105 - a sentence


@router.get("")
def show_code(request: Request, opened: Unlocked) -> Response:
    """Say how the code is used, or show a fresh key for an authenticator app."""
    account = mine(opened)
    if account.totp is not None:
        left = second_factor.left(opened.database, account.id)
        return page(request, "account/code_on.html", left=left)
    return draw_set_up(request, account, Form.empty(SetUpCode, key=second_factor.new_secret()))


@router.post("")
def set_up_code(request: Request, opened: Unlocked, form: Submitted[SetUpCode]) -> Response:
    """Ask for a code from now on; every other sign-in of the account ends."""
    account = mine(opened, lock=True)
    if not form.errors and proved(request, form, account):
        try:
            made = second_factor.begin(
                opened.database, account, secret=form.values.key, code=form.values.code
            )
        except Refused as refused:
            form.refuse("code", refused.sentence)
        else:
            succeeded(request, opened, account)
            sign_ins.end_every(opened.database, account.id, but=opened.found.id)
            return draw_codes(request, made)
    return draw_set_up(request, account, form, status=422)


@router.get("/recovery")
def ask_recovery(request: Request, opened: Unlocked) -> Response:
    """Ask for password and code before new recovery codes are shown."""
    account = mine(opened)
    if account.totp is None:
        return see(request, "/account/code")
    return page(request, "account/code_recovery.html", form=Form.empty(ProveAgain), account=account)


@router.post("/recovery")
def renew_recovery(request: Request, opened: Unlocked, form: Submitted[ProveAgain]) -> Response:
    """Make new recovery codes; the earlier ones stop working."""
    account = mine(opened, lock=True)
    if account.totp is None:
        return see(request, "/account/code")
    if not form.errors and proved(request, form, account) and used(opened, form, account):
        succeeded(request, opened, account)
        return draw_codes(request, second_factor.renew(opened.database, account))
    return without_secrets(request, "account/code_recovery.html", form, account)


@router.get("/off")
def ask_off(request: Request, opened: Unlocked) -> Response:
    """Ask for password and code before it is turned off."""
    account = mine(opened)
    if account.totp is None:
        return see(request, "/account/code")
    return page(request, "account/code_off.html", form=Form.empty(ProveAgain), account=account)


@router.post("/off")
def turn_off(request: Request, opened: Unlocked, form: Submitted[ProveAgain]) -> Response:
    """Ask for no code any more."""
    account = mine(opened, lock=True)
    if account.totp is None:
        return see(request, "/account/code")
    if not form.errors and proved(request, form, account) and used(opened, form, account):
        succeeded(request, opened, account)
        second_factor.end(opened.database, account)
        return see(request, "/account", message="code-turned-off")
    return without_secrets(request, "account/code_off.html", form, account)


def mine(opened: Opened, *, lock: bool = False) -> Account:
    """The account of whoever is signed in."""
    return opened.database.find(Account, opened.found.account_id, lock=lock)


def proved(request: Request, form: Form[Any], account: Account) -> bool:
    """Whether the password is right; a wrong one counts as a try to sign in."""
    given = form.values.password
    # Somebody of the demo signs in by a press and has no password to prove.
    if account.password is not None and not given:
        form.refuse("password", "Enter your password")
        return False
    try:
        attempts.take_turn(mail=account.mail, address=address_of(request))
    except Refused as refused:
        form.troubled(refused)
        return False
    if account.password is not None and not is_right(given or "", account.password):
        form.refuse("password", WRONG_PASSWORD)
        return False
    return True


def succeeded(request: Request, opened: Opened, account: Account) -> None:
    """Password and code were right: earlier tries are forgiven."""
    attempts.keep_success(opened.database, mail=account.mail, address=address_of(request))


def used(opened: Opened, form: Form[ProveAgain], account: Account) -> bool:
    """Whether the code is right; it is used up with that."""
    try:
        second_factor.use(opened.database, account, form.values.code)
    except Refused as refused:
        form.refuse("code", refused.sentence)
        return False
    return True


def draw_set_up(
    request: Request, account: Account, form: Form[SetUpCode], *, status: int = 200
) -> Response:
    """Draw the page with the key; the same key again after a mistake."""
    form.typed.pop("password", None)
    key = form.text("key")
    groups = [key[at : at + 4] for at in range(0, len(key), 4)]
    return page(
        request,
        "account/code_set_up.html",
        status=status,
        form=form,
        groups=groups,
        account=account,
    )


def draw_codes(request: Request, codes: Sequence[str]) -> Response:
    """Show recovery codes, this once."""
    return page(request, "account/code_made.html", codes=codes)


def without_secrets(request: Request, template: str, form: Form[Any], account: Account) -> Response:
    """Draw a form again, but neither password nor code."""
    for box in ("password", "code"):
        form.typed.pop(box, None)
    return page(request, template, status=422, form=form, account=account)
