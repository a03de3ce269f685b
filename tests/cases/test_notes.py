"""Notes: pinned on top, naming colleagues, handed over, looked for, never changed."""

from app.actions import notes, restriction
from app.models import Case, Mention, Note
from tests.cases.pages import rows
from tests.visits import Visits, text_of
from tests.world import World


def test_a_pinned_note_stands_on_top_until_it_is_taken_down(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.worker)
    worker.post(f"/cases/{case.id}/notes/new", {"words": "Knock twice", "pinned": "yes"})
    [note] = rows(world, Note, case)
    overview = text_of(worker.get(f"/cases/{case.id}"))
    assert "Pinned" in overview
    worker.post(f"/cases/{case.id}/notes/{note.id}/take-down")
    assert "Pinned" not in text_of(worker.get(f"/cases/{case.id}"))
    worker.post(f"/cases/{case.id}/notes/{note.id}/pin")
    assert "Pinned" in text_of(worker.get(f"/cases/{case.id}/notes"))
    other = world.case(person=world.somebody("Other"))
    assert worker.post(f"/cases/{other.id}/notes/{note.id}/pin").status_code == 404


def test_a_colleague_who_is_named_finds_the_note_on_their_day(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.worker)
    boxes = {"words": "Please ring her aunt", "names": str(world.second_worker.account_id)}
    worker.post(f"/cases/{case.id}/notes/new", boxes)
    colleague = visit(world.second_worker)
    assert "Please ring her aunt" in text_of(colleague.get("/"))
    [mention] = rows(world, Mention, case)
    assert worker.post(f"/mentions/{mention.id}/read").status_code == 409
    assert visit(world.rival_worker).post(f"/mentions/{mention.id}/read").status_code == 404
    assert "Marked as read." in colleague.post(f"/mentions/{mention.id}/read").text
    assert "Please ring her aunt" not in text_of(colleague.get("/"))


def test_only_who_covers_the_case_can_be_named(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.worker)
    with world.as_(world.manager) as database:
        listed = {world.worker.account_id, world.manager.account_id}
        restriction.restrict(database, database.find(Case, case.id, lock=True), account_ids=listed)
    page = worker.get(f"/cases/{case.id}/notes/new").text
    assert str(world.second_worker.account_id) not in page
    for stranger in (world.second_worker, world.rival_worker, world.guardian):
        boxes = {"words": "Kept text", "names": str(stranger.account_id)}
        answer = worker.post(f"/cases/{case.id}/notes/new", boxes)
        assert answer.status_code == 409
        assert "Kept text" in answer.text
    assert rows(world, Note, case) == []


def test_words_are_found_in_the_notes_of_one_case_only(world: World, visit: Visits) -> None:
    case, other = world.case(), world.case(person=world.somebody("Other"))
    with world.as_(world.worker) as database:
        for row, words in ((case, "Likes FOOTBALL and cake"), (case, "Cake"), (other, "football")):
            notes.write(database, database.find(Case, row.id), words=words)
    worker = visit(world.worker)
    said = text_of(worker.post(f"/cases/{case.id}/notes", {"words": "cake football"}))
    assert "1 note with cake football" in said
    assert "Likes FOOTBALL" in said
    assert "0 notes with" in text_of(worker.post(f"/cases/{case.id}/notes", {"words": "zebra"}))
    assert worker.post(f"/cases/{case.id}/notes", {}).status_code == 422


def test_a_case_is_handed_over_with_a_note_for_the_new_worker(world: World, visit: Visits) -> None:
    case, manager = world.case(), visit(world.manager)
    for number, new in ((1, world.second_worker), (2, world.worker)):
        version = world.again(case, by=world.manager).version
        boxes = {"worker": str(new.account_id), "words": f"Handed over {number}"}
        manager.post(f"/cases/{case.id}/allocate", boxes, version=version)
        assert f"Handed over {number}" in text_of(visit(new).get("/"))
    overview = visit(world.worker).get(f"/cases/{case.id}").text
    assert overview.count("Hand-over note") >= 1
    pinned = [one.words for one in rows(world, Note, case) if one.pinned]
    assert pinned == ["Handed over 2"]
