"""The code beside the password: set up, used, turned off; and what to do without the phone.

Codes of an authenticator app are TOTP (RFC 6238: SHA-1, six digits, half a minute). A recovery code
works once in place of one. Of its sixteen letters (74 bits) only a keyed code is kept.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, update
from sqlmodel import col, select

from app import clocks
from app.actions import mails
from app.database import Database
from app.errors import Refused
from app.forms.reasons import ResetCodeReason
from app.models import Account, RecoveryCode
from app.models.encrypted import blind
from app.models.naming import LETTERS

HOW_MANY = 10
LENGTH, GROUP = 16, 4  # letters of a recovery code, and how they are shown
WRONG = "That code is not right, or was used already. Wait for the next one and enter it."
NOT_YET = "That code does not belong to this key. Check the key and the time on your phone"


def new_secret() -> str:
    """A key for an authenticator app, in the letters that apps take (base32, 160 bits)."""
    return pyotp.random_base32()


def step_of(secret: str, code: str) -> int | None:
    """The number of the half minute that a code belongs to: this one or one beside it."""
    totp, now = pyotp.TOTP(secret), int(clocks.now().timestamp())
    steps = (now // totp.interval + offset for offset in (0, -1, 1))
    digits = code.replace(" ", "")
    return next(
        (
            step
            for step in steps
            if secrets.compare_digest(totp.generate_otp(step).encode(), digits.encode())
        ),
        None,
    )


def begin(database: Database, account: Account, *, secret: str, code: str) -> Sequence[str]:
    """Ask for a code at every sign-in from now on; returns recovery codes, kept nowhere readable.

    Raises Refused where the code does not belong to the key, or a code is asked for already.
    """
    if account.totp is not None:
        raise Refused("A code is asked for already. Turn it off before you set up another phone.")
    step = step_of(secret, code)
    if step is None:
        raise Refused(NOT_YET)
    account.totp, account.totp_step = secret, step
    database.record(account, "code-set-up")
    mails.second_factor(database, account, "Signing in to Throughline now asks for a code as well.")
    return renew(database, account)


def renew(database: Database, account: Account) -> Sequence[str]:
    """New recovery codes in place of all earlier ones."""
    _forget(database, account.id)
    made = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    for code in made:
        database.add(RecoveryCode(account_id=account.id, code_key=_key(account.id, code)))
    database.record(account, "recovery-codes-made")
    database.flush()
    return [" ".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP)) for code in made]


def left(database: Database, account_id: UUID) -> int:
    """How many recovery codes somebody has that were not used yet."""
    found = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, col(RecoveryCode.used_at).is_(None))
    )
    return database.exec(found).one()


def use(database: Database, account: Account, code: str) -> None:
    """Use up a code of the app or a recovery code. Raises Refused. Take the account with a lock."""
    step = step_of(account.totp or "", code) if account.totp else None
    if step is not None and step > account.totp_step:
        account.totp_step = step
        database.record(account, "code-used")
        return
    used = database.scalar(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account.id,
            col(RecoveryCode.code_key) == _key(account.id, code),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=clocks.now())
        .returning(col(RecoveryCode.id))
    )
    if used is None or account.totp is None:
        raise Refused(WRONG)
    database.record(account, "recovery-code-used")
    mails.second_factor(database, account, "Somebody signed in with one of your recovery codes.")


def end(database: Database, account: Account) -> None:
    """Ask for no code any more; recovery codes are worth nothing then."""
    _end(database, account)
    database.record(account, "code-turned-off")


def reset(database: Database, account: Account, *, reason: ResetCodeReason) -> None:
    """Turn it off for somebody else, such as after a lost phone. Raises Refused."""
    if account.totp is None:
        raise Refused("No code is asked for at this sign-in.")
    if account.id == database.viewer.account_id:
        raise Refused("You cannot reset your own code. Turn it off under “Your account”.")
    _end(database, account)
    database.record(account, "code-reset", reason=reason)
    database.flush()


def _end(database: Database, account: Account) -> None:
    account.totp, account.totp_step = None, 0
    _forget(database, account.id)
    mails.second_factor(database, account, "Signing in to Throughline asks for no code any more.")


def _forget(database: Database, account_id: UUID) -> None:
    database.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))


def _key(account_id: UUID, code: str) -> str:
    typed = "".join(code.split()).replace("-", "").upper()
    return blind("recovery_code.code_key", f"{account_id} {typed}")
