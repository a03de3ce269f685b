"""The last whole quarter of the hospital commission: its addresses, and submitting its return."""

from datetime import datetime, time, timedelta

from app import clocks
from app.models import ReturnVersion
from app.operations.return_printing import print_version
from app.queries.returns import find_return, versions_of
from app.reporting.periods import Quarter, latest_whole
from tests.visits import Visit, Visits, text_of
from tests.world import World

TEXTS = {"narrative-summary": "A calm quarter.", "narrative-risks": "None to speak of."}


def in_quarter(quarter: Quarter, days: int = 20) -> datetime:
    """A working moment some days into a quarter."""
    return datetime.combine(quarter.start + timedelta(days=days), time(10), clocks.LONDON)


def path_of(world: World, commission: str = "hospital") -> str:
    """The address of a return of the last whole quarter."""
    return f"/returns/{world.commissions[commission].id}/{latest_whole().code}"


def submit(world: World, visit: Visits) -> Visit:
    """Write the texts, sign and submit, and let the gate print it. Returns the manager's visit."""
    manager = visit(world.manager)
    path = path_of(world)
    assert manager.post(f"{path}/write", TEXTS).status_code == 200
    seen = manager.get(f"{path}/sign").text.split('name="seen" value="')[1][:24]
    answer = manager.post(f"{path}/sign", {"seen": seen, "checked": "yes"})
    assert "Submitted. It stands as it is now" in text_of(answer)
    print_version(newest(world).id)
    return manager


def newest(world: World) -> ReturnVersion:
    """The newest version of the hospital commission's return."""
    with world.as_(world.manager) as database:
        found = find_return(database, world.commissions["hospital"].id, latest_whole())
        assert found.row is not None
        return database.find(ReturnVersion, versions_of(database, found.row.id)[0].id)
