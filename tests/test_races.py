"""Two at once: whoever presses at the same moment, one thing comes of it, and nobody waits for ever."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, func, select

from app import clocks, facts
from app.actions import notes, referrals, sessions
from app.actions.sessions import NewSession
from app.database import Viewer
from app.errors import NotFound, Refused, Stale
from app.models import Attendance, Case, Fact, Note, Person, Referral, Session
from tests.referrals.pages import QUICK, action_of, quick_page
from tests.visits import Visit
from tests.world import World

AT_ONCE = 6


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; returns what each gave, or the error it raised."""
    ready = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return deed()
        except Exception as trouble:  # noqa: BLE001 - the test judges it
            return trouble

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


@pytest.fixture(autouse=True)
def _no_deadlock(owner: Engine) -> Iterator[None]:
    """The server counts deadlocks; a test that made one has failed, also if it was tried again."""

    def counted() -> int:
        with owner.connect() as connection:
            connection.execute(text("SELECT pg_stat_clear_snapshot()"))
            found = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            return int(connection.execute(text(found)).scalar_one())

    before = counted()
    yield
    assert counted() == before


def statuses(answers: list[Any]) -> list[int]:
    """The statuses of answers, in order; an error of ours counts as 500."""
    return sorted(getattr(answer, "status_code", 500) for answer in answers)


def posting(viewer: Viewer, path: str, boxes: dict[str, Any], **other: Any) -> Callable[[], Any]:
    """A form that is sent when it is called; its sender has signed in before."""
    visit = Visit(viewer, faults=True)
    return lambda: visit.post(path, boxes, follow_redirects=False, **other)


def test_a_double_click_makes_one_note(world: World) -> None:
    case = world.case()
    path = f"/cases/{case.id}/notes/new"
    for _ in range(4):
        key, words = str(uuid4()), f"Said once {uuid4()}"
        answers = together(
            *(posting(world.worker, path, {"words": words}, key=key) for _ in range(AT_ONCE))
        )
        assert statuses(answers) == [303] * AT_ONCE
        assert len({answer.headers["location"].partition("?")[0] for answer in answers}) == 1
        with world.as_(world.worker) as database:
            notes = database.exec(select(Note).where(Note.case_id == case.id)).all()
        assert [note.words for note in notes].count(words) == 1


def test_a_double_click_sends_one_referral(world: World) -> None:
    name = f"Quillon{uuid4().hex[:6]}"
    action = action_of(Visit(world.navigator).get(quick_page(world)).text)
    key = str(uuid4())
    boxes = {**QUICK, "preferred_name": name}
    answers = together(*(posting(world.navigator, action, boxes, key=key) for _ in range(AT_ONCE)))
    assert statuses(answers) == [303] * AT_ONCE
    with world.as_(world.navigator) as database:
        people = database.exec(select(Person).where(Person.preferred_name == name)).all()
        assert len(people) == 1
        sent = database.exec(select(Referral).where(Referral.person_id == people[0].id)).all()
        assert len(sent) == 1


def test_the_same_key_of_somebody_else_is_not_their_form(world: World) -> None:
    """A key is minted for a form; that another account used it must not show what came of it."""
    key = str(uuid4())
    first = posting(
        world.worker, f"/cases/{world.case().id}/notes/new", {"words": "One"}, key=key
    )()
    other = posting(world.navigator, "/handovers", {"words": "Two"}, key=key)()
    assert first.status_code == 303
    assert "/cases/" not in other.headers.get("location", "")


def test_accepting_twice_at_once_opens_one_case(world: World) -> None:
    for _ in range(3):
        referral = world.refer()
        path = f"/queue/{referral.id}/accept"
        answers = together(*(posting(world.manager, path, {"known": "new"}) for _ in range(4)))
        found = statuses(answers)
        assert found.count(303) == 1, found
        assert set(found) <= {303, 409}
        with world.as_(world.manager) as database:
            opened = database.exec(
                select(func.count()).select_from(Case).where(Case.referral_id == referral.id)
            ).one()
        assert opened == 1


@pytest.mark.parametrize("move", ["decline", "wait"])
def test_accepting_against_another_decision_ends_as_one(world: World, move: str) -> None:
    day = clocks.today() + timedelta(days=9)
    boxes: dict[str, dict[str, Any]] = {
        "decline": {"reason": "no-capacity"},
        "wait": {f"review_on-{part}": getattr(day, part) for part in ("day", "month", "year")},
    }
    for _ in range(3):
        referral = world.refer()
        answers = together(
            posting(world.manager, f"/queue/{referral.id}/accept", {"known": "new"}),
            posting(world.manager, f"/queue/{referral.id}/{move}", boxes[move]),
        )
        # A place may still be found for somebody on the waiting list.
        assert 303 in statuses(answers)
        assert set(statuses(answers)) <= {303, 409, 422}
        state = world.again(referral, by=world.navigator).state
        with world.as_(world.manager) as database:
            opened = database.exec(select(Case).where(Case.referral_id == referral.id)).all()
            decided = standing(database, referral.id)
        assert (state == "accepted") == (len(opened) == 1)
        assert decided <= {facts.Kind.received, facts.Kind.accepted, facts.Kind.waiting} or (
            decided == {facts.Kind.received, facts.Kind.declined}
        )


def standing(database: Any, referral_id: Any) -> set[int]:
    """The kinds of the facts that stand about a referral's own decision."""
    ended = select(col(Fact.closes)).where(col(Fact.closes).is_not(None))
    kinds = database.exec(
        select(Fact.kind).where(Fact.source_id == referral_id, col(Fact.seq).not_in(ended))
    ).all()
    return set(kinds)


def test_accepting_against_taking_back_ends_as_one(world: World) -> None:
    for _ in range(4):
        referral = world.refer()

        def accept(one: Referral = referral) -> None:
            with world.as_(world.manager) as database:
                referrals.accept(database, database.find(Referral, one.id, lock=True))

        def take_back(one: Referral = referral) -> None:
            with world.as_(world.navigator) as database:
                row = database.find(Referral, one.id, lock=True)
                referrals.withdraw(database, row, reason="not-needed")

        ended = together(accept, take_back)
        lost = [one for one in ended if one is not None]
        assert len(lost) == 1
        # What was taken back is no longer there for the receiver.
        assert isinstance(lost[0], Refused | Stale | NotFound)
        assert world.again(referral, by=world.navigator).state in {"accepted", "withdrawn"}


def test_two_sends_of_one_person_end_as_one(world: World) -> None:
    first = world.refer()
    with world.as_(world.navigator) as database:
        row = database.find(Referral, first.id, lock=True)
        referrals.withdraw(database, row, reason="not-needed")

    def send() -> Referral:
        with world.as_(world.navigator) as database:
            person = database.find(Person, first.person_id)
            commission = world.commissions["hospital"]
            new = referrals.NewReferral(commission, person, {}, "ed", "agreed")
            return referrals.send(database, new)

    ended = together(*([send] * 4))
    assert sum(isinstance(one, Referral) for one in ended) == 1
    lost = [one for one in ended if not isinstance(one, Referral)]
    assert all(isinstance(one, Refused | Stale) for one in lost), lost


def test_one_person_referred_by_form_and_again_at_once_never_fails_as_a_fault(world: World) -> None:
    action = action_of(Visit(world.navigator).get(quick_page(world)).text)
    boxes = {**QUICK, "preferred_name": f"Quillon{uuid4().hex[:6]}"}
    answers = together(*(posting(world.navigator, action, boxes) for _ in range(4)))
    assert set(statuses(answers)) <= {303, 409, 422}


def test_many_hands_on_one_case_never_deadlock_and_lose_nothing(world: World) -> None:
    """Sessions, marks, notes and next actions on two cases at once, in either order."""
    ours = [world.case(), world.case(person=world.somebody("Yolanda"))]
    for case in ours:
        world.engage(case)
    done: list[str] = []

    def work(order: int) -> None:
        for case in ours if order % 2 else reversed(ours):
            viewer = world.worker if order % 3 else world.second_worker
            with world.as_(viewer) as database:
                row = database.find(Case, case.id, lock=True)
                new = NewSession(kind="community", starts_at=clocks.now(), minutes=10)
                held = sessions.record(database, row, new, status="attended")
                notes.write(database, row, words=f"By hand {order}")
            with world.as_(viewer) as database:
                place = database.exec(
                    select(Attendance).where(Attendance.session_id == held.id)
                ).one()
                sessions.mark(database, place, status="did-not-attend")
            done.append(f"{case.id} {order}")

    ended = together(*(lambda order=order: work(order) for order in range(6)))
    faults = [one for one in ended if one is not None and not isinstance(one, Refused | Stale)]
    assert faults == []
    with world.as_(world.worker) as database:
        for case in ours:
            written = database.exec(select(Note).where(Note.case_id == case.id)).all()
            mine = [one for one in done if one.startswith(str(case.id))]
            assert len(written) >= len(mine)
            held = database.exec(
                select(Session.id)
                .join(Attendance, col(Attendance.session_id) == Session.id)
                .where(Attendance.case_id == case.id)
            ).all()
            counted = database.exec(
                select(Fact.source_id).where(
                    Fact.referral == case.referral_id, Fact.kind == int(facts.Kind.session)
                )
            ).all()
            assert len(held) == len(written)
            assert len(set(counted)) == len(held)


def test_of_several_who_add_the_same_at_once_one_does_and_the_others_read_why(world: World) -> None:
    name = f"Twice {uuid4().hex[:8]}"
    boxes = {"name": name, "kind": "provider"}
    answers = together(
        *(posting(world.administrator, "/organisations/new", boxes) for _ in range(AT_ONCE))
    )
    assert statuses(answers) == [303] + [422] * (AT_ONCE - 1)
    refused = [answer for answer in answers if answer.status_code == 422]
    assert all(f"There is an organisation called {name} already" in one.text for one in refused)


def test_two_edits_of_one_person_from_one_page_lose_neither_unseen(world: World) -> None:
    case = world.case()
    path = f"/cases/{case.id}/next"
    version = world.again(case, by=world.worker).version
    answers = together(
        *(
            posting(viewer, path, {"words": f"By {name}"}, version=version)
            for name, viewer in (("one", world.worker), ("two", world.second_worker))
        )
    )
    assert statuses(answers) == [303, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    kept = world.again(case, by=world.worker).next_action
    other = "By two" if kept == "By one" else "By one"
    assert other in lost.text
