"""Letting people in: an account, and a membership in an organisation."""

from sqlmodel import col, select

from app import clocks
from app.actions.passwords import hash_of, what_is_wrong
from app.database import Database
from app.errors import Refused
from app.models import Account, Membership, Organisation, OrganisationKind, Role, Side

MAIL_PARTS = 2


def add_account(
    database: Database, *, mail: str, name: str, job: str = "", password: str | None = None
) -> Account:
    """Make an account; without a password it waits for an invitation to be used.

    Raises Refused for a mail address that is none or is in use, and for a password that is weak.
    """
    mail = mail.strip().lower()
    if len(mail.split("@")) != MAIL_PARTS or not all(mail.split("@")) or " " in mail:
        raise Refused(f"{mail} is not a mail address.")
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


def add_membership(
    database: Database,
    account: Account,
    organisation: Organisation,
    *,
    role: Role,
    side: Side = Side.none,
    every_commission: bool = True,
) -> Membership:
    """Give somebody a role in an organisation, from today on."""
    membership = Membership(
        account_id=account.id,
        organisation_id=organisation.id,
        role=role,
        side=side,
        from_day=clocks.today(),
        every_commission=every_commission,
    )
    database.add(membership)
    database.flush()
    database.record(membership, "added", role=role)
    return membership


def organisation_named(database: Database, name: str, *, kind: OrganisationKind) -> Organisation:
    """Return the organisation of this name, made as this kind if there is none."""
    found = database.exec(select(Organisation).where(col(Organisation.name) == name)).first()
    if found is not None:
        return found
    organisation = Organisation(name=name, kind=kind)
    database.add(organisation)
    database.flush()
    database.record(organisation, "added")
    return organisation
