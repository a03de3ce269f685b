"""A page left open while the case went into other hands cannot write to it, and loses no word."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from app import clocks
from app.actions import allocation, cases
from app.models import Case, Goal, Note, Session
from tests.handovers.partnership import offer, take_over
from tests.posting import drawn
from tests.visits import Visits, text_of
from tests.world import World

WORDS = "Kept word for word"


def closed(world: World, case: Case) -> None:
    with world.as_(world.manager) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="moved", planned=False)


def transferred(world: World, case: Case) -> None:
    take_over(world, offer(world, case, by=world.manager))


def reallocated(world: World, case: Case) -> None:
    with world.as_(world.manager) as database:
        row = database.find(Case, case.id, lock=True)
        allocation.allocate(database, row, account_id=world.second_worker.account_id)


HAPPENED = {
    closed: "was closed",
    transferred: "transferred to another provider",
    reallocated: "changed hands",
}
FORMS = {
    "notes/new": {"words": WORDS},
    "sessions/new": {
        "status": "attended",
        "kind": "community",
        "at": "00:00",
        "note": WORDS,
        **{f"on-{part}": str(getattr(clocks.today(), part)) for part in ("day", "month", "year")},
    },
    "plan/goals/new": {"words": WORDS, "domain": "health"},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("happened", HAPPENED, ids=lambda one: one.__name__)
def test_what_was_typed_on_a_page_left_open_is_refused_and_kept(
    world: World, visit: Visits, form: str, happened: Callable[[World, Case], None]
) -> None:
    case = world.case()
    world.engage(case)
    worker, path = visit(world.worker), f"/cases/{case.id}/{form}"
    page = drawn(worker.get(path).text).form
    assert page is not None
    happened(world, case)
    carried = {
        name: page.carried[name]
        for name in ("_hand", "_key", "_version", "_draft")
        if name in page.carried
    }
    answer = worker.post(path, carried | FORMS[form])
    assert answer.status_code == 409
    assert HAPPENED[happened] in text_of(answer)
    assert WORDS in answer.text
    with world.as_(world.worker) as database:
        for table in (Note, Goal):
            assert not database.exec(select(table).where(table.case_id == case.id)).all()
        assert not database.exec(select(Session).where(Session.kind == "community")).all()


def test_whoever_got_the_case_meanwhile_goes_on_with_what_they_had_typed(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker, path = visit(world.second_worker), f"/cases/{case.id}/notes/new"
    page = drawn(worker.get(path).text).form
    assert page is not None
    reallocated(world, case)
    answer = worker.post(path, {"_hand": page.carried["_hand"], "words": WORDS})
    assert answer.url.path == f"/cases/{case.id}"
