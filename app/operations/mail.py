"""Sending mails. A mail is a row first (shown at /demo/mail); this takes it to the mail server.

Mails hold no personal data: "You have 2 new referrals", never who.
"""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import text

from app import clocks
from app.access import DatabaseRole
from app.database import transaction
from app.settings import settings

SECONDS = 20  # that a mail server may take to answer
NEXT = text(
    "SELECT address, subject, words FROM mail WHERE id = :id AND sent_at IS NULL"
    " FOR NO KEY UPDATE SKIP LOCKED"
)
SENT = text("UPDATE mail SET sent_at = :now WHERE id = :id")


def send(mail_id: UUID) -> bool:
    """Send a mail that was not sent yet. Returns whether it went out.

    Without a mail server (THROUGHLINE_SMTP_URL) it stays a row. Raises OSError or SMTPException
    when the server does not take it; the job then tries again later.
    """
    url = settings().smtp_url
    if url is None:
        return False
    with transaction(role=DatabaseRole.system) as database:
        row = database.execute(NEXT, {"id": mail_id}).one_or_none()
        if row is None:
            return False
        message = EmailMessage()
        message["From"] = settings().mail_from
        message["To"] = row.address
        message["Subject"] = row.subject
        # The same id on a second try, so that the receiver's server sees the double.
        message["Message-ID"] = f"<{mail_id}@{settings().mail_from.rpartition('@')[2]}>"
        message.set_content(row.words)
        _hand_over(url, message)
        database.execute(SENT, {"id": mail_id, "now": clocks.now()})
    return True


def _hand_over(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    safe = ssl.create_default_context()
    # Without a name, smtplib asks the network for one, which can take many seconds.
    ours = settings().mail_from.rpartition("@")[2]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, local_hostname=ours, timeout=SECONDS, context=safe
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, local_hostname=ours, timeout=SECONDS)
    with server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=safe)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
