"""Away with a named cover: who sees what, what is said about it, and what stays closed."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import absences, letters, restriction, sessions
from app.actions.sessions import NewSession
from app.models import Absence, Allocation, Case, Event, Session
from app.queries.letters import waiting_letters
from app.queries.notes import mentions
from tests.cases.pages import day_boxes, version_on
from tests.visits import Visits, text_of
from tests.world import World


def go_away(world: World, *, days: int = 3, begins: int = 0) -> Absence:
    """The worker is away, and the second worker stands in."""
    with world.as_(world.worker) as database:
        return absences.plan(
            database,
            account_id=world.worker.account_id,
            cover_id=world.second_worker.account_id,
            from_day=clocks.today() + timedelta(days=begins),
            to_day=clocks.today() + timedelta(days=begins + days),
        )


def a_session_today(world: World, case: Case) -> Session:
    """A session of the worker that was due a minute ago."""
    before = clocks.now() - timedelta(minutes=2)
    with clocks.turned_to(before), world.as_(world.worker) as database:
        new = NewSession(kind="community", starts_at=before + timedelta(minutes=1))
        return sessions.plan(database, database.find(Case, case.id), new)


def test_the_cover_finds_it_in_my_day_and_what_they_do_says_for_whom(
    world: World, visit: Visits
) -> None:
    case = world.case(person=world.somebody("Coverly"))
    session = a_session_today(world, case)
    cover = visit(world.second_worker)
    assert "Coverly" not in text_of(cover.get("/"))
    go_away(world)
    home = text_of(cover.get("/"))
    assert f"You stand in for {world.worker.name}" in home
    assert f"with Coverly Testcase For {world.worker.name}" in home
    url = f"/cases/{case.id}/sessions/{session.id}/mark"
    page = cover.get(url).text
    cover.post(url, {"status": "attended", "minutes": "30"}, version=version_on(page))
    cover.post(f"/cases/{case.id}/notes/new", {"words": "All well"})
    said = text_of(cover.get(f"/cases/{case.id}"))
    by = f"by {world.second_worker.name}, for {world.worker.name}"
    assert said.count(by) >= 2
    assert f"{world.second_worker.name} stands in" in said
    with world.as_(world.second_worker) as database:
        done = database.exec(
            select(Event).where(col(Event.case_id) == case.id, col(Event.what) == "recorded")
        ).one()
        assert done.codes["for"] == str(world.worker.account_id)
        held = database.exec(
            select(Allocation).where(
                col(Allocation.case_id) == case.id, col(Allocation.to_at).is_(None)
            )
        ).one()
        assert held.account_id == world.worker.account_id


def test_a_restricted_case_stays_closed_to_a_cover_who_is_not_on_its_list(
    world: World, visit: Visits
) -> None:
    case = world.case(person=world.somebody("Hiddenly"))
    a_session_today(world, case)
    with world.as_(world.manager) as database:
        own = database.find(Case, case.id, lock=True)
        restriction.restrict(database, own, account_ids={world.worker.account_id})
    go_away(world)
    cover = visit(world.second_worker)
    assert "Hiddenly" not in cover.get("/").text
    assert "Hiddenly" not in cover.get("/sessions").text
    assert cover.get(f"/cases/{case.id}").status_code == 404
    assert "1 restricted case not open to" in text_of(visit(world.manager).get("/away"))
    with world.as_(world.manager) as database:
        own = database.find(Case, case.id, lock=True)
        both = {world.worker.account_id, world.second_worker.account_id}
        restriction.restrict(database, own, account_ids=both)
    assert "Hiddenly" in cover.get("/").text


def test_an_absence_is_planned_and_ended_on_a_page(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    boxes = {"cover": str(world.second_worker.account_id)}
    boxes |= day_boxes("from_day", clocks.today())
    wrong = boxes | day_boxes("to_day", clocks.today() - timedelta(days=3))
    assert worker.post("/away", wrong).status_code == 422
    right = boxes | day_boxes("to_day", clocks.today() + timedelta(days=2))
    assert "Planned." in text_of(worker.post("/away", right))
    assert worker.post("/away", right).status_code == 409
    found = go_found(world)
    assert visit(world.second_worker).post(f"/away/{found.id}/end", version=1).status_code == 404
    assert "Ended." in text_of(worker.post(f"/away/{found.id}/end", version=found.version))
    # Still away today: what is done today was done for them.
    assert world.again(found, by=world.worker).to_day == clocks.today()
    for viewer in (world.rival_worker, world.men_worker, world.rival_manager):
        assert f"Second {world.worker.name}" not in visit(viewer).get("/away").text


def go_found(world: World) -> Absence:
    with world.as_(world.worker) as database:
        return database.exec(select(Absence)).one()


def test_a_worker_plans_only_for_themselves_and_nobody_covers_while_away(
    world: World, visit: Visits
) -> None:
    days = day_boxes("from_day", clocks.today()) | day_boxes("to_day", clocks.today())
    other = {"account": str(world.second_worker.account_id)} | days
    boxes = other | {"cover": str(world.manager.account_id)}
    assert visit(world.worker).post("/away", boxes).status_code == 422
    assert visit(world.manager).post("/away", boxes).status_code == 200
    mine = days | {"cover": str(world.second_worker.account_id)}
    refused = visit(world.worker).post("/away", mine)
    assert refused.status_code == 409
    assert "is away then" in text_of(refused)


def test_before_and_after_the_days_nothing_is_covered(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Later"))
    a_session_today(world, case)
    go_away(world, begins=1)
    cover = visit(world.second_worker)
    assert "stand in" not in text_of(cover.get("/"))
    assert "Later" not in cover.get("/").text


def test_letters_and_notes_for_somebody_away_stand_in_the_day_of_their_cover(
    world: World, visit: Visits
) -> None:
    cover = world.partner_manager
    sent = world.refer(
        "dvpp", by=world.referrer, side="partner", answers={}, source="self",
        person=world.somebody("Walled"),
    )  # fmt: skip
    hers = world.accept(sent, by=cover, worker=world.partner_worker)
    his = world.accept(
        world.refer(
            "dvpp",
            by=world.referrer,
            side="perpetrator",
            answers={},
            source="childrens-social-care",
        ),
        by=world.men_manager,
        worker=world.men_worker,
    )
    with world.as_(cover) as database:
        letters.link(database, database.find(Case, hers.id, lock=True), about=his.reference)
        absences.plan(
            database,
            account_id=world.partner_worker.account_id,
            cover_id=cover.account_id,
            from_day=clocks.today(),
            to_day=clocks.today() + timedelta(days=2),
        )
    writing = {"kind": "risk-changed", "words": "He asked where she lives"}
    visit(world.men_worker).post(f"/cases/{his.id}/letters/new", writing)
    assert "A change in risk Walled" in text_of(visit(world.partner_worker).get("/"))
    standing_in = visit(cover)
    home = text_of(standing_in.get("/"))
    assert f"A change in risk For {world.partner_worker.name} Walled" in home
    # On the side that writes nothing of it shows, to nobody.
    assert "Letters to read" not in text_of(visit(world.men_manager).get("/"))
    with world.as_(replace(cover, covers=(world.partner_worker.account_id,))) as database:
        [letter] = waiting_letters(database)
    standing_in.post(f"/letters/{letter.id}/read")
    with world.as_(cover) as database:
        read = database.exec(
            select(Event).where(Event.case_id == hers.id, Event.noun == "letter")
        ).one()
        assert read.codes["for"] == str(world.partner_worker.account_id)
        assert not waiting_letters(database)
    assert "A letter about this case was read" in text_of(standing_in.get(f"/cases/{hers.id}"))


def test_a_note_for_somebody_away_is_read_by_their_cover_and_waits_for_them(
    world: World, visit: Visits
) -> None:
    case = world.case(person=world.somebody("Coverly"))
    boxes = {"words": "Ring the school", "names": [str(world.worker.account_id)]}
    visit(world.manager).post(f"/cases/{case.id}/notes/new", boxes)
    cover = visit(world.second_worker)
    assert "Ring the school" not in text_of(cover.get("/"))
    go_away(world)
    home = text_of(cover.get("/"))
    assert "Ring the school" in home
    assert f"For {world.worker.name}" in home
    covering = replace(world.second_worker, covers=(world.worker.account_id,))
    with world.as_(covering) as database:
        [mention] = mentions(database)
    assert cover.post(f"/mentions/{mention.id}/read").status_code == 409
    assert "Ring the school" in text_of(visit(world.worker).get("/"))
