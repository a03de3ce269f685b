"""Whatever is longer than a line is kept while it is typed, comes back, and ends when it is sent."""

import re
from pathlib import Path
from uuid import UUID

from app.models import Draft
from tests.delivery import partnership
from tests.visits import Visits, text_of
from tests.world import World

TEMPLATES = Path(__file__).resolve().parents[2] / "app" / "templates"
DRAFT = re.compile(r'name="_draft" value="([0-9a-f-]+)"')


def test_a_question_to_a_sender_comes_back_and_ends_when_it_is_sent(
    world: World, visit: Visits
) -> None:
    referral = world.refer()
    manager, path = visit(world.manager), f"/queue/{referral.id}/ask"
    draft = DRAFT.search(manager.get(path).text)
    assert draft
    manager.post(f"/drafts/{draft[1]}?form={path}", {"question": "Where does she li"})
    again = manager.get(path)
    assert "Where does she li" in again.text
    assert "This is what you were typing" in text_of(again)
    assert "Where does she li" not in visit(world.second_worker).get("/drafts").text
    boxes = {"question": "Where does she live?", "_draft": draft[1]}
    version = re.search(r'name="_version" value="(\d+)"', again.text)
    manager.post(path, boxes, version=int(version[1]) if version else None)
    late = manager.post(f"/drafts/{draft[1]}?form={path}", {"question": "Where does she live"})
    assert "nothing more is kept" in late.text


def test_a_hand_over_note_comes_back(world: World, visit: Visits) -> None:
    navigator = visit(world.navigator)
    draft = DRAFT.search(navigator.get("/handovers").text)
    assert draft
    navigator.post(f"/drafts/{draft[1]}?form=/handovers", {"words": "Bed 4 is aw"})
    assert "Bed 4 is aw" in navigator.get("/handovers").text


def test_the_note_of_a_shift_comes_back_and_ends_when_they_leave(
    world: World, visit: Visits
) -> None:
    bev, page = visit(world.worker), f"/shifts/{partnership.shift(world)}"
    bev.post(f"{page}/check-in", {"staff": "2"})
    draft = DRAFT.search(bev.get(page).text)
    assert draft
    bev.post(f"/drafts/{draft[1]}?form={page}", {"note": "Ice on the br"})
    again = bev.get(page).text
    assert "Ice on the br" in again
    assert "This is what you noted" in again
    bev.post(f"{page}/check-out", {"note": "Ice on the bridge", "_draft": draft[1]})
    late = bev.post(f"/drafts/{draft[1]}?form={page}", {"note": "Ice on the bridg"})
    assert "nothing more is kept" in late.text


def test_a_letter_to_the_other_side_comes_back_to_its_writer_and_leaves_nothing_when_it_is_sent(
    world: World, visit: Visits
) -> None:
    sent = world.refer(
        "dvpp", by=world.referrer, side="perpetrator", answers={}, source="childrens-social-care"
    )
    case = world.accept(sent, by=world.men_manager, worker=world.men_worker)
    writer, path = visit(world.men_worker), f"/cases/{case.id}/letters/new"
    draft = DRAFT.search(writer.get(path).text)
    assert draft
    writer.post(f"/drafts/{draft[1]}?form={path}", {"words": "He asked where she li"})
    assert "He asked where she li" in writer.get(path).text
    assert "He asked" not in visit(world.men_manager).get(path).text
    boxes = {"kind": "risk-changed", "words": "He asked where she lives", "_draft": draft[1]}
    assert "Letter put into the letterbox." in writer.post(path, boxes).text
    with world.as_(world.men_worker) as database:
        assert database.find(Draft, UUID(draft[1])).typed == {}


def test_every_form_of_a_case_with_a_long_box_says_that_it_is_kept() -> None:
    wrong = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        text, name = file.read_text(encoding="utf-8"), file.relative_to(TEMPLATES).as_posix()
        long = "ui.long_text(" in text and '{% extends "cases/form.html" %}' in text
        if long and "set keeps" not in text:
            wrong.append(name)
    assert wrong == []
