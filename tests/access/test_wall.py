"""Whether the perpetrator side can tell, by any answer of ours, that a partner has a record.

Everything within its reach is opened before and after the partner side takes the same human being's
partner on: same names, phone, birth date and address. What stood still before must stand still then.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app import clocks
from app.actions import cases, letters, notes, plan, referrals, sessions
from app.actions.people import Contact, PersonDetails
from app.actions.sessions import NewSession
from app.models import Case, Letter, Referral
from app.operations.migration import Addresses
from tests.access.crawling import pages
from tests.visits import Visit
from tests.world import BIRMINGHAM, World, load_programmes, make_world

MEN = ("men_worker", "men_manager")
CHANGES = re.compile(
    r'name="(?:_csrf|_key|_version|_draft)" value="[^"]*"|data-draft="[^"]*"|content="[^"]*"|\b\d{1,2}:\d{2}(?:am|pm)?\b'
    r"|drafts/[0-9a-f-]{36}|draft=[0-9a-f-]{36}"
)
SOMEBODY = PersonDetails(
    preferred_name="Quillon",
    family_name="Sharedname",
    born_on=clocks.today() - timedelta(days=365 * 31),
    sex="M",
    area=BIRMINGHAM,
    contact=Contact(phone="07700900321", may_call=True, address="1 Shared Street"),
)
# What somebody might try, to find out.
TRIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/search", {"words": "Quillon Sharedname"}),
    ("/search", {"words": "07700 900 321"}),
    ("/search", {"words": SOMEBODY.born_on.isoformat() if SOMEBODY.born_on else ""}),
    ("/referrals/check/preferred_name", {"preferred_name": "Quillon", "family_name": "Sharedname"}),
    ("/referrals/check/phone", {"phone": "07700 900 321"}),
)


@pytest.fixture(scope="module")
def world(where: Addresses) -> World:
    load_programmes(where)
    made = make_world()
    case = _take_on(made, "perpetrator", "men_manager", "men_worker")
    with made.as_(made.men_worker) as database:
        row = database.find(Case, case.id)
        letters.write(database, row, to="partner", kind="risk-changed", words="He knows the school")
    return made


def _take_on(world: World, side: str, manager: str, worker: str) -> Case:
    offer = world.refer(
        "dvpp", by=world.referrer, side=side, person=SOMEBODY, answers={}, source="self"
    )
    return world.accept(offer, by=world.viewers[manager], worker=world.viewers[worker])


def _partner_moves_in(world: World) -> None:
    """A whole case on the partner side, a waiting offer, and the letter read and linked."""
    case = _take_on(world, "partner", "partner_manager", "partner_worker")
    with world.as_(world.partner_worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.engage(database, row, agreed_on=clocks.today())
        new = NewSession(kind="community", starts_at=clocks.now(), minutes=30)
        sessions.record(database, row, new, status="attended")
        notes.write(database, row, words="She is safe at her sister's")
        plan.set_goal(database, row, words="To sleep", domain="health", set_on=clocks.today())
        letter = database.exec(select(Letter).order_by(col(Letter.written_at).desc())).first()
        assert letter is not None
        letters.read(database, letter)
        letters.link(database, row, about=letter.about)
    offer = world.refer(
        "dvpp",
        by=world.referrer,
        side="partner",
        person=SOMEBODY._replace(preferred_name="Quilla"),
        answers={},
        source="self",
    )
    with world.as_(world.partner_manager) as database:
        row = database.find(Referral, offer.id, lock=True)
        referrals.ask(database, row, question="Which school?")


def _look(world: World, person: str) -> dict[str, Any]:
    """Every page within reach and every try, as they stand; times and tokens left out."""
    found: dict[str, Any] = {}
    visit = Visit(world.viewers[person])
    for address, answer in pages(visit, enough=2):
        found[address] = answer.status_code, CHANGES.sub("", answer.text)
    for address, boxes in TRIES:
        answer = visit.post(address, boxes)
        found[f"{address} {boxes}"] = answer.status_code, CHANGES.sub("", answer.text)
    return found


def test_no_answer_of_the_perpetrator_side_tells_of_the_partner(world: World) -> None:
    # The clock stands still: an hour that has passed on a page is no answer.
    with clocks.turned_to(clocks.now()):
        _before = {person: _look(world, person) for person in MEN}
        before = {person: _look(world, person) for person in MEN}
        again = {person: _look(world, person) for person in MEN}
        _partner_moves_in(world)
        after = {person: _look(world, person) for person in MEN}
    for person in MEN:
        assert before[person].keys() == again[person].keys() == after[person].keys()
        still = [page for page in before[person] if before[person][page] == again[person][page]]
        # Looking changes nothing but who looked last.
        assert len(still) >= 0.95 * len(before[person]), set(before[person]) - set(still)
        told = [page for page in still if after[person][page] != again[person][page]]
        assert told == []
