"""Somebody with an emailed link, as a test needs them: asked for, found in the mail, filled in, sent."""

import re
from uuid import UUID, uuid4

from sqlalchemy import Engine, select, text
from sqlmodel import col

from app.access import DatabaseRole
from app.actions import guests, referrals
from app.database import transaction
from app.models import GUESTS, Commission, Mail, Referral
from tests.visits import Visit
from tests.world import World

# The pages of the hospital form that a guest has to answer, and what they type there.
ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "you": {"sender_name": "Nell Pryce", "sender_job": "School nurse", "sender_organisation": "Elm School"},
    "source": {"source": "school"},
    "agreement": {"agreement": "agreed"},
    "name": {"preferred_name": "Quillon", "family_name": "Testcase"},
    "age": {"age_given": "16"},
    "area": {"area": "E08000025"},
    "contact": {"phone": "07700 900 123", "reach": ["text"]},
    "danger": {"immediate_risk": "no"},
    "reason": {"reason": ["assault"]},
    "approach": {"approach": "face-to-face"},
    "matters": {"what_matters": "To sleep at night"},
}  # fmt: skip


def let_in(world: World, commission: str = "hospital") -> UUID:
    """Open a commission to guests, as its administrator does; returns its id."""
    with transaction(world.administrator, DatabaseRole.administration) as database:
        row = database.find(Commission, world.commissions[commission].id)
        guests.open_to_guests(database, row, takes=True)
    return world.commissions[commission].id


def asked_for(commission_id: UUID, owner: Engine, *, mail: str | None = None) -> str:
    """Ask for a link and read it from the mail that was written; returns its secret."""
    mail = mail or f"nurse-{uuid4().hex}@school.example.org"
    guests.mail_link(commission_id=commission_id, mail=mail, address="192.0.2.7")
    with owner.connect() as connection:
        words = connection.scalar(
            text("SELECT words FROM mail WHERE address = :mail ORDER BY made_at DESC LIMIT 1"),
            {"mail": mail},
        )
    return secret_in(str(words))


def linked(commission_id: UUID, *, mail: str) -> str:
    """The same where the mail is read as the one who sends it does."""
    guests.mail_link(commission_id=commission_id, mail=mail, address="192.0.2.7")
    return newest_link(mail)


def newest_link(mail: str) -> str:
    """The secret of the link in the newest email to an address, read as the one who sends it does."""
    newest = select(col(Mail.words)).where(col(Mail.address) == mail.lower())
    with transaction(role=DatabaseRole.system) as database:
        found = database.execute(newest.order_by(col(Mail.id).desc()))
        return secret_in(str(found.scalars().first()))


def last_email(owner: Engine, mail: str) -> str:
    """Subject and words of the newest email to an address."""
    with owner.connect() as connection:
        row = connection.execute(
            text("SELECT subject, words FROM mail WHERE address = :mail ORDER BY id DESC LIMIT 1"),
            {"mail": mail.lower()},
        ).one()
    return "\n".join(row)


def secret_in(words: str) -> str:
    """The secret of the link in a mail."""
    found = re.search(r"/refer/open/(\S+)", words)
    assert found is not None
    return found[1]


def come_with(token: str) -> Visit:
    """A browser in which the link was opened."""
    visit = Visit()
    visit.client.headers["sec-fetch-site"] = "same-origin"
    visit.post("/refer/open", {"token": token})
    return visit


def fill_in(visit: Visit) -> None:
    """Answer every page that is asked, in its order."""
    where = visit.get("/refer/form").url.path
    while where.startswith("/refer/form/"):
        step = where.rpartition("/")[2]
        where = visit.post(where, ANSWERS.get(step, {})).url.path
        assert not where.endswith(f"/{step}"), step


def sent_and_asked(world: World, owner: Engine, mail: str) -> tuple[Referral, str]:
    """What a guest of this address sent and the provider asked about; the secret to answer with."""
    guest = come_with(asked_for(let_in(world), owner, mail=mail))
    fill_in(guest)
    guest.post("/refer/check")
    with world.as_(world.manager) as database:
        sent = database.scalars(
            select(Referral).where(col(Referral.organisation_id) == GUESTS)
        ).one()
        row = database.find(Referral, sent.id, lock=True)
        referrals.ask(database, row, question="Who is at home?")
    return sent, secret_in(last_email(owner, mail))
