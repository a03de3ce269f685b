"""A threshold that an agreement names: agreed on a page, and used by all that is printed from then on."""

from uuid import UUID

from app import clocks
from app.actions.agreed_thresholds import agree
from app.models import Commission
from app.reporting.gate.marks import mark_of, reason_of
from app.reporting.periods import Quarter, latest_whole
from tests.returns.quarter import in_quarter, newest, submit
from tests.visits import Visits, text_of
from tests.world import World

WHY = "The data protection officer asked for it: few people, all of one town."


def hospital(world: World) -> UUID:
    return world.commissions["hospital"].id


def test_a_commissioner_agrees_another_threshold_for_quarters_to_come(
    world: World, visit: Visits
) -> None:
    office, path = visit(world.commissioner), f"/commissioned/{hospital(world)}"
    said = {"below": "10", "holds_from": Quarter.current().code, "words": WHY}
    wrong = office.post(f"{path}/threshold", said, version=0)
    assert wrong.status_code == 409
    assert WHY in wrong.text
    assert "Figures of that quarter were printed already" in text_of(wrong)
    later = said | {"holds_from": Quarter.current().after.code}
    for slip in ({"below": "4"}, {"holds_from": "soon"}, {"words": ""}):
        assert office.post(f"{path}/threshold", later | slip, version=0).status_code == 422
    done = text_of(office.post(f"{path}/threshold", later, version=0))
    assert "Agreed. It holds" in done
    assert WHY in done
    assert "Counts of people from 1 to 4" in done, "until then"
    late = office.post(f"{path}/threshold", later | {"below": "8"}, version=0)
    assert late.status_code == 409
    assert WHY in late.text
    for other in (world.manager, world.evaluator, world.other_commissioner, world.administrator):
        assert visit(other).get(f"{path}/threshold").status_code == 404
    assert WHY in text_of(visit(world.manager).get(path)), "the provider reads what was agreed"


def test_page_return_and_file_hide_what_the_agreement_says(busy: World, visit: Visits) -> None:
    quarter = latest_whole()
    with (
        clocks.turned_to(in_quarter(quarter.before)),
        busy.as_(busy.commissioner) as database,
    ):
        commission = database.find(Commission, hospital(busy))
        agree(database, commission, below=10, holds_from=quarter, words=WHY)
    submit(busy, visit)
    office, mark = visit(busy.commissioner), mark_of("small", 10)
    received = f"/returns-received/{newest(busy).return_id}"
    page = text_of(office.get(received))
    assert f"Referrals received {mark}" in page.replace(f": {reason_of('small', 10)}", "")
    together = text_of(office.get(f"/returns-received/together/{quarter.code}"))
    assert mark in together
    assert mark in office.get(f"{received}/cells.csv").text
    figures = text_of(office.get(f"/quarter/{quarter.code}"))
    assert mark in figures
    assert "up to 9" in figures
    before = text_of(office.get(f"/quarter/{quarter.before.code}"))
    assert "up to 9" not in before, "what was printed of an earlier quarter keeps its threshold"
