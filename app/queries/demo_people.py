"""The people of a demo: who can be tried out, and what to try. Asked only in a demo."""

from typing import NamedTuple
from uuid import UUID

import pyotp
from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database, Viewer, transaction
from app.models import Account, Membership, Organisation, Role, Side
from app.queries.memberships import viewer_as
from app.queries.sign_ins import live

TITLES = frozenset({"Dr", "Mr", "Mrs", "Ms", "Miss", "Prof", "Sir"})


class Card(NamedTuple):
    """One demo person as their card shows them."""

    account_id: UUID
    membership_id: UUID
    name: str
    job: str
    organisation: str
    organisation_id: UUID
    role: Role
    side: Side
    to_try: str
    has_code: bool

    @property
    def first_name(self) -> str:
        """What colleagues call them: "Rowan" of "Dr Rowan Tale"."""
        words = [word for word in self.name.split() if word not in TITLES]
        return words[0] if words else self.name


def everybody() -> list[Card]:
    """Return the demo people in the order of their cards, each once."""
    with transaction() as database:
        return cards(database)


def cards(database: Database) -> list[Card]:
    """Return the demo people, each with the membership they work under first."""
    rows = database.execute(
        select(
            col(Account.id),
            col(Membership.id),
            col(Account.name),
            col(Account.job),
            col(Organisation.name),
            col(Organisation.id),
            col(Membership.role),
            col(Membership.side),
            col(Account.demo_try),
            col(Account.totp).is_not(None),
        )
        .join(Membership, col(Membership.account_id) == Account.id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            col(Account.demo_order).is_not(None),
            col(Account.disabled_at).is_(None),
            live(clocks.today()),
            col(Organisation.active),
        )
        .order_by(col(Account.demo_order), col(Account.id), col(Membership.id))
    ).all()
    found: dict[UUID, Card] = {}
    for row in rows:
        role, side, to_try, has_code = Role(row[6]), Side(row[7]), row[8] or "", bool(row[9])
        card = Card(row[0], row[1], row[2], row[3], row[4], row[5], role, side, to_try, has_code)
        found.setdefault(card.account_id, card)
    return list(found.values())


def card_of(account_id: UUID) -> Card | None:
    """Return the card of one demo person; None for anybody else, who cannot be tried out."""
    return next((card for card in everybody() if card.account_id == account_id), None)


def viewer_for(card: Card) -> Viewer | None:
    """Return a demo person as a viewer, to look at the records as they would."""
    with transaction() as database:
        return viewer_as(database, card.membership_id)


def code_of(account_id: UUID) -> str | None:
    """Return the one-time code of a demo person just now: nobody has their device."""
    with transaction() as database:
        account = database.get(Account, account_id)
        if account is None or account.demo_order is None or account.totp is None:
            return None
        code: str = pyotp.TOTP(account.totp).at(clocks.now())
        return code
