"""Letting people in and out: accounts, invitations, and what an administrator may do with them."""

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import col, select

from app import clocks
from app.actions import mails
from app.actions.assigning import assign
from app.actions.passwords import hash_of, what_is_wrong
from app.actions.sign_ins import end_every
from app.database import Database, transaction
from app.errors import NotFound, Refused
from app.forms.reasons import SuspendReason
from app.models import Account, Invitation, Mail
from app.settings import settings

MAIL_PARTS = 2
GOOD_FOR = timedelta(days=7)  # an invitation


def add_account(
    database: Database, *, mail: str, name: str, job: str = "", password: str | None = None
) -> Account:
    """Make an account; without a password it waits for an invitation to be used.

    Raises Refused for an email address that is none or is in use, and for a password that is weak.
    """
    mail = mail.strip().lower()
    if len(mail.split("@")) != MAIL_PARTS or not all(mail.split("@")) or " " in mail:
        raise Refused(f"{mail} is not an email address.")
    if not name.strip():
        raise Refused("A person needs a name.")
    if database.exec(select(Account.id).where(col(Account.mail) == mail)).first():
        raise Refused(f"Somebody signs in as {mail} already.")
    if password is not None and (wrong := what_is_wrong(password, about=(mail, name))):
        raise Refused(f"{wrong}.")
    kept = hash_of(password) if password is not None else None
    account = Account(mail=mail, name=name.strip(), job=job.strip(), password=kept)
    database.add(account)
    database.flush()
    database.record(account, "added")
    return account


def change_account(
    database: Database, account: Account, *, mail: str, name: str, job: str
) -> Account:
    """Change who somebody is here. Raises Refused for an email address that somebody else uses."""
    mail = mail.strip().lower()
    taken = select(Account.id).where(col(Account.mail) == mail, col(Account.id) != account.id)
    if database.exec(taken).first():
        raise Refused(f"Somebody else signs in as {mail} already.")
    new = {"mail": mail, "name": name, "job": job}
    changed = assign(account, new)
    if changed:
        database.record(account, "changed", fields=changed)
    database.flush()
    return account


def invite(database: Database, account: Account) -> str:
    """Mail somebody a link to set their password with; returns the link.

    It works once and for seven days; only its hash is kept beside the mail that carries it.
    """
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        account_id=account.id, token_hash=_hash(token), expires_at=clocks.now() + GOOD_FOR
    )
    link = f"{settings().address}/invitations/{token}"
    mail = Mail(
        account_id=account.id,
        address=account.mail,
        subject="Set your password for Throughline",
        words=(
            "You can use Throughline. Set your password here; the link works once, for seven "
            f"days:\n\n{link}\n\nIf you did not expect this, tell your administrator."
        ),
    )
    database.add(invitation)
    database.add(mail)
    database.record(account, "invited")
    database.later("mail", mail.id)
    return link


def invited(token: str) -> str | None:
    """Return the name of whoever an invitation is for; None when it was used or is too old."""
    with transaction() as database:
        return database.exec(
            select(Account.name)
            .join(Invitation, col(Invitation.account_id) == Account.id)
            .where(
                col(Invitation.token_hash) == _hash(token),
                col(Invitation.used_at).is_(None),
                col(Invitation.expires_at) > clocks.now(),
                col(Account.disabled_at).is_(None),
            )
        ).first()


def use_invitation(token: str, password: str) -> None:
    """Set the password that an invitation allows to set, and use it up. Raises NotFound.

    Of two at once the second finds it used. Whoever was signed in to the account is signed out; a
    second factor that was set stays needed (ASVS 5.0, 6.4.3).
    """
    kept = hash_of(password)
    with transaction() as database:
        now = clocks.now()
        account_id = database.scalar(
            update(Invitation)
            .where(
                col(Invitation.token_hash) == _hash(token),
                col(Invitation.used_at).is_(None),
                col(Invitation.expires_at) > now,
            )
            .values(used_at=now)
            .returning(col(Invitation.account_id))
        )
        account = database.find(Account, account_id) if account_id else None
        if account is None or account.disabled_at is not None:
            raise NotFound
        account.password = kept
        database.record(account, "password-set")
        mails.password_changed(database, account)
        end_every(database, account.id)


def suspend(database: Database, account: Account, *, reason: SuspendReason) -> None:
    """Bar somebody from signing in, and end every sign-in they have. Raises Refused for oneself."""
    viewer = database.viewer_or_none
    if viewer is not None and viewer.account_id == account.id:
        raise Refused("You cannot suspend yourself. Ask another administrator.")
    if account.disabled_at is None:
        account.disabled_at = clocks.now()
        database.record(account, "suspended", reason=reason)
        database.flush()
        end_every(database, account.id)


def restore(database: Database, account: Account) -> None:
    """Let somebody sign in again, with the password they had."""
    if account.disabled_at is not None:
        account.disabled_at = None
        database.record(account, "restored")
        database.flush()


def sign_out_everywhere(database: Database, account: Account) -> None:
    """End every sign-in of somebody else's account, such as after a lost device."""
    end_every(database, account.id)
    database.record(account, "signed-out-everywhere")


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
