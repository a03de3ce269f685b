"""Forms: what was typed reaches the action, or comes back with what is wrong beside its box."""

import re
from html import unescape
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from tests.web import desk as desk_of

BORN = {"born-day": "2", "born-month": "mar", "born-year": "2008"}
GOOD = {"reason": "no-capacity", "sure": "yes", **BORN}


class Visitor:
    def __init__(self) -> None:
        self.client = TestClient(desk_of.desk(), follow_redirects=False)
        page = self.client.get("/desk").text
        self.carried = {
            name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
            for name in ("_csrf", "_key", "_version")
        }

    def post(self, typed: dict[str, object], **headers: str) -> "Answer":
        sent = self.client.post("/desk", data={**self.carried, **typed}, headers=headers)
        return Answer(sent.status_code, sent.text, sent.headers.get("location"))


class Answer:
    def __init__(self, status: int, text: str, location: str | None) -> None:
        self.status, self.text, self.location = status, text, location

    @property
    def errors(self) -> dict[str, str]:
        links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', self.text)
        return {box: unescape(sentence) for box, sentence in links}


@pytest.fixture
def visitor() -> Visitor:
    desk_of.ACTED.clear()
    return Visitor()


def test_a_good_form_reaches_the_action_with_its_key_and_version(visitor: Visitor) -> None:
    answer = visitor.post(
        {**GOOD, "note": "  one\r\ntwo 😀 ", "kinds": ["not-reachable", "no-capacity"]}
    )
    assert (answer.status, answer.location) == (303, "/desk?done=saved")
    [(values, key, version)] = desk_of.ACTED
    assert values.note == "one\ntwo 😀"
    assert values.kinds == ["not-reachable", "no-capacity"]
    assert values.phone is None
    assert (key, version) == (UUID(visitor.carried["_key"]), 7)


def test_what_is_left_empty_is_asked_for_by_its_name(visitor: Visitor) -> None:
    answer = visitor.post({"note": "   "})
    assert answer.status == 422
    assert answer.errors == {
        "reason": "Select why you decline",
        "born-day": "Enter the date of birth",
        "sure": "Select whether you are sure",
    }


@pytest.mark.parametrize(
    ("typed", "box", "sentence"),
    [
        ({"reason": "fired"}, "reason", "Select why you decline from the list"),
        ({"note": "x" * 503}, "note", "Note must be 500 characters or fewer. Take out at least 3"),
        ({"note": "a\0b"}, "note",
         "Note has a character that arrived broken, shown as \ufffd. Delete it"),
        ({"born-year": "08"}, "born-day", "Year must have 4 numbers, like 2008"),
        ({"born-day": ""}, "born-day", "Date of birth must include a day"),
        ({"born-day": "29", "born-month": "2", "born-year": "2007"}, "born-day",
         "There was no 29 February in 2007. Date of birth must be a real date"),
        ({"born-year": "2999"}, "born-day", "Date of birth must be today or in the past"),
        ({"born-year": "1800"}, "born-day",
         "Date of birth must be less than 120 years ago. Check the year"),
        ({"phone": "123"}, "phone", "Safe phone number must be a phone number, like 07700 900 982"),
        ({"places": "9" * 40}, "places", "Number of places must be between 0 and 100,000"),
        ({"places": "٣"}, "places", "Number of places must be in the digits 0 to 9"),
        ({"other": "not-an-id"}, "other", "Select another service from the list"),
        ({"kinds": ["no-capacity", "x"]}, "kinds", "Select the kinds from the list"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence_that_leads_to_its_box(
    visitor: Visitor, typed: dict[str, object], box: str, sentence: str
) -> None:
    answer = visitor.post({**GOOD, **typed})
    assert answer.status == 422
    assert answer.errors == {box: sentence}
    assert f'id="{box}"' in answer.text
    assert "<title>Error: Decline" in answer.text
    assert not desk_of.ACTED


def test_what_was_typed_stands_in_its_boxes_again(visitor: Visitor) -> None:
    answer = visitor.post(
        {"reason": "not-reachable", "note": "<b>קצר</b>", "born-day": "31", "born-month": "Feb",
         "kinds": "no-capacity", "places": "many"}
    )  # fmt: skip
    assert answer.status == 422
    assert "&lt;b&gt;קצר&lt;/b&gt;" in answer.text
    assert re.search(r'id="born-day"[^>]*value="31"', answer.text)
    assert re.search(r'id="born-month"[^>]*value="Feb"', answer.text)
    assert re.search(r'id="places"[^>]*value="many"', answer.text)
    assert len(re.findall(r"<input[^>]* checked", answer.text)) == 2
    assert visitor.carried["_key"] in answer.text


def test_a_refusal_of_an_action_stands_on_top_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    answer = visitor.post({**GOOD, "note": "full"})
    assert answer.status == 409
    assert "There is no place." in answer.text
    assert ">full</textarea>" in answer.text


@pytest.mark.parametrize(
    "typed",
    [
        {"role": "administrator"},
        {"id": "1"},
        {"reason": ["no-capacity", "not-reachable"]},
        {"born-day": ["1", "2"]},
    ],
)
def test_boxes_nobody_asked_for_and_boxes_sent_twice_are_refused(
    visitor: Visitor, typed: dict[str, object]
) -> None:
    answer = visitor.post({**GOOD, **typed})
    assert answer.status == 422
    assert "Load the page again" in answer.text
    assert not desk_of.ACTED


def test_a_file_is_refused_where_none_was_asked_for(visitor: Visitor) -> None:
    sent = visitor.client.post("/desk", data={**visitor.carried, **GOOD}, files={"note": b"x"})
    assert sent.status_code == 422


def test_a_hundred_thousand_emoji_are_too_long_and_nothing_worse(visitor: Visitor) -> None:
    answer = visitor.post({**GOOD, "note": "😀" * 100_000})
    assert answer.status == 422
    assert answer.errors["note"].startswith("Note must be 500 characters or fewer")
