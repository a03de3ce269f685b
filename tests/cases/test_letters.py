"""The letterbox: written on one side, read on the other, and nothing ever comes back."""

from sqlmodel import col, select

from app.models import Case, Letter
from tests.visits import Visits, text_of
from tests.world import World

SAFE = "Canary: he knows the school"


def men_case(world: World) -> Case:
    referral = world.refer("dvpp", by=world.referrer, side="perpetrator", answers={}, source="self")
    return world.accept(referral, by=world.men_manager, worker=world.men_worker)


def partner_case(world: World) -> Case:
    referral = world.refer(
        "dvpp",
        by=world.referrer,
        side="partner",
        answers={},
        source="self",
        person=world.somebody("Walled"),
    )
    return world.accept(referral, by=world.partner_manager, worker=world.partner_worker)


def write(world: World, visit: Visits, case: Case) -> None:
    boxes = {"kind": "risk-changed", "words": SAFE}
    answer = visit(world.men_worker).post(f"/cases/{case.id}/letters/new", boxes)
    assert "Letter put into the letterbox." in answer.text


def newest(world: World) -> Letter:
    with world.as_(world.partner_worker) as database:
        return database.exec(select(Letter).order_by(col(Letter.written_at).desc())).first()


def test_a_letter_is_read_and_linked_on_the_other_side(world: World, visit: Visits) -> None:
    his, hers = men_case(world), partner_case(world)
    write(world, visit, his)
    reader = visit(world.partner_worker)
    listed = text_of(reader.get("/letters"))
    assert his.reference in listed
    assert "A change in risk" in listed
    assert "Not linked" in listed
    letter = newest(world)
    assert SAFE in reader.get(f"/letters/{letter.id}").text
    reader.post(f"/letters/{letter.id}/read")
    assert newest(world).read_at is not None
    assert reader.post(f"/letters/{letter.id}/link", {}).status_code == 422
    linked = reader.post(f"/letters/{letter.id}/link", {"case": str(hers.id)})
    assert "now show in the case" in linked.text
    twice = reader.post(f"/letters/{letter.id}/link", {"case": str(hers.id)})
    assert twice.status_code >= 400
    assert "A change in risk" in text_of(reader.get(f"/cases/{hers.id}"))
    reader.post(f"/letters/{letter.id}/unlink", {"case": str(hers.id)})
    assert "A change in risk" not in text_of(reader.get(f"/cases/{hers.id}"))


def test_the_writing_side_never_sees_a_letter_again(world: World, visit: Visits) -> None:
    his = men_case(world)
    before = visit(world.men_worker).get(f"/cases/{his.id}/letters/new")
    hers = partner_case(world)
    write(world, visit, his)
    letter = newest(world)
    reader = visit(world.partner_worker)
    reader.post(f"/letters/{letter.id}/link", {"case": str(hers.id)})
    writer = visit(world.men_worker)
    for path in ("/letters", f"/letters/{letter.id}", f"/cases/{hers.id}"):
        assert writer.get(path).status_code == 404
    for path in ("", "/history", "/sessions", "/letters/new"):
        page = writer.get(f"/cases/{his.id}{path}").text
        assert SAFE not in page
        assert "Walled" not in page
        assert hers.reference not in page
    # The form is the same whether or not anybody reads on the other side.
    after = writer.get(f"/cases/{his.id}/letters/new")
    assert text_of(before) == text_of(after)


def test_the_reading_side_writes_none(world: World, visit: Visits) -> None:
    case = partner_case(world)
    reader = visit(world.partner_worker)
    assert reader.get(f"/cases/{case.id}/letters/new").status_code == 404
    assert "Write a letter" not in reader.get(f"/cases/{case.id}").text


def test_a_missed_session_writes_by_itself(world: World, visit: Visits) -> None:
    his = men_case(world)
    world.meet(his, status="did-not-attend", by=world.men_worker, kind="suitability")
    assert "He missed a session" in text_of(visit(world.partner_worker).get("/letters"))


def test_other_providers_and_programmes_have_no_letters(world: World, visit: Visits) -> None:
    write(world, visit, men_case(world))
    letter = newest(world)
    for viewer in (world.worker, world.rival_manager, world.commissioner, world.navigator):
        assert visit(viewer).get("/letters").status_code == 404
        assert visit(viewer).get(f"/letters/{letter.id}").status_code == 404
    assert visit(world.worker).get(f"/cases/{world.case().id}/letters/new").status_code == 404
