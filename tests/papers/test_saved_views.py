"""Saved views: a name for a page of figures, one's own or for colleagues."""

import pytest

from app.actions import saved_views
from app.errors import Refused
from tests.visits import Visits, text_of
from tests.world import World


def test_a_view_is_found_again_under_its_name_and_moves_on_with_the_quarters(
    world: World, visit: Visits
) -> None:
    who = visit(world.commissioner)
    assert "No view is saved yet" in text_of(who.get("/saved-views"))
    boxes = {"name": "How long they wait", "address": "/quarter/2026-1/waits?within=programme:iris", "newest": "yes"}  # fmt: skip
    page = who.post("/saved-views/new", boxes)
    assert "How long they wait" in text_of(page)
    assert 'href="/quarter/latest/waits?within=programme:iris"' in page.text
    shown = who.get("/quarter/latest/waits?within=programme:iris")
    assert shown.status_code == 200
    again = who.post("/saved-views/new", boxes)
    assert again.status_code == 422
    assert "have a view of this name already" in text_of(again)


@pytest.mark.parametrize(
    "address",
    ["/cases", "//example.org/quarter/2026-1", "/quarter/2026-9", "/quarter/2026-1/../x", "", "/quarter/latest?x=1"],
)  # fmt: skip
def test_no_other_page_can_be_saved(world: World, address: str) -> None:
    with world.as_(world.commissioner) as database, pytest.raises(Refused):
        saved_views.save(database, name="x", address=address)


def test_colleagues_see_what_is_shared_and_another_office_nothing(
    world: World, visit: Visits
) -> None:
    who = visit(world.commissioner)
    for name, shared in (("Mine alone", {}), ("For all of us", {"shared": "yes"})):
        who.post("/saved-views/new", {"name": name, "address": "/quarter/latest/reach"} | shared)
    for other in (world.other_commissioner, world.evaluator):
        said = text_of(visit(other).get("/saved-views"))
        assert "Mine alone" not in said
        assert "For all of us" not in said
    assert visit(world.manager).get("/saved-views").status_code == 404


def test_a_view_goes_when_its_owner_says_so(world: World, visit: Visits) -> None:
    who = visit(world.commissioner)
    who.post("/saved-views/new", {"name": "To go", "address": "/quarter/latest/reach"})
    with world.as_(world.commissioner) as database:
        from app.queries.saved_views import saved_views as listed

        (view,) = listed(database)
    assert visit(world.other_commissioner).post(f"/saved-views/{view.id}/remove").status_code == 404
    assert "To go" not in text_of(who.post(f"/saved-views/{view.id}/remove")).replace(
        "Saved views", ""
    )
