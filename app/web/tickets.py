"""Short-lived notes that we sign and hand to a page: whose password was right just now."""

import hmac
from hashlib import sha256
from uuid import UUID

from app import clocks
from app.settings import settings

MINUTES = 5


def write(account_id: UUID) -> str:
    """Return a ticket that is good for five minutes."""
    until = int(clocks.now().timestamp()) + MINUTES * 60
    return f"{account_id}.{until}.{_mac(account_id, until)}"


def read(ticket: str) -> UUID | None:
    """Return whose ticket it is, or None for one that is made up or too old."""
    owner, _, rest = ticket.partition(".")
    until, _, mac = rest.partition(".")
    try:
        account_id, ends = UUID(owner), int(until)
    except ValueError:
        return None
    right = hmac.compare_digest(mac.encode(), _mac(account_id, ends).encode())
    return account_id if right and clocks.now().timestamp() < ends else None


def _mac(account_id: UUID, until: int) -> str:
    words = f"sign-in ticket\0{account_id}\0{until}".encode()
    return hmac.new(settings().keys().index, words, sha256).hexdigest()
