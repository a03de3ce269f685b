"""Hostile and hasty input against the real forms: a sentence at the box, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from app import clocks
from app.models import Case, Note
from app.operations.migration import Addresses
from tests.access.delivered import deliver
from tests.access.filled import Filled, fill
from tests.access.house import furnish
from tests.access.routes import every_route
from tests.browser import showing
from tests.browser.pages import PAGES, address
from tests.cases.pages import day_boxes, version_on
from tests.posting import drawn, encoded
from tests.referrals.pages import QUICK, action_of, quick_page
from tests.visits import Visit, application, text_of
from tests.world import load_programmes, make_world

FORMS = sorted(
    {path for method, path in every_route(application()) if method == "POST"} & PAGES.keys()
)
SHARES = 4  # tests that share the forms out
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
# A box that no form has goes with each, so that nothing is ever stored.
HOSTILE: dict[str, bytes] = {
    "NUL": b"a\0b",
    "lone surrogate": b"a\xed\xa0\x80b",
    "broken UTF-8": b"a\xff\xfeb",
    "100,000 characters": b"x" * 100_000,
    "25,000 emoji": "🙂".encode() * 25_000,
    "beyond 64 bits": b"9" * 40,
    "other digits": "٣".encode(),
    "formula, script, right to left": "=1+1<script>alert('x')</script>\u202eשלום".encode(),  # noqa: RUF001 - it is meant
}
# One of these takes as long as all others together: every form gets one, in turns.
LARGE = ("100,000 characters", "25,000 emoji")


@pytest.fixture(scope="module")
def filled(where: Addresses) -> Iterator[Filled]:
    load_programmes(where)
    made = fill(make_world())
    furnish(made)
    deliver(made)
    showing.arrange(made)
    yield made


def come_in(filled: Filled, person: str) -> Visit:
    return Visit(filled.world.viewers[person] if person else None)


def is_secret(path: str, name: str) -> bool:
    """Whether a box is never written back into the page: a password or a one-time code."""
    return "password" in name or (name == "code" and path.startswith("/account/code"))


def wrong_with(visit: Visit, path: str, place: str, left_out: str) -> Iterator[str]:
    """What a form does wrong with each kind of hostile text but one; its page is opened once."""
    form = drawn(visit.get(place).text).form
    if form is None:
        return
    fields = [name for name in form.typed if not is_secret(path, name)]
    for kind, hostile in HOSTILE.items():
        if kind == left_out:
            continue
        # Of what is long one box is full: all of them are more than any form takes.
        names = fields[-1:] if kind in LARGE else fields
        boxes: dict[str, Any] = form.carried | form.typed | dict.fromkeys(names, hostile)
        boxes |= {"_csrf": visit.token(), "unasked": "box"}
        answer = visit.client.post(
            form.action or place, content=encoded(boxes), headers=HEADERS, follow_redirects=False
        )
        if answer.status_code not in {409, 422}:
            yield f"{path}: {kind}: {answer.status_code}"
            continue
        again = drawn(answer.text)
        if dead := set(again.links) - again.ids:
            yield f"{path}: {kind}: the error summary leads nowhere: {dead}"
        if kind in {"NUL", "lone surrogate", "broken UTF-8"}:
            continue
        said, kept = hostile.decode(), again.form
        lost = [name for name in names if kept is None or said not in kept.typed.get(name, "")]
        if lost:
            yield f"{path}: {kind}: lost {lost}"
        if "<script>alert('x')" in answer.text:
            yield f"{path}: {kind}: a script came back as one"


@pytest.mark.parametrize("share", range(SHARES))
def test_no_form_stumbles_over_what_is_typed(filled: Filled, share: int) -> None:
    wrong: list[str] = []
    forms = FORMS[share::SHARES]
    visits = {person: come_in(filled, person) for person in {PAGES[path].person for path in forms}}
    for turn, path in enumerate(forms):
        visit, place = visits[PAGES[path].person], address(filled, path)
        wrong += wrong_with(visit, path, place, LARGE[turn % 2])
    assert not wrong, "\n".join(wrong)


def error_at(answer: Any, box: str) -> str:
    """The sentence that the error summary has for a box, which must be on the page."""
    page = drawn(answer.text)
    assert answer.status_code in {409, 422}, text_of(answer)[:400]
    assert box in page.ids
    assert box in page.links, (page.links, text_of(answer)[:600])
    return text_of(answer)


YEAR = clocks.today().year
BIRTHS = {
    "29 February": (("29", "2", "2007"), "There was no 29 February in 2007"),
    "the future": (("1", "1", str(YEAR + 1)), "must be today or in the past"),
    "120 years ago": (("1", "1", str(YEAR - 121)), "less than 120 years ago"),
    "two digits": (("27", "3", "08"), "Year must have 4 numbers"),
    "other digits": (("٢", "3", "2008"), "digits 0 to 9"),
    "no day": (("", "3", "2008"), "must include a day"),
    "words": (("x", "y", "z"), "must be a real date"),
}


@pytest.mark.parametrize("which", BIRTHS)
def test_a_birth_date_that_cannot_be_is_asked_again(filled: Filled, which: str) -> None:
    (day, month, year), sentence = BIRTHS[which]
    born = {"born_on-day": day, "born_on-month": month, "born_on-year": year}
    navigator = come_in(filled, "navigator")
    quick = action_of(navigator.get(quick_page(filled.world)).text)
    case = filled.cases["hospital"]
    person = f"/cases/{case.id}/person"
    worker = come_in(filled, "worker")
    named = {"preferred_name": "Quillon"}
    for answer in (
        navigator.post(quick, {**QUICK, **born, "age_given": ""}),
        worker.post(person, named | born, version=version_on(worker.get(person).text)),
    ):
        assert sentence in error_at(answer, "born_on-day")
        typed = drawn(answer.text).form
        assert typed is not None
        assert [typed.typed[name] for name in born] == [day, month, year]
        assert typed.typed["preferred_name"] == "Quillon"


def session_on(day: Any, **other: str) -> dict[str, str]:
    said = {"status": "attended", "kind": "community", "at": "0:00", "note": "We walked"}
    return said | day_boxes("on", day) | other


def test_a_session_before_its_referral_or_yet_to_come_is_refused(filled: Filled) -> None:
    worker, path = come_in(filled, "worker"), f"/cases/{filled.cases['hospital'].id}/sessions/new"
    for days, box, sentence in (
        (-3, "on-day", "Enter that day or later"),
        (1, "on-day", "must be today or in the past"),
    ):
        boxes = session_on(clocks.today() + timedelta(days=days))
        answer = worker.post(path, boxes)
        assert sentence in error_at(answer, box)
        form = drawn(answer.text).form
        assert form is not None
        assert form.typed["note"] == "We walked"


def test_minutes_beyond_reason_are_asked_again(filled: Filled) -> None:
    worker, path = come_in(filled, "worker"), f"/cases/{filled.cases['hospital'].id}/sessions/new"
    for minutes in ("9" * 40, str(2**63), "-1", "1e3", "٤٥", "1441"):
        answer = worker.post(path, session_on(clocks.today(), minutes=minutes))
        error_at(answer, "minutes")


def test_emoji_and_right_to_left_text_are_kept_as_they_were_typed(filled: Filled) -> None:
    words = "🙂 שלום مرحبا 👩‍👧 Zoë\n<b>&amp;"
    case, worker = filled.cases["hospital"], come_in(filled, "worker")
    answer = worker.post(f"/cases/{case.id}/notes/new", {"words": words})
    assert answer.status_code == 200
    assert "👩‍👧 Zoë" in text_of(answer)
    with filled.world.as_(filled.world.worker) as database:
        notes = database.exec(select(Note).where(Note.case_id == case.id)).all()
    assert words in {note.words for note in notes}


def test_a_form_opened_before_somebody_else_saved_is_stale_and_keeps_its_words(
    filled: Filled,
) -> None:
    case = filled.cases["iris"]
    first, second = come_in(filled, "manager"), come_in(filled, "second_worker")
    for path, box in ((f"/cases/{case.id}/next", "words"), (f"/cases/{case.id}/person", "ask_for")):
        version = version_on(first.get(path).text)
        form = drawn(second.get(path).text).form
        assert form is not None
        theirs = {name: said for name, said in form.typed.items() if said}
        theirs[box] = "Ring the school"
        assert second.post(path, theirs, version=version).status_code == 200
        mine = theirs | {box: "Ring the father"}
        answer = first.post(path, mine, version=version)
        assert answer.status_code == 409
        kept = drawn(answer.text).form
        assert kept is not None
        assert kept.typed[box] == "Ring the father"
        # It goes on from the newest version: saving again is a decision, not an accident.
        assert first.post(path, mine, version=version_on(answer.text)).status_code == 200
    with filled.world.as_(filled.world.manager) as database:
        assert database.find(Case, case.id).next_action == "Ring the father"


def test_what_is_no_form_at_all_is_answered_in_words(filled: Filled) -> None:
    visit = come_in(filled, "worker")
    path = f"/cases/{filled.cases['hospital'].id}/notes/new"
    token = visit.token().encode()
    bodies = {
        "json": (b'{"words": 1}', "application/json"),
        "broken multipart": (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        "no boundary": (b"words=1", "multipart/form-data"),
        "many boxes": (b"_csrf=" + token + b"&a=1" * 3000, HEADERS["Content-Type"]),
        "too large": (b"words=" + b"x" * 3_000_000, HEADERS["Content-Type"]),
        "nothing": (b"", HEADERS["Content-Type"]),
    }
    for name, (body, kind) in bodies.items():
        answer = visit.client.post(path, content=body, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, name
        assert "<h1" in answer.text, name
