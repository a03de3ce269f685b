"""Signing in and out: proving who one is, choosing as whom to work, locking, ending.

A sign-in is a row found by the hash of a 256-bit reference that only the browser's cookie holds.
Nobody is a viewer yet here, so these run as the database role `signing_in`.
"""

import secrets
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from app import clocks
from app.actions import attempts, mails, passwords, second_factor
from app.database import Database, transaction
from app.errors import NotFound, Refused
from app.models import Account, Membership, Side, SignIn
from app.queries.memberships import places_of
from app.queries.sign_ins import hash_of

WRONG = "Email address or password is not right. Check both and try again."
WRONG_CODE = second_factor.WRONG


class Proved(NamedTuple):
    """Whose password was right, and whether a code is needed as well."""

    account_id: UUID
    needs_code: bool


def prove(*, mail: str, password: str, address: str) -> Proved:
    """Check an email address and a password, in transactions of its own.

    Raises TooManyTries when the next try has to wait, Refused when one of the two is wrong: the
    same words, after the same time, whether or not there is such an account.
    """
    attempts.take_turn(mail=mail, address=address)
    with transaction() as database:
        account = account_of(database, mail)
    # No transaction is open while the hash is worked out.
    barred = account is None or account.disabled_at is not None
    if not passwords.is_right(password, account.password if account and not barred else None):
        raise Refused(WRONG)
    assert account is not None  # noqa: S101 - without an account no password is right
    if account.totp is None:
        with transaction() as database:
            attempts.keep_success(database, mail=mail, address=address)
    return Proved(account.id, account.totp is not None)


def account_of(database: Database, mail: str) -> Account | None:
    """Return the account that signs in with an email address, if there is one."""
    found = select(Account).where(col(Account.mail) == mail.strip().lower())
    return database.execute(found).scalars().first()


def prove_code(*, account_id: UUID, code: str, address: str) -> None:
    """Check a one-time code or a recovery code; each works once. Raises TooManyTries, Refused or NotFound."""
    with transaction() as database:
        account = database.find(Account, account_id)
    attempts.take_turn(mail=account.mail, address=address)
    with transaction() as database:
        account = database.find(Account, account_id, lock=True)
        if account.disabled_at is not None:
            raise Refused(WRONG_CODE)
        second_factor.use(database, account, code)
        attempts.keep_success(database, mail=account.mail, address=address)


def begin(database: Database, account_id: UUID, *, membership_id: UUID | None = None) -> str:
    """Begin a sign-in and return its reference, which is kept nowhere else.

    Who has one membership works as that one; who has more chooses on the next page, unless
    `membership_id` says already as whom.
    """
    places = places_of(database, account_id)
    wanted = [place.id for place in places if membership_id in {None, place.id}]
    reference = secrets.token_urlsafe(32)
    sign_in = SignIn(
        token_hash=hash_of(reference),
        account_id=account_id,
        membership_id=wanted[0] if len(wanted) == 1 else None,
    )
    database.add(sign_in)
    database.record(sign_in, "signed-in")
    return reference


def choose(database: Database, sign_in: SignIn, membership_id: UUID) -> str:
    """Work as this membership from now on, under a new reference. Raises Refused or NotFound.

    Nobody crosses a wall within one sign-in: who works for one side signs out before the other.
    """
    mine = {place.id: place for place in places_of(database, sign_in.account_id)}
    if membership_id not in mine:
        raise NotFound
    was = database.get(Membership, sign_in.membership_id) if sign_in.membership_id else None
    if was and was.side != Side.none and mine[membership_id].side != was.side:
        raise Refused(
            "You work for one side at a time. Sign out first, then sign in for the other."
        )
    reference = secrets.token_urlsafe(32)
    sign_in.token_hash, sign_in.membership_id = hash_of(reference), membership_id
    database.record(sign_in, "role-chosen", membership=membership_id)
    return reference


def lock(database: Database, sign_in: SignIn) -> None:
    """Lock the screen until the same person proves again who they are."""
    if sign_in.locked_at is None:
        sign_in.locked_at = clocks.now()
        database.record(sign_in, "locked")


def unlock(*, sign_in_id: UUID, password: str, address: str) -> None:
    """Unlock a screen with the password of whoever locked it. Raises TooManyTries or Refused."""
    with transaction() as database:
        sign_in = database.find(SignIn, sign_in_id)
        account = database.find(Account, sign_in.account_id)
    attempts.take_turn(mail=account.mail, address=address)
    if not passwords.is_right(password, account.password):
        raise Refused("That password is not right. Try again.")
    with transaction() as database:
        attempts.keep_success(database, mail=account.mail, address=address)
        sign_in = database.find(SignIn, sign_in_id)
        sign_in.locked_at, sign_in.seen_at = None, clocks.now()
        database.record(sign_in, "unlocked")


def end_by_id(database: Database, sign_in_id: UUID) -> None:
    """Sign out: the reference is worth nothing from now on."""
    sign_in = database.find(SignIn, sign_in_id)
    if sign_in.ended_at is None:
        sign_in.ended_at = clocks.now()
        database.record(sign_in, "signed-out")


def end_by_reference(database: Database, reference: str) -> None:
    """End whatever sign-in a browser carried, before it gets a new one."""
    found = select(col(SignIn.id)).where(col(SignIn.token_hash) == hash_of(reference))
    sign_in_id = database.scalar(found)
    if sign_in_id is not None:
        end_by_id(database, sign_in_id)


def end_every(database: Database, account_id: UUID, *, but: UUID | None = None) -> None:
    """End every sign-in of an account, on every device (`but` one may go on)."""
    ending = update(SignIn).where(
        col(SignIn.account_id) == account_id, col(SignIn.ended_at).is_(None)
    )
    if but is not None:
        ending = ending.where(col(SignIn.id) != but)
    database.execute(ending.values(ended_at=clocks.now()))


def change_password(database: Database, account: Account, password: str) -> None:
    """Keep a new password, and mail its owner that it changed (ASVS 5.0, 6.3.7).

    Raises NotStored when too many are being worked on.
    """
    account.password = passwords.hash_of(password)
    database.record(account, "password-changed")
    mails.password_changed(database, account)
