"""Proving again who one is, before something that a stranger at an open screen would do first.

The administrator's own password is asked for in the form itself. Somebody without a password (the
people of the demo sign in by a press) has nothing to prove with.
"""

from typing import Any

from fastapi import Request

from app.actions import attempts
from app.actions.passwords import is_right
from app.database import Database, transaction
from app.errors import Refused
from app.models import Account
from app.web.forms import Form
from app.web.signed_in import address_of

BOX = "own_password"


def has_password(database: Database) -> bool:
    """Whether the viewer can be asked for a password."""
    return database.find(Account, database.viewer.account_id).password is not None


def prove(request: Request, database: Database, form: Form[Any]) -> None:
    """Put an error on a form whose sender did not type their own password rightly.

    A wrong one counts as a try to sign in; it is never drawn again.
    """
    given = form.text(BOX)
    form.typed.pop(BOX, None)
    account = database.find(Account, database.viewer.account_id)
    if account.password is None or form.errors:
        return
    if not given:
        form.refuse(BOX, "Enter your own password, to show that it is you")
        return
    try:
        attempts.take_turn(mail=account.mail, address=address_of(request))
    except Refused as refused:
        form.troubled(refused)
        return
    if not is_right(given, account.password):
        form.refuse(BOX, "That is not your password")
        return
    with transaction() as counting:
        attempts.keep_success(counting, mail=account.mail, address=address_of(request))
