"""Documents: taken for what they are, kept encrypted, sent as downloads, removed with a reason."""

import io
import zipfile

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from app import clocks
from app.actions import assessments, concerns, reviews
from app.models import Case, Document, Event, SafeContact
from app.programmes.lists import code_list
from app.web.file_kinds import kind_of
from tests.cases.pages import day_boxes, rows
from tests.visits import Visit, Visits, text_of
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj CANARY-IN-A-FILE\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


def office(heart: str, *others: str) -> bytes:
    """A small office file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        for name in ("[Content_Types].xml", heart, *others):
            parts.writestr(name, "<x/>")
    return held.getvalue()


def send(visitor: Visit, case: Case, name: str, content: bytes, **other: str) -> object:
    """Send a file with its boxes."""
    boxes = {"kind": "court", "title": "Court order", "about": "Bail"} | other
    boxes |= day_boxes("dated", case.opened_at)
    return visitor.post(f"/cases/{case.id}/documents/new", boxes, files={"file": (name, content)})


def test_a_document_comes_back_as_it_was_and_only_as_a_download(
    world: World, visit: Visits, owner: Engine
) -> None:
    case = world.case()
    worker = visit(world.worker)
    assert "Document added." in send(worker, case, "order.PDF", PDF).text
    [document] = rows(world, Document, case)
    page = text_of(worker.get(f"/cases/{case.id}/documents"))
    assert "Court order" in page
    answer = worker.get(f"/cases/{case.id}/documents/{document.id}/file")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    for stranger in (world.rival_worker, world.navigator, world.commissioner):
        gone = visit(stranger).get(f"/cases/{case.id}/documents/{document.id}/file")
        assert gone.status_code == 404
    other = world.case(person=world.somebody("Other"))
    assert worker.get(f"/cases/{other.id}/documents/{document.id}").status_code == 404
    with owner.connect() as connection:
        kept = connection.scalar(
            text("SELECT content FROM document WHERE id = :id"), {"id": document.id}
        )
    assert b"CANARY-IN-A-FILE" not in bytes(kept)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("order.pdf", PNG, "is a PNG picture, but its name does not end in .png"),
        ("order.pdf", b"MZ" + bytes(200), "must be a PDF"),
        ("page.html", b"<script>alert(1)</script>", "is a Text, but its name"),
        ("letter.docx", office("word/document.xml", "word/vbaProject.bin"), "must be a PDF"),
        ("empty.txt", b"", "is empty"),
        ("big.txt", b"a" * (10 * 1024 * 1024 + 1), "10 MB or smaller"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    world: World, visit: Visits, name: str, content: bytes, says: str
) -> None:
    case = world.case()
    answer = send(visit(world.worker), case, name, content)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "Court order" in answer.text
    assert rows(world, Document, case) == []


def test_a_file_without_bounds_is_stopped_before_it_is_read(world: World, visit: Visits) -> None:
    case = world.case()
    large = send(visit(world.worker), case, "x.txt", b"a" * 14_000_000)
    assert large.status_code == 413
    assert "Choose a smaller one" in text_of(large)
    # Whoever sent it is still signed in, and sees that they are.
    assert world.worker.name in text_of(large)
    small = visit(world.worker).post(f"/cases/{case.id}/notes/new", {"words": "a" * 3_000_000})
    assert small.status_code == 413


def test_each_kind_is_told_from_its_content() -> None:
    assert kind_of(PDF) == "pdf"
    assert kind_of(PNG) == "png"
    assert kind_of(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)) == "jpeg"
    assert kind_of(office("word/document.xml")) == "docx"
    assert kind_of(office("xl/workbook.xml")) == "xlsx"
    assert kind_of(office("something.else")) is None
    assert kind_of("Just words £ 🙂".encode().replace("🙂".encode(), b"")) == "txt"
    assert kind_of(b"words \x00 and nothing") is None


def test_removal_empties_the_document_and_keeps_the_event(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.worker)
    send(worker, case, "order.pdf", PDF)
    [document] = rows(world, Document, case)
    path = f"/cases/{case.id}/documents/{document.id}"
    assert worker.post(f"{path}/remove", {}).status_code == 422
    answer = worker.post(f"{path}/remove", {"reason": "wrong-person"})
    assert "Document removed." in answer.text
    [left] = rows(world, Document, case)
    assert (left.content, left.title, left.about, left.file_name) == (None, None, None, None)
    assert worker.get(f"{path}/file").status_code == 404
    assert "it is about somebody else" in text_of(worker.get(f"/cases/{case.id}/history"))


def let_write(world: World, case: Case, **other: object) -> None:
    """Say that writing is safe, and where to."""
    said = {"may_write": True, "address": "1 Nowhere Street", "ask_for": "Zed"} | other
    with world.as_(world.worker) as database:
        contact = database.find(SafeContact, case.person_id)
        for name, value in said.items():
            setattr(contact, name, value)
        database.record(contact, "changed")


def test_a_letter_is_refused_unless_writing_is_safe(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.worker)
    path = f"/cases/{case.id}/documents/letters/appointment"
    assert "whether it is safe to write" in text_of(worker.get(path))
    refused = worker.post(path, {"address": "Somewhere", "words": "Come"})
    assert refused.status_code >= 400
    let_write(world, case, may_write=False)
    assert "not safe to write" in text_of(worker.post(path, {"words": "Come"}))
    assert rows(world, Document, case) == []


def test_a_letter_is_edited_saved_as_a_tagged_pdf_and_uses_the_safe_name(
    world: World, visit: Visits
) -> None:
    case, worker = world.case(), visit(world.worker)
    let_write(world, case)
    path = f"/cases/{case.id}/documents/letters/missed-you"
    begun = text_of(worker.get(path))
    assert "Dear Zed" in begun
    assert "Zebedee" not in begun.split("To Letter")[-1].split("Dear")[-1]
    words = 'Dear Zed,\n\n#let x = "never read as source" <5 $y$\n\nSee you'
    answer = worker.post(path, {"address": "Zed\n1 Nowhere Street", "words": words})
    assert "Letter saved as a PDF." in answer.text
    [letter] = rows(world, Document, case)
    assert letter.words == words
    made = worker.get(f"/cases/{case.id}/documents/{letter.id}/file").content
    assert made.startswith(b"%PDF-")
    assert b"StructTreeRoot" in made


def test_the_letter_to_the_referrer_is_a_receipt_whatever_is_posted(
    world: World, visit: Visits
) -> None:
    case, worker = world.case(), visit(world.worker)
    path = f"/cases/{case.id}/documents/letters/receipt"
    worker.post(path, {"address": "Me", "words": "He was stabbed by his brother"})
    [letter] = rows(world, Document, case)
    assert "Status: accepted" in letter.words
    assert "stabbed" not in letter.words
    assert "Zebedee" not in letter.words


def test_the_whole_file_is_printed_with_a_reason_and_recorded(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.worker)
    world.meet(case)
    path = f"/cases/{case.id}/print"
    parts = [one.code for one in code_list("print-part").entries]
    assert worker.get(path).text.count("checked") == len(parts)
    assert worker.post(path, {"parts": parts}).status_code == 422
    assert worker.post(path, {"reason": "court", "parts": ["everything"]}).status_code == 422
    said = text_of(worker.post(path, {"reason": "subject-access", "parts": parts}))
    assert "Reason: they asked for what we hold about them" in said
    assert "attended" in said
    with world.as_(world.worker) as database:
        found = database.exec(
            select(col(Event.codes)).where(Event.case_id == case.id, Event.what == "printed")
        ).all()
    assert found == [{"reason": "subject-access"}]
    assert visit(world.guardian).post(path, {"reason": "court", "parts": parts}).status_code == 404


def test_the_print_holds_every_part_that_is_wanted_and_nothing_of_the_others(
    world: World, visit: Visits
) -> None:
    case, worker = world.case(), visit(world.worker)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        concerns.raise_concern(
            database, row, category="neglect", at_risk="other-child", in_danger=False,
            noticed_on=clocks.today(), seen="Seen by the worker", own_words="Said by them",
            plan=("advice",),
        )  # fmt: skip
        assessments.rate_risk(database, row, risk="high", reasons="Because of it", review_on=None)
        reviews.hold_review(
            database, row, held_on=clocks.today(), with_whom="person", changed="New school",
            person_view="Fine by me", as_it_stood={"goals": [], "safety": [], "risk": None, "needs": []},
        )  # fmt: skip
    path = f"/cases/{case.id}/print"
    whole = [one.code for one in code_list("print-part").entries]
    wanted = {
        "safety": ("Seen by the worker", "Said by them"),
        "plan": ("New school", "Fine by me", "Because of it"),
        "sharing": ("Lawful basis",),
        "labels": ("This person has no labels",),
        "others": ("Family and household",),
        "contact": ("Leave a message",),
    }
    said = text_of(worker.post(path, {"reason": "court", "parts": whole}))
    assert "Left out" not in said
    for part, words in wanted.items():
        left = [code for code in whole if code != part]
        without = text_of(worker.post(path, {"reason": "court", "parts": left}))
        assert "Left out" in without
        for word in words:
            assert word in said
            assert word not in without, (part, word)
    history = text_of(worker.get(f"/cases/{case.id}/history?show=decisions"))
    assert "left out: safeguarding concerns, dash" in history
