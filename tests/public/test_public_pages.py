"""Public pages: nobody is looked up, nothing is set, every cache may keep them, and they are light."""

import csv
import gzip
import io
import json
import random
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from app import database as door
from app.access import DatabaseRole
from app.actions import editions
from app.database import transaction
from app.operations import editions as making
from app.reporting.public.published import published
from app.web.assets import STATIC
from tests.reporting import ledger
from tests.visits import Visits, text_of
from tests.world import World

QUARTER = ledger.a_quarter_ago()
PAGES = ("/public", "/public/commissions", "/public/methods", "/public/support")
LIGHT = 35_000  # bytes of a first visit, packed


@pytest.fixture
def period(world: World, owner: Engine) -> str:
    """The address of a published quarter."""
    rng = random.Random(5)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["schools"], "mvp", ""),
    ]
    days = (QUARTER.start - timedelta(days=20), QUARTER.end)
    ledger.write(owner, ledger.history(rng, commissions, days, 900))
    with world.as_(world.commissioner) as database:
        order = editions.publish(database, span=QUARTER, confirmed=True)
    edition_id = making.make(order.id)
    assert edition_id
    return f"/public/periods/{edition_id}"


def test_what_was_published_is_read_without_a_sign_in(
    world: World, period: str, visit: Visits
) -> None:
    stranger = visit()
    page = stranger.get(period)
    assert page.status_code == 200
    said = text_of(page)
    assert f"{QUARTER.label}: reach and outcomes" in said
    assert world.organisations["office"].name in said
    bought = text_of(stranger.get("/public/commissions"))
    for name in ("hospital", "iris", "schools", "routes", "dvpp"):
        assert world.commissions[name].name in bought
    assert world.commissions["resettlement"].name not in bought


def test_nothing_is_set_nothing_runs_and_caches_may_keep_it(period: str, visit: Visits) -> None:
    stranger = visit()
    for path in (*PAGES, period, f"{period}/figures.json", f"{period}/public-all.csv", "/public/commissions.csv"):  # fmt: skip
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "public, max-age=600"
        assert "<script" not in answer.text
        assert " style=" not in answer.text
        again = stranger.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert not again.content


def test_it_is_the_same_for_whoever_is_signed_in(world: World, period: str, visit: Visits) -> None:
    for path in (*PAGES, period):
        assert visit(world.manager).get(path).content == visit().get(path).content


def test_a_first_visit_is_light(period: str, visit: Visits) -> None:
    sheet = len(gzip.compress((STATIC / "public.css").read_bytes(), 6))
    icon = len((STATIC / "icon.svg").read_bytes())
    for path in (*PAGES, period):
        body = visit().get(path)
        assert re.findall(r'(?:src|href)="(/static/[^"?]+)', body.text) == ["/static/public.css", "/static/icon.svg"]  # fmt: skip
        assert len(gzip.compress(body.content, 6)) + sheet + icon <= LIGHT, path


def test_every_printed_number_is_nought_or_rounded_to_five_and_small_ones_are_marks(
    period: str, visit: Visits
) -> None:
    data = json.loads(visit().get(f"{period}/figures.json").content)
    values = [value for table in data["tables"] for row in table["rows"] for value in row["values"]]
    numbers = [value for value in values if isinstance(value, int)]
    assert numbers
    assert all(number % 5 == 0 and (number == 0 or number >= 10) for number in numbers)
    assert {value for value in values if isinstance(value, str)} <= {"*", "[c]", "[x]"}
    assert data["commissions"]


def test_page_file_and_data_print_the_same(period: str, visit: Visits) -> None:
    stranger = visit()
    data = json.loads(stranger.get(f"{period}/figures.json").content)
    page = stranger.get(period).text
    for table in data["tables"]:
        file = stranger.get(f"{period}/{table['code']}.csv").content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(file)))
        for row in table["rows"]:
            printed = [str(value) for value in row["values"]]
            assert any(line[: len(printed) + 1] == [row["label"], *printed] for line in lines)
            for value in row["values"]:
                shown = f"{value:,}" if isinstance(value, int) else value
                assert f'<td class="number">{shown}</td>' in page


def test_a_later_edition_is_a_note_and_changes_no_number(
    world: World, owner: Engine, period: str, visit: Visits
) -> None:
    before = visit().get(period)
    line = ledger.line(
        world.commissions["hospital"], "ed-navigators", ledger.Kind.received, QUARTER.start,
        basis="named", referral=uuid4(), subject=uuid4(), age=16, area="E08000025", sex="M",
        ethnicity="W1", source="ed",
    )  # fmt: skip
    ledger.write(owner, [line])
    with world.as_(world.commissioner) as database:
        order = editions.publish(database, span=QUARTER, confirmed=True)
    making.make(order.id)
    with transaction(role=DatabaseRole.publishing) as database:
        mine = [
            one for one in published(database)
            if one.organisation == world.organisations["office"].name and one.span == QUARTER
        ]  # fmt: skip
    assert len(mine) == 1
    now = visit().get(f"/public/periods/{mine[0].id}")
    tables = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
    assert tables.findall(now.text) == tables.findall(before.text)
    assert mine[0].notes
    assert "What changed since" in text_of(now)


def test_what_was_never_published_does_not_exist(period: str, visit: Visits) -> None:
    stranger = visit()
    for path in (f"/public/periods/{uuid4()}", "/public/periods/x", f"{period}/nothing.csv", "/public/nothing"):  # fmt: skip
        assert stranger.get(path).status_code == 404
        assert "set-cookie" not in stranger.get(path).headers


def test_the_login_behind_them_reaches_nothing_else(period: str) -> None:
    readable = set()
    for table in sorted(SQLModel.metadata.tables):
        try:
            with transaction(role=DatabaseRole.publishing) as database:
                database.execute(text(f'SELECT count(*) FROM "{table}"'))
            readable.add(table)
        except DBAPIError:
            continue
    assert readable == {"edition", "edition_cell", "edition_table"}
    with transaction(role=DatabaseRole.publishing) as database:
        audiences = database.scalars(text("SELECT DISTINCT audience FROM edition")).all()
    assert set(audiences) == {"public"}


@pytest.mark.parametrize("role", [role for role in DatabaseRole if role != DatabaseRole.publishing])
def test_that_login_can_become_no_other_role(period: str, role: DatabaseRole) -> None:
    from app.access import role_name

    engine = door.engine("publishing")
    name = role_name(str(engine.url.database), role)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text(f'SET ROLE "{name}"'))
