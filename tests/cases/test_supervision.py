"""Supervision: each number is the length of its list; a note is read by two people and no third."""

import re
from datetime import timedelta

from app import clocks
from app.actions import plan, tasks
from app.models import Case
from tests.cases.pages import day_boxes
from tests.visits import Visits, text_of
from tests.worklists.statements import counted, reads
from tests.world import World

LINK = re.compile(r'href="(/(?:cases|tasks)\?who=[0-9a-f-]{36}[^"]*)">(\d+)<')


def late_case(world: World, name: str) -> Case:
    """An open case with a goal and a task that are past."""
    before = clocks.now() - timedelta(days=20)
    with clocks.turned_to(before):
        case = world.case(person=world.somebody(name))
        world.engage(case)
        with world.as_(world.worker) as database:
            row = database.find(Case, case.id)
            day = clocks.today() + timedelta(days=3)
            tasks.make(database, row, words="Ring", due_on=day)
            plan.set_goal(
                database, row, words="Sleep", domain="health", set_on=clocks.today(), aimed_on=day
            )
    return case


def test_each_number_opens_the_list_it_was_counted_from(world: World, visit: Visits) -> None:
    for name in ("One", "Two"):
        late_case(world, name)
    world.case(person=world.somebody("Fresh"))
    manager = visit(world.manager)
    page = manager.get("/supervision").text
    links = {url.replace("&amp;", "&"): int(number) for url, number in LINK.findall(page)}
    assert sorted(links.values()) == [2, 2, 2, 2, 3]
    for url, number in links.items():
        rows = manager.get(url).text
        listed = rows.split("<tbody", 1)[1].split("</tbody")[0]
        assert listed.count("<tr") == number, url


def test_the_page_takes_few_statements_however_many_cases(world: World, visit: Visits) -> None:
    for name in ("One", "Two", "Three"):
        late_case(world, name)
    manager = visit(world.manager)
    manager.get("/supervision")
    with counted() as sent:
        manager.get("/supervision")
    assert len(reads(sent)) <= 5, "\n\n".join(reads(sent))
    with counted() as sent:
        manager.get("/tasks?who=team")
    assert len(reads(sent)) <= 3, "\n\n".join(reads(sent))


def test_a_note_is_read_by_the_worker_and_the_manager_and_nobody_else(
    world: World, visit: Visits
) -> None:
    about = world.worker.account_id
    manager, path = visit(world.manager), f"/supervision/{about}"
    boxes = {"words": "Holds too many", "agreed": "Two cases move"}
    assert manager.post(f"{path}/new", boxes).status_code == 422
    boxes |= day_boxes("met_on", clocks.today())
    assert "Supervision note saved." in manager.post(f"{path}/new", boxes).text
    mine = visit(world.worker)
    said = text_of(mine.get("/supervision"))
    assert "Holds too many" in said
    assert "Two cases move" in said
    assert mine.get(f"{path}/new").status_code == 404
    for other in (world.second_worker, world.rival_manager, world.guardian, world.men_manager):
        assert visit(other).get(path).status_code == 404
    with world.as_(world.second_worker) as database:
        assert database.connection().exec_driver_sql("SELECT 1 FROM supervision_note").all() == []
    own = visit(world.manager).get(f"/supervision/{world.manager.account_id}/new")
    assert own.status_code == 404
