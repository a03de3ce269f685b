"""A partnership with one record of every kind for every party, and a canary in every field."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from sqlmodel import col, select

from app import clocks
from app.actions import (
    allocation,
    cases,
    letters,
    notes,
    plan,
    referrals,
    restriction,
    sessions,
)
from app.actions.people import Contact, PersonDetails
from app.actions.referrals import NewReferral
from app.actions.sessions import NewSession
from app.database import Viewer
from app.models import (
    Case,
    Letter,
    Referral,
    Task,
)
from app.models.naming import copied_from_case
from tests.access.filled_themes import THEMES
from tests.access.people import LISTED, MEN, PARTNER, PRACTICE, PROVIDER, RIVAL, TRUST
from tests.access.secrets import Secrets
from tests.world import BIRMINGHAM, World

# (sender, commission, side, source, manager, worker, who sees the sender's copy, who sees the case)
LINES = {
    "hospital": ("navigator", "hospital", "", "ed", "manager", "worker", TRUST, PROVIDER),
    "restricted": ("navigator", "hospital", "", "ed", "manager", "worker", TRUST, LISTED),
    "iris": ("referrer", "iris", "", "gp", "manager", "second_worker", PRACTICE, PROVIDER),
    "men": ("referrer", "dvpp", "perpetrator", "self", "men_manager", "men_worker", PRACTICE, MEN),
    "partner": (
        "referrer", "dvpp", "partner", "self", "partner_manager", "partner_worker", PRACTICE, PARTNER,
    ),
    "rival": ("rival_worker", "resettlement", "", "self", "rival_manager", "rival_worker", RIVAL, RIVAL),
}  # fmt: skip


@dataclass
class Record:
    """One record as its addresses name it, and who may see it."""

    ids: dict[str, str]
    seen_by: frozenset[str]


@dataclass
class Filled:
    """The world, its canaries, and its records by the word that addresses use: case, offer …"""

    world: World
    secrets: Secrets
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    offers: dict[str, Referral] = field(default_factory=dict)

    def keep(self, kind: str, label: str, seen_by: frozenset[str], /, **ids: object) -> None:
        """Remember a record for the matrix."""
        made = Record({key: str(value) for key, value in ids.items()}, seen_by)
        self.records.setdefault(kind, {})[label] = made


def fill(world: World) -> Filled:
    """Fill a world through the same actions as the product uses."""
    made = Filled(world, Secrets(world.tag))
    for name in LINES:
        _line(made, name)
    _letters(made)
    for name in ("hospital", "men", "partner", "rival"):
        _offer(made, name)
    _decided(made)
    for fill_theme in THEMES:
        fill_theme(made)
    return made


class Readers(NamedTuple):
    """Who reads the name of a person, who the rest, and who meets the name on a page of theirs."""

    name: frozenset[str]
    content: frozenset[str]
    meet: frozenset[str]


def somebody(made: Filled, called: str, by: Readers) -> PersonDetails:
    """A person whose every field is a canary."""
    hide = made.secrets.word
    # Ofcom keeps a thousand numbers in Birmingham for stories. No two people here share one, nor
    # one with anybody of the world itself: those have mobiles.
    phone = f"01214960{100 + len(made.secrets.words):03d}"
    made.secrets.mark(phone, f"{called}: phone", by.content)
    made.secrets.mark("+44" + phone[1:], f"{called}: phone", by.content)
    return PersonDetails(
        preferred_name=hide(f"{called}: preferred name", by.name, sealed=False, shown=by.meet),
        family_name=hide(
            f"{called}: family name", by.content, sealed=False, shown=by.meet & by.content
        ),
        born_on=clocks.today() - timedelta(days=365 * 17),
        sex="M",
        ethnicity="B1",
        area=BIRMINGHAM,
        language=hide(f"{called}: language", by.content, sealed=False, shown=False),
        contact=Contact(
            phone=phone,
            may_call=True,
            may_text=False,
            best_time=hide(f"{called}: best time", by.content, shown=False),
            ask_for=hide(f"{called}: ask for", by.content, shown=False),
            must_not_hear=hide(f"{called}: must not hear", by.content, shown=False),
            address=hide(f"{called}: address", by.content, shown=False),
        ),
    )


def new_referral(made: Filled, name: str, called: str, by: Readers) -> NewReferral:
    """A referral as the line `name` says, of a person `called` so in what a test complains of."""
    _, commission, side, source, *_ = LINES[name]
    words = made.secrets.word(f"{called}: own words", by.content, shown=False)
    return NewReferral(
        commission=made.world.commissions[commission],
        person=somebody(made, called, by),
        answers={"own_words": words},
        source=source,
        agreement="agreed",
        side=side,
    )


def _viewer(made: Filled, name: str) -> Viewer:
    return made.world.viewers[name]


def _line(made: Filled, name: str) -> None:
    """A referral that was accepted, with everything a case can carry."""
    sender, _, _, _, manager, worker, senders, receivers = LINES[name]
    world, hide = made.world, made.secrets.word
    # What was handed over is read by both; who logs for themselves is both.
    both = senders | receivers
    with world.as_(_viewer(made, sender)) as database:
        new = new_referral(made, name, name, Readers(both, both, both))
        act = referrals.log_received if sender == "rival_worker" else referrals.send
        received = clocks.now() - timedelta(hours=3) if sender == "rival_worker" else None
        sent = act(database, new._replace(received_at=received))
    with world.as_(_viewer(made, manager)) as database:
        case = referrals.accept(database, database.find(Referral, sent.id, lock=True))
        allocation.allocate(database, case, account_id=_viewer(made, worker).account_id)
    now = clocks.now()
    with world.as_(_viewer(made, worker)) as database:
        case = database.find(Case, case.id, lock=True)
        cases.engage(database, case, agreed_on=clocks.today())
        held = sessions.record(
            database,
            case,
            NewSession(
                kind="community",
                starts_at=now,
                minutes=45,
                method="face-to-face",
                place=hide(f"{name}: place of a session", receivers, sealed=False, shown=False),
                note=hide(f"{name}: note of a session", receivers),
            ),
            status="attended",
        )
        planned = sessions.plan(
            database,
            case,
            NewSession(
                kind="community",
                starts_at=now + timedelta(hours=30),
                place=hide(f"{name}: place of a plan", receivers, sealed=False, shown=False),
                note=hide(f"{name}: note of a plan", receivers, shown=False),
            ),
        )
        notes.write(database, case, words=hide(f"{name}: note", receivers))
        cases.set_next(
            database,
            case,
            words=hide(f"{name}: next action", receivers, sealed=False),
            on=clocks.today() + timedelta(days=3),
        )
        goal = plan.set_goal(
            database,
            case,
            words=hide(f"{name}: goal", receivers),
            domain="health",
            set_on=clocks.today(),
        )
        task = Task(
            **copied_from_case(case),
            words=hide(f"{name}: task", receivers),
            due_on=clocks.today() + timedelta(days=9),
        )
        database.add(task)
        database.record(task, "made")
        if name == "rival":
            later = clocks.today() + timedelta(days=60)
            cases.set_date(database, case, name="release_date", falls_on=later)
    if name == "restricted":
        with world.as_(_viewer(made, manager)) as database:
            listed = {_viewer(made, one).account_id for one in LISTED}
            restriction.restrict(
                database, database.find(Case, case.id, lock=True), account_ids=listed
            )
    made.cases[name] = case
    made.secrets.mark(case.id, f"{name}: id of the case", receivers)
    made.secrets.mark(
        case.reference, f"{name}: reference", receivers | (PARTNER if name == "men" else set())
    )
    made.secrets.mark(sent.id, f"{name}: id of the referral", both)
    made.secrets.mark(sent.reference, f"{name}: reference of the referral", both)
    made.keep(
        "case", name, receivers, case_id=case.id, goal_id=goal.id, session_id=planned.id, task_id=task.id,
        name="release_date", occasion="baseline", code=world.commissions["iris"].id,
    )  # fmt: skip
    made.keep("held", name, receivers, session_id=held.id)
    made.keep("sent", name, senders | (RIVAL if name == "rival" else set()), referral_id=sent.id)
    made.keep("referral", name, senders | receivers, referral_id=sent.id)


def _letters(made: Filled) -> None:
    words = made.secrets.word("letter to the partner side", PARTNER)
    with made.world.as_(made.world.men_worker) as database:
        case = database.find(Case, made.cases["men"].id)
        letters.write(database, case, to="partner", kind="risk-changed", words=words)
    with made.world.as_(made.world.partner_worker) as database:
        found = database.exec(select(Letter).order_by(col(Letter.written_at).desc())).all()
        letter = next(one for one in found if one.words == words)
        case = database.find(Case, made.cases["partner"].id)
        letters.link(database, case, about=letter.about)
    made.keep("letter", "partner", PARTNER, letter_id=letter.id)
    made.secrets.mark(letter.id, "id of a letter", PARTNER)


def _offer(made: Filled, name: str) -> None:
    """A referral that waits for a decision: the receiver sees what the programme offers, no more."""
    sender, _, _, _, manager, _, senders, receivers = LINES[name]
    if name == "rival":
        sender, senders = "referrer", PRACTICE
    both = senders | (PROVIDER if name == "hospital" else receivers)
    # A worker's pages lead to the cases they hold; the queue is its manager's.
    meet = senders | {manager}
    new = new_referral(made, name, f"{name} offer", Readers(both, senders, meet))
    with made.world.as_(_viewer(made, sender)) as database:
        sent = referrals.send(database, new)
    made.offers[name] = sent
    made.keep("offer", name, receivers, referral_id=sent.id)
    made.keep("sent", f"{name} offer", senders, referral_id=sent.id)
    made.keep("referral", f"{name} offer", senders | receivers, referral_id=sent.id)
    if name == "hospital":
        question = made.secrets.word("question of a receiver", both, shown=meet)
        with made.world.as_(_viewer(made, manager)) as database:
            row = database.find(Referral, sent.id, lock=True)
            referrals.ask(database, row, question=question)


def _decided(made: Filled) -> None:
    """Declined and taken back: for the receiver nothing of the person is left."""
    world = made.world
    for name, act in (("declined", _decline), ("withdrawn", _take_back)):
        with world.as_(world.navigator) as database:
            new = new_referral(made, "hospital", name, Readers(TRUST, TRUST, TRUST))
            sent = referrals.send(database, new)
        act(made, sent)
        made.keep("sent", name, TRUST, referral_id=sent.id)
        # The receiver keeps that there was an offer, and nothing of the person.
        made.keep("referral", name, TRUST | PROVIDER, referral_id=sent.id)


def _decline(made: Filled, sent: Referral) -> None:
    question = made.secrets.word("question before a decline", TRUST, shown=False)
    with made.world.as_(made.world.manager) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.ask(database, row, question=question)
    with made.world.as_(made.world.manager) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.decline(database, row, reason="outside-age", whose="not-eligible")


def _take_back(made: Filled, sent: Referral) -> None:
    with made.world.as_(made.world.navigator) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.withdraw(database, row, reason="not-needed")
