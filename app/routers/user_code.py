"""Turning off the code at somebody else's sign-in, such as after a lost phone."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import second_factor, sign_ins
from app.forms.administration import ResetCode
from app.forms.reasons import ResetCodeReason
from app.models import Account
from app.routers.users import FoundUser
from app.web.attempting import change, confirm
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import see
from app.web.proving import has_password, prove

router = APIRouter(prefix="/users/{user_id}/code", dependencies=[allowed(Permission.administer)])


@router.get("")
def ask_reset(request: Request, database: Db, user: FoundUser) -> Response:
    """Say what a reset means and ask why."""
    if user.totp is None:
        return see(request, f"/users/{user.id}")
    return draw(request, database, user, Form.empty(ResetCode, version=user.version))


@router.post("")
def reset_code(
    request: Request, database: Db, user: FoundUser, form: Submitted[ResetCode]
) -> Response:
    """Turn the code off and sign the user out everywhere."""
    prove(request, database, form)
    status = change(
        database, form, user, lambda: second_factor.reset(database, user, reason=form.values.reason)
    )
    if status is None:
        sign_ins.end_every(database, user.id)
        return see(request, f"/users/{user.id}", message="code-reset")
    return draw(request, database, user, form, status=status)


def draw(
    request: Request, database: Db, user: Account, form: Form[ResetCode], *, status: int = 200
) -> Response:
    """Draw the page that asks why."""
    return confirm(
        request,
        form,
        status=status,
        proves=has_password(database),
        title=f"Turn off the code of {user.name}?",
        sentences=(
            "Ring them first on a number you know: whoever asks for this may not be them.",
            "They sign in with their password alone until they set up a code again.",
            "They are signed out everywhere, and get an email about it.",
        ),
        reasons=[(reason.value, reason.label) for reason in ResetCodeReason],
        action=f"/users/{user.id}/code",
        button="Turn it off",
        back=f"/users/{user.id}",
    )
