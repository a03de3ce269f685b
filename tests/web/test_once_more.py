"""Two requests that wait for each other: the database ends one, and it is tried once more."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions import cases
from app.errors import Collided
from app.forms.notes import WriteNote
from app.main import create_app
from app.models import Case
from app.web.door import Db
from app.web.forms import Submitted
from app.web.pages import see
from tests.visits import Visit
from tests.world import World

PATIENCE = 20  # seconds in which the other one must have come


def test_of_two_that_lock_each_other_out_both_are_stored(world: World) -> None:
    first, second = world.case(), world.case()
    both, tries = Barrier(2), list[str]()
    router = APIRouter()

    @router.post("/criss-cross/{one}/{other}")
    def criss_cross(
        request: Request, one: UUID, other: UUID, database: Db, form: Submitted[WriteNote]
    ) -> Response:
        tries.append(form.values.words)
        mine = database.find(Case, one, lock=True)
        if tries.count(form.values.words) == 1:
            both.wait(PATIENCE)
        cases.set_next(database, mine, words=form.values.words, on=None)
        database.find(Case, other, lock=True)
        return see(request, "/help")

    app = create_app(only=[router])

    def press(words: str, one: Case, other: Case) -> int:
        visit = Visit(world.worker, app)
        path = f"/criss-cross/{one.id}/{other.id}"
        return visit.post(path, {"words": words}, follow_redirects=False).status_code

    with ThreadPoolExecutor(2) as pool:
        presses = [
            pool.submit(press, "Ring her", first, second),
            pool.submit(press, "Ring him", second, first),
        ]
        assert [one.result() for one in presses] == [303, 303]
    assert sorted(tries) in (
        ["Ring her", "Ring her", "Ring him"],
        ["Ring her", "Ring him", "Ring him"],
    )
    assert world.again(first, by=world.worker).next_action == "Ring her"
    assert world.again(second, by=world.worker).next_action == "Ring him"


def test_who_meets_another_twice_is_told_and_keeps_what_was_typed(world: World) -> None:
    router, tries = APIRouter(), list[str]()

    @router.post("/always")
    def always(database: Db, form: Submitted[WriteNote]) -> Response:
        tries.append(form.values.words)
        raise Collided

    visit = Visit(world.worker, create_app(only=[router]))
    answer = visit.post("/always", {"words": "We walked to the park"})
    assert answer.status_code == 409
    assert "Save again." in answer.text
    assert "We walked to the park" in answer.text
    assert tries == ["We walked to the park"] * 2
