"""What is typed to sign in, to unlock a screen and to set a password."""

import re
import unicodedata
from typing import Annotated, Self
from uuid import UUID

from pydantic import model_validator

from app.forms.fields import Characters, Fields, Reads, SafeLine, asks
from app.forms.reading import wrong

LONGEST = 200  # characters of a password; ASVS 5.0 asks to allow at least 64


def _secret(given: object) -> str:
    """Read a password as it was typed: spaces count, nothing is trimmed or changed but its form."""
    text = str(given)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        wrong("unreadable")
    if len(text) > LONGEST:
        wrong("too_long", most=LONGEST, over=len(text) - LONGEST)
    return unicodedata.normalize("NFKC", text)


def _key(given: object) -> str:
    """Read the key of an authenticator app: 32 letters of base32, with or without spaces."""
    text = "".join(str(given).split()).upper()
    if not re.fullmatch(r"[A-Z2-7]{32}", text):
        wrong("unreadable")
    return text


Secret = Annotated[str, Reads(_secret)]
Way = Annotated[str, Characters(2000)]
# Six digits of an app, or the sixteen letters of a recovery code with spaces between.
TypedCode = Annotated[str, Characters(40)]


class SetUpCode(Fields):
    """A key that an authenticator app was given, with the app's first code and the password."""

    key: Annotated[str, Reads(_key)] = asks("the key")
    password: Secret | None = asks("your password", default=None)
    code: TypedCode = asks("the code", missing="Enter the six digits that the app shows")


class ProveAgain(Fields):
    """Password and code of somebody who is signed in, before something that others would abuse.

    Somebody of the demo has no password: whether one is needed is for the account to say.
    """

    password: Secret | None = asks("your password", default=None)
    code: TypedCode = asks("a code", missing="Enter a code of the app, or a recovery code")


class SignInWith(Fields):
    """Email address and password. The address is not checked: any wrong one is answered alike."""

    mail: SafeLine = asks("your email address")
    password: Secret = asks("your password")
    next: Way | None = asks("where to go", default=None)


class OneTimeCode(Fields):
    """The code of an authenticator app. `ticket` says whose password was right just before."""

    code: TypedCode = asks("the code")
    ticket: Annotated[str, Characters(300)] = asks("the ticket")
    next: Way | None = asks("where to go", default=None)


class Unlock(Fields):
    """The password of whoever locked the screen."""

    password: Secret = asks("your password")
    next: Way | None = asks("where to go", default=None)


class ChosenMembership(Fields):
    """As which membership to work."""

    membership: UUID = asks("a role", missing="Select as whom you work now")
    next: Way | None = asks("where to go", default=None)


class DemoStart(Fields):
    """Where to go as a demo person."""

    next: Way | None = asks("where to go", default=None)


class NewPassword(Fields):
    """A password for the first time, or after it was forgotten: typed twice."""

    password: Secret = asks("a password")
    again_password: Secret = asks("the password again", missing="Enter the password again")

    @model_validator(mode="after")
    def is_typed_alike(self) -> Self:
        """Refuse two passwords that differ."""
        if self.password != self.again_password:
            raise ValueError("The two passwords are not the same. Type the new one twice")
        return self


class ChangedPassword(NewPassword):
    """A new password, with the old one to prove who asks."""

    old_password: Secret = asks("your current password")
