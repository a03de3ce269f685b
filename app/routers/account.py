"""One's own account: where one is signed in, and one's password."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from app.actions import accounts, attempts, reminders, sign_ins
from app.actions.passwords import is_right, what_is_wrong
from app.errors import NotFound
from app.forms.sign_ins import ChangedPassword, NewPassword
from app.forms.supervision import Reminders
from app.models import Account
from app.queries.accounts import own_sign_ins, wants_reminders
from app.web import cookies
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.signed_in import Unlocked, address_of, open_unlocked

router = APIRouter()


@router.get("/account")
def show_account(request: Request, opened: Unlocked) -> Response:
    """Show who one is here, and one's last sign-ins."""
    return page(
        request,
        "account/account.html",
        account=opened.database.find(Account, opened.found.account_id),
        sign_ins=own_sign_ins(opened.database, opened.found.account_id),
        this_one=opened.found.id,
        reminded=wants_reminders(opened.database, opened.found.account_id),
    )


@router.post("/account/reminders")
def choose_reminders(request: Request, opened: Unlocked, form: Submitted[Reminders]) -> Response:
    """Say whether one wants mails about one's tasks."""
    if form.errors:
        return see(request, "/account")
    wanted = form.values.by_mail == "yes"
    reminders.choose(opened.database, opened.found.account_id, by_mail=wanted)
    return see(request, "/account", message="reminders-on" if wanted else "reminders-off")


@router.post("/account/sign-out-everywhere")
def sign_out_everywhere(request: Request, opened: Unlocked) -> Response:
    """End every sign-in of the account, this one too."""
    sign_ins.end_every(opened.database, opened.found.account_id)
    answer = see(request, "/sign-in", message="signed-out-everywhere")
    cookies.take(request, answer)
    return answer


@router.get("/account/password", dependencies=[Depends(open_unlocked, scope="function")])
def ask_for_password(request: Request) -> Response:
    """Ask for the old password and the new one."""
    return page(request, "account/password.html", form=Form.empty(ChangedPassword))


@router.post("/account/password")
def change_password(
    request: Request, opened: Unlocked, form: Submitted[ChangedPassword]
) -> Response:
    """Change the password; every other sign-in of the account ends."""
    account = opened.database.find(Account, opened.found.account_id)
    if not form.errors:
        typed = form.values
        attempts.take_turn(mail=account.mail, address=address_of(request))
        if not is_right(typed.old_password, account.password):
            form.refuse("old_password", "That is not your current password")
        elif wrong := what_is_wrong(typed.password, about=(account.name, account.mail)):
            form.refuse("password", wrong)
        else:
            attempts.keep_success(opened.database, mail=account.mail, address=address_of(request))
            sign_ins.change_password(opened.database, account, typed.password)
            sign_ins.end_every(opened.database, account.id, but=opened.found.id)
            return see(request, "/account", message="password-changed")
    return without_passwords(request, "account/password.html", form)


@router.get("/invitations/{token}")
def show_invitation(request: Request, token: str) -> Response:
    """Ask whoever holds an invitation for the password they want."""
    name = accounts.invited(token)
    if name is None:
        return page(request, "account/too_late.html", status=404)
    return page(
        request, "account/invitation.html", form=Form.empty(NewPassword), name=name, token=token
    )


@router.post("/invitations/{token}")
def use_invitation(request: Request, token: str, form: Submitted[NewPassword]) -> Response:
    """Set the password; the link is used up."""
    name = accounts.invited(token)
    if name is None:
        return page(request, "account/too_late.html", status=404)
    if not form.errors:
        wrong = what_is_wrong(form.values.password, about=(name,))
        if wrong:
            form.refuse("password", wrong)
        else:
            try:
                accounts.use_invitation(token, form.values.password)
            except NotFound:
                return page(request, "account/too_late.html", status=404)
            return see(request, "/sign-in", message="password-set")
    return without_passwords(request, "account/invitation.html", form, name=name, token=token)


def without_passwords(request: Request, template: str, form: Form[Any], **context: Any) -> Response:
    """Draw a form again, but never a password."""
    for box in ("password", "again_password", "old_password"):
        form.typed.pop(box, None)
    return page(request, template, status=422, form=form, **context)
