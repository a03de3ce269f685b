"""Questions of programmes: each has its box and label, and only what was asked is taken."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.programmes import loading
from app.web.forms import Form, read
from app.web.posted import Posted
from tests.web.desk import desk, questions_of

PROGRAMMES = sorted(path.stem for path in loading.documents())


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_question_of_every_programme_has_a_box_and_a_label(programme: str) -> None:
    text = TestClient(desk()).get(f"/desk/questions/{programme}").text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for question in questions_of(programme):
        box = f"{question.key}-day" if question.type == "date" else question.key
        assert f'id="{box}"' in text
        assert f'for="{box}"' in text


def test_there_are_programmes_to_draw() -> None:
    assert len(PROGRAMMES) == 6
    assert Path(__file__).exists()


def posted(**boxes: str | list[str]) -> Posted:
    texts = {name: [v] if isinstance(v, str) else v for name, v in boxes.items()}
    return Posted({name.replace("__", "-"): v for name, v in texts.items()}, {})


def test_answers_are_taken_by_the_keys_that_were_asked() -> None:
    given = posted(
        reason=["knife", "fear"],
        seen__day="2",
        seen__month="mar",
        seen__year="2026",
        note="  one\r\ntwo ",
        age=["", "not-known"],
        blank="  ",
    )
    form = read(None, given, questions=["reason", "seen", "note", "age", "blank"])
    assert form.errors == {}
    assert form.answers == {
        "reason": ["knife", "fear"],
        "seen": ["2026-03-02"],
        "note": ["one\ntwo"],
        "age": ["not-known"],
    }
    assert form.target("seen") == "seen-day"


def test_a_day_that_is_none_stays_readable_for_the_programme_to_refuse() -> None:
    form = read(None, posted(seen__day="31", seen__month="2", seen__year="08"), questions=["seen"])
    assert form.answers == {"seen": ["08-2-31"]}


def test_a_key_that_nobody_asked_for_is_refused() -> None:
    form = read(None, posted(reason="knife", role="administrator"), questions=["reason"])
    assert "_form" in form.errors


def test_an_answer_with_a_broken_character_is_refused_beside_its_question() -> None:
    form = read(None, posted(note="a\ufffdb"), questions=["note"])
    assert form.errors == {
        "note": "Answer has a character that arrived broken, shown as \ufffd. Delete it"
    }


def test_a_stored_day_fills_three_boxes() -> None:
    form = Form[None]()  # type: ignore[type-var]
    form.fill_date("seen", "2026-03-02")
    form.fill_date("other", "not-known")
    assert [form.text(f"seen-{part}") for part in ("day", "month", "year")] == ["2", "3", "2026"]
    assert form.many("other") == ["not-known"]
