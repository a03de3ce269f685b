"""Two senders refer one person: the receiver sees both, no sender learns of the other."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from app import clocks
from app.actions import cases, referrals, restriction, sessions
from app.errors import NotFound
from app.facts import Kind
from app.models import Attendance, Case, DeclineGround, Fact, Referral, ReferralOffer
from app.queries.figures import figures
from app.reporting.periods import Quarter
from tests.test_races import posting, statuses, together
from tests.visits import Visits, text_of
from tests.world import World


def plain(world: World, page: str, referral: Referral) -> str:
    """A page without what differs from one referral to the next."""
    page = page.replace(str(referral.id), "ID").replace(referral.reference, "REF")
    page = re.sub(r'name="_(csrf|key)" value="[^"]+"', "", page)
    page = re.sub(r'content="[0-9a-f]+"', "", page)
    page = re.sub(r"\d{1,2}:\d\d|hx-headers='[^']+'|20\d\d-\d\d-\d\dT[^\"<]+", "", page)
    return " ".join(page.split())


def twice(world: World) -> tuple[Case, Referral, Referral]:
    """An open case of Katherine; a second sender refers her, and refers somebody new."""
    known = world.case(person=world.somebody("Katherine"))
    second = world.refer(by=world.referrer, person=world.somebody("Katherine"), source="other")
    other = world.refer(by=world.referrer, person=world.somebody("Wilhelm"), source="other")
    return known, second, other


def join(world: World, referral: Referral, case: Case) -> None:
    with world.as_(world.manager) as database:
        row = database.find(Referral, referral.id, lock=True)
        referrals.join(database, row, case=database.find(Case, case.id, lock=True))


def test_a_second_referral_joins_the_open_case_from_its_page(world: World, visit: Visits) -> None:
    known, second, _ = twice(world)
    manager = visit(world.manager)
    assert known.reference in text_of(manager.get(f"/queue/{second.id}"))
    done = manager.post(f"/queue/{second.id}/accept", {"known": str(known.person_id)})
    assert done.url.path == f"/cases/{known.id}"
    assert "joined to this case" in text_of(done)
    with world.as_(world.manager) as database:
        assert not database.exec(select(Case).where(Case.referral_id == second.id)).all()
    assert "Open the case it was joined to" in text_of(manager.get(f"/queue/{second.id}"))


@pytest.mark.parametrize("decided", ["accepted", "declined"])
def test_the_second_sender_reads_the_same_as_about_somebody_new(
    world: World, visit: Visits, decided: str
) -> None:
    known, second, other = twice(world)
    world.meet(known)
    if decided == "accepted":
        join(world, second, known)
        world.accept(other)
    else:
        for referral, reason, whose in (
            (second, "already-with-us", "already-with-us"),
            (other, "conflict-of-interest", "provider"),
        ):
            with world.as_(world.manager) as database:
                row = database.find(Referral, referral.id, lock=True)
                referrals.decline(database, row, reason=reason, whose=whose)
    sender = visit(world.referrer)
    pages = [
        plain(world, sender.get(f"/referrals/{one.id}").text, one)
        .replace("Katherine", "NAME")
        .replace("Wilhelm", "NAME")
        for one in (second, other)
    ]
    numbers = re.compile(r"07700 ?900 ?\d{3}")
    assert numbers.sub("", pages[0]) == numbers.sub("", pages[1])
    assert "First contact" not in text_of(sender.get(f"/referrals/{second.id}"))
    # Nor does the row itself tell: both differ in nothing but ids and moments.
    with world.as_(world.referrer) as database:
        rows = [database.find(Referral, one.id) for one in (second, other)]
        same = ("state", "decline_reason", "decline_whose", "first_contact_at", "closed_at")
        assert [getattr(rows[0], name) for name in same] == [
            getattr(rows[1], name) for name in same
        ]
        assert not database.exec(select(DeclineGround)).all()


def test_sending_somebody_who_is_known_answers_as_sending_anybody(
    world: World, visit: Visits
) -> None:
    world.case(person=world.somebody("Katherine"))
    world.refer(by=world.navigator, person=world.somebody("Katherine"))
    sender = visit(world.referrer)
    pages = []
    for name in ("Katherine", "Wilhelm"):
        sent = world.refer(by=world.referrer, person=world.somebody(name), source="other")
        page = plain(world, sender.get(f"/referrals/{sent.id}/sent").text, sent)
        pages.append(page.replace(name, "NAME"))
    assert pages[0] == pages[1]


def test_what_the_second_sender_is_told_begins_with_the_joining(world: World) -> None:
    known, second, _ = twice(world)
    world.engage(known)
    world.meet(known)
    join(world, second, known)
    assert world.again(second, by=world.referrer).first_contact_at is None
    held = world.meet(known)
    first = world.again(second, by=world.referrer).first_contact_at
    assert first is not None
    with world.as_(world.worker) as database:
        place = database.exec(select(Attendance).where(Attendance.session_id == held)).one()
        sessions.mark(database, place, status="did-not-attend")
    assert world.again(second, by=world.referrer).first_contact_at is None
    with world.as_(world.worker) as database:
        row = database.find(Case, known.id, lock=True)
        cases.close(database, row, reason="goals-met", planned=True)
    assert world.again(second, by=world.referrer).closed_at is not None
    with world.as_(world.manager) as database:
        cases.reopen(database, database.find(Case, known.id, lock=True))
    assert world.again(second, by=world.referrer).closed_at is None


def test_a_joined_referral_is_accepted_but_no_second_case(world: World) -> None:
    known, second, _ = twice(world)
    join(world, second, known)
    with world.as_(world.manager) as database:
        kinds = database.exec(select(Fact.kind).where(Fact.referral == second.id)).all()
        assert {Kind.accepted, Kind.joined} <= set(kinds)
        assert Kind.closed not in kinds
        subjects = database.exec(
            select(Fact.subject).where(
                col(Fact.referral).in_([known.referral_id, second.id]),
                Fact.kind == int(Kind.accepted),
            )
        ).all()
        # One human being, however often referred.
        assert len(set(subjects)) == 1


def test_a_joined_referral_hides_with_its_restricted_case(world: World) -> None:
    known, second, _ = twice(world)
    join(world, second, known)
    with world.as_(world.manager) as database:
        row = database.find(Case, known.id, lock=True)
        restriction.restrict(database, row, account_ids={world.worker.account_id})
    assert world.again(second, by=world.worker).state == "accepted"
    with world.as_(world.second_worker) as database, pytest.raises(NotFound):
        database.find(Referral, second.id)


def test_two_offers_raced_into_one_case_end_as_one(world: World) -> None:
    known = world.case(person=world.somebody("Katherine"))
    offers = [
        world.refer(by=world.referrer, person=world.somebody("Katherine"), source="other"),
        world.refer(by=world.colleague, person=world.somebody("Katherine")),
    ]
    boxes = {"known": str(known.person_id)}
    answers = together(
        *(posting(world.manager, f"/queue/{one.id}/accept", boxes) for one in offers for _ in "ab")
    )
    assert statuses(answers).count(303) == 2
    assert set(statuses(answers)) <= {303, 409}
    with world.as_(world.manager) as database:
        found = database.exec(select(Case).where(Case.person_id == known.person_id)).all()
    assert len(found) == 1


def test_after_a_decline_the_receiver_keeps_the_ground_and_nothing_of_the_person(
    world: World, visit: Visits, owner: Engine
) -> None:
    sent = world.refer(
        person=world.somebody("Quentin", family_name="Secretfamily"),
        answers={"reason": ["assault"], "own_words": "Said in confidence"},
        agreement="without-agreement",
        agreement_reason="His mother must not know",
    )
    with world.as_(world.manager) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.ask(database, row, question="Where does Quentin live?")
    with world.as_(world.manager) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.decline(database, row, reason="no-capacity", whose="no-capacity")
    page = text_of(visit(world.manager).get(f"/queue/{sent.id}"))
    assert sent.reference in page
    assert world.manager.name in page.split("By")[1]
    assert "No capacity" in page
    for word in ("Quentin", "Secretfamily", "confidence", "mother", "Assault", "trust "):
        assert word not in page.replace(world.tag, "")
    # Every row of every table that the receiver can still read about it.
    with owner.connect() as connection:
        tables = connection.execute(
            text(
                "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND column_name = 'referral_id'"
            )
        ).scalars()
        names = [*tables]
    with world.as_(world.manager) as database:
        kept = {
            name
            for name in names
            if database.scalar(text("SELECT has_table_privilege(:name, 'SELECT')"), {"name": name})
            and database.scalar(
                text(f'SELECT count(*) FROM "{name}" WHERE referral_id = :id'),
                {"id": sent.id},
            )
        }
        assert not database.exec(
            select(ReferralOffer).where(ReferralOffer.referral_id == sent.id)
        ).all()
        rows = database.execute(
            text("SELECT * FROM referral WHERE id = :id"), {"id": sent.id}
        ).all()
        assert not rows
        said = database.exec(
            select(DeclineGround).where(DeclineGround.referral_id == sent.id)
        ).one()
    # The record says who did what with which id, in codes.
    assert kept == {"decline_ground", "event"}
    assert (said.reference, said.declined_by_id) == (sent.reference, world.manager.account_id)
    found = text_of(visit(world.manager).post("/search", {"words": sent.reference}))
    assert "Declined by us" in found


def test_what_its_sender_took_back_is_gone_for_the_receiver(world: World, visit: Visits) -> None:
    sent = world.refer(person=world.somebody("Quentin"))
    with world.as_(world.navigator) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.withdraw(database, row, reason="not-needed")
    manager = visit(world.manager)
    page = text_of(manager.get(f"/queue/{sent.id}"))
    assert "Taken back by its sender" in page
    late = manager.post(f"/queue/{sent.id}/ask", {"question": "Where does he live?"})
    assert late.status_code == 409
    assert "taken back by its sender" in text_of(late)
    assert "Where does he live?" in text_of(late)
    with world.as_(world.manager) as database:
        counted = database.scalar(
            text("SELECT count(*) FROM referral WHERE id = :id"), {"id": sent.id}
        )
    assert counted == 0
    assert visit(world.rival_manager).get(f"/queue/{sent.id}").status_code == 404


def test_no_place_and_waiting_are_counted_as_need_not_met(world: World) -> None:
    for act in ("wait", "decline", "decline"):
        sent = world.refer(person=world.somebody(f"Need{act}"))
        with world.as_(world.manager) as database:
            row = database.find(Referral, sent.id, lock=True)
            if act == "wait":
                day = clocks.today() + timedelta(days=5)
                referrals.wait(database, row, review_on=day)
            else:
                referrals.decline(database, row, reason="no-capacity", whose="no-capacity")
    with world.as_(world.manager) as database:
        found = figures(database, Quarter.current()).values
    assert (found["put-on-waiting-list"], found["no-place"]) == (1, 2)
