"""What somebody without an account submits: an email address, then a referral one question at a time."""

from typing import Annotated

from pydantic import field_validator

from app.forms.fields import Characters, Fields, MailAddress, asks
from app.forms.people import Short
from app.forms.referrals import ReferralFields

# Mail boxes that anybody can have say nothing about where somebody works.
PRIVATE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk",
        "live.com", "yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com",
        "sky.com", "virginmedia.com", "talktalk.net", "protonmail.com", "proton.me", "gmx.com",
    }
)  # fmt: skip


class WorkMail(Fields):
    """Where the link is mailed to."""

    mail: MailAddress = asks("your work email address")

    @field_validator("mail", mode="after")
    @classmethod
    def is_of_work(cls, mail: str) -> str:
        """An address that anybody can have is refused."""
        if mail.rpartition("@")[2].lower() in PRIVATE_MAIL:
            raise ValueError("Enter your work email address. A private one cannot be used here")
        return mail


class OpenLink(Fields):
    """The secret of an emailed link, handed from its page to a cookie."""

    token: Annotated[str, Characters(100)] = asks("the link")


class GuestAnswer(Fields):
    """The answer of somebody without an account to what the receiver asked."""

    answer: Annotated[str, Characters(2000, lines=True)] = asks("your answer")


class GuestFields(ReferralFields):
    """A referral as a guest writes it, with who they are."""

    sender_name: Short | None = asks("your name", default=None)
    sender_job: Short | None = asks("your job", default=None)
    sender_organisation: Short | None = asks("the organisation you work for", default=None)
