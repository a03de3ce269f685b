"""Asking somebody who referred by an emailed link, and their answer.

The question never stands in the email: it holds a link of its own, to the address that was proved.
Whoever opens it comes in under the guests' login, with the rights of the one referral, and writes
one answer while it is waited for.
"""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from app import clocks
from app.actions import mails, standards
from app.database import Database
from app.errors import Refused
from app.models import GUESTS, GuestLink, GuestSender, Mail, Referral, ReferralQuestion
from app.models.referral import ReferralState
from app.programmes.definition import Definition
from app.queries.guests import Question
from app.queries.sign_ins import hash_of
from app.settings import settings

# People who refer are often away over a weekend or a shift change.
ANSWER_WITHIN = timedelta(days=7)
NOT_WAITED_FOR = (
    "The service does not wait for this answer any more. Ring it if what you wanted to say matters."
)


def email_link(database: Database, referral: Referral, question: ReferralQuestion) -> None:
    """Email the sender of a guest's referral a link to the page on which a question is answered.

    A link that was emailed before for the same question opens nothing any more. Raises Refused
    where the sender is not to be read (the referral is decided).
    """
    sender = database.get(GuestSender, referral.id)
    if sender is None:
        raise Refused("There is no email address to send this question to.")
    token = secrets.token_urlsafe(32)
    question.link_hash, question.link_until = hash_of(token), clocks.now() + ANSWER_WITHIN
    mail = Mail(
        address=sender.mail,
        subject="A question about a referral that you sent",
        words="A service needs to know more about a referral that you sent by an emailed link. "
        f"Read the question and answer it here. The link works for {ANSWER_WITHIN.days} days:\n\n"
        f"{settings().address}/refer/open/{token}\n\n"
        "Do not pass it on. This email says nothing about the person on purpose.",
    )
    database.add(mail)
    database.later("mail", mail.id)
    database.flush()


def email_again(database: Database, referral: Referral) -> None:
    """Email a new link for the open question of a guest's referral. Raises Refused without one."""
    found = database.exec(
        select(ReferralQuestion).where(
            ReferralQuestion.referral_id == referral.id,
            ReferralQuestion.organisation_id == GUESTS,
            col(ReferralQuestion.answered_at).is_(None),
        )
    ).first()
    if found is None or referral.state != ReferralState.asked:
        raise Refused("This referral does not wait for an answer. Nothing was sent.")
    email_link(database, referral, found)
    database.record(referral, "question-emailed-again")


def answer(
    database: Database, link: GuestLink, question: Question, own: Definition, *, words: str
) -> None:
    """Write the answer of whoever holds the link; the referral is the receiver's to decide again.

    `own` is the programme as the service is bought, for the day by which somebody should act. The
    holder sees neither the referral's state nor its parties: that it was asked, and becomes sent, is
    the policy of the row (`app/access/rows/guests.py`). Raises Refused when it was answered or
    decided meanwhile.
    """
    now = clocks.now()
    written = database.execute(
        update(ReferralQuestion)
        .where(col(ReferralQuestion.id) == question.id)
        .values(answer=words, answered_at=now)
        .returning(col(ReferralQuestion.id))
        .execution_options(synchronize_session=False)
    ).first()
    moved = database.execute(
        update(Referral)
        .where(col(Referral.id) == link.referral_id)
        .values(
            state=ReferralState.sent,
            act_by=standards.act_by(own, now),
            version=Referral.version + 1,
        )
        .returning(col(Referral.id))
        .execution_options(synchronize_session=False)
    ).first()
    if written is None or moved is None:
        raise Refused(NOT_WAITED_FOR)
    # Of the row only what an event holds: the rest is not a guest's to read.
    row: dict[str, Any] = {"id": link.referral_id}
    database.record(Referral(**row), "answered")
    link.typed, link.saved_at = None, None
    mails.answered(database, link.provider_id)
    database.flush()


def keep(database: Database, link: GuestLink, words: str) -> None:
    """Keep what is typed of an answer, under the link, until it is sent or the link ends."""
    link.typed, link.saved_at = {"answer": [words]}, clocks.now()
    database.flush()


def kept(link: GuestLink) -> str:
    """What was typed of an answer so far."""
    return "\n".join((link.typed or {}).get("answer", []))
