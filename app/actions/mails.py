"""Mails that the product sends by itself. Never a name, a reference or anything about a person."""

from uuid import UUID

from sqlmodel import col, select

from app.database import Database
from app.models import GUESTS, Account, GuestSender, Mail, Organisation, Referral, ReferralState
from app.settings import settings


def _to(database: Database, organisation_id: UUID, subject: str, words: str) -> None:
    address = database.exec(
        select(col(Organisation.mail)).where(Organisation.id == organisation_id)
    ).first()
    if not address:
        return
    mail = Mail(address=address, subject=subject, words=words)
    database.add(mail)
    database.later("mail", mail.id)


def new_referral(database: Database, referral: Referral) -> None:
    """Tell the receiver that something waits in its queue."""
    _to(
        database,
        referral.provider_id,
        "There is a referral for you in Throughline",
        "A referral is waiting in your queue. Sign in to Throughline to read it.\n\n"
        "This email says nothing about the person on purpose.",
    )


def decided(database: Database, referral: Referral) -> None:
    """Tell the sender that something became of a referral.

    Before a decline, for after it the receiver cannot read any more where to write to.
    """
    tell_guest(database, referral)
    if referral.organisation_id != referral.provider_id:
        _to(
            database,
            referral.organisation_id,
            "There is news of a referral in Throughline",
            "Something became of a referral that your organisation sent. Sign in to Throughline to see it.",
        )


def tell_guest(database: Database, referral: Referral) -> None:
    """Tell whoever sent it by an emailed link that what their page shows has changed, and nothing else.

    A place on the waiting list is no news there: it shows received, accepted and closed.
    """
    if referral.organisation_id != GUESTS or referral.state == ReferralState.waiting:
        return
    sender = database.get(GuestSender, referral.id)
    if sender is None:
        return
    page = f"{settings().address}/refer/{referral.commission_id}"
    mail = Mail(
        address=sender.mail,
        subject="The status of a referral has changed",
        words="The status of a referral that you sent by an emailed link has changed. "
        "Open the link of your first email to see it.\n\n"
        f"If that link does not work any more, ring the service. To refer again: {page}\n\n"
        "This email says nothing about the person on purpose.",
    )
    database.add(mail)
    database.later("mail", mail.id)


def asked(database: Database, referral: Referral) -> None:
    """Tell the sender that the receiver needs to know more."""
    _to(
        database,
        referral.organisation_id,
        "A question about a referral in Throughline",
        "The service needs to know more before it can decide. Sign in to Throughline to answer.",
    )


def answered(database: Database, provider_id: UUID) -> None:
    """Tell the receiver that somebody without an account has answered its question."""
    _to(
        database,
        provider_id,
        "There is an answer for you in Throughline",
        "A question about a referral in your queue was answered. Sign in to Throughline to read it.\n\n"
        "This email says nothing about the person on purpose.",
    )


def password_changed(database: Database, account: Account) -> None:
    """Tell the owner of an account, who may not have done it themselves."""
    mail = Mail(
        account_id=account.id,
        address=account.mail,
        subject="Your password for Throughline was changed",
        words="If it was you, there is nothing to do. If not, tell your administrator at once.",
    )
    database.add(mail)
    database.later("mail", mail.id)


def second_factor(database: Database, account: Account, what: str) -> None:
    """Tell the owner of an account that the code at their sign-in was set, used up or turned off."""
    mail = Mail(
        account_id=account.id,
        address=account.mail,
        subject="The code at your sign-in to Throughline",
        words=f"{what} If it was you, there is nothing to do. If not, tell your administrator at once.",
    )
    database.add(mail)
    database.later("mail", mail.id)
