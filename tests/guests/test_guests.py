"""Referring without an account: the link, the form, what arrives, and what its holder may never do."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from app import clocks
from app.access import DatabaseRole
from app.actions import cases, guest_questions, guests, memberships, referrals
from app.database import transaction
from app.errors import Refused
from app.models import GUESTS, Account, Case, Commission, GuestSender, Organisation, Referral, Role
from tests.cases.pages import version_on
from tests.guests.holding import (
    asked_for,
    come_with,
    fill_in,
    last_email,
    let_in,
    secret_in,
    sent_and_asked,
)
from tests.visits import Visits, text_of
from tests.world import World


def test_one_page_after_the_other_ends_in_the_queue(
    world: World, owner: Engine, visit: Visits
) -> None:
    mail = f"nurse-{world.tag}@school.example.org"
    guest = come_with(asked_for(let_in(world), owner, mail=mail))
    fill_in(guest)
    check = text_of(guest.get("/refer/check"))
    assert "Quillon Testcase" in check
    assert mail in check
    sent = guest.post("/refer/check")
    assert "Referral received" in text_of(sent)
    # A second press finds the first; the link's form is closed.
    assert "Referral received" in text_of(guest.post("/refer/check"))
    assert guest.get("/refer/form/name").url.path == "/refer/status"
    manager = visit(world.manager)
    queue = text_of(manager.get("/queue"))
    assert "Quillon" in queue
    assert "From Nell Pryce, School nurse, Elm School" in queue
    with world.as_(world.manager) as database:
        referral = database.exec(select(Referral).where(Referral.organisation_id == GUESTS)).one()
    offer = text_of(manager.get(f"/queue/{referral.id}"))
    assert "Nell Pryce, School nurse, Elm School, " + mail in offer
    assert "Testcase" not in offer
    case = world.accept(referral)
    assert "Referral accepted" in text_of(guest.get("/refer/status"))
    assert "To sleep at night" in text_of(visit(world.worker).get(f"/cases/{case.id}/referral"))


def test_a_decline_says_closed_and_leaves_the_receiver_nothing(
    world: World, owner: Engine, visit: Visits
) -> None:
    guest = come_with(asked_for(let_in(world), owner))
    fill_in(guest)
    guest.post("/refer/check")
    with world.as_(world.manager) as database:
        referral = database.exec(select(Referral).where(Referral.organisation_id == GUESTS)).one()
        database.find(Referral, referral.id, lock=True)
        referrals.decline(database, referral, reason="outside-age", whose="not-eligible")
    said = text_of(guest.get("/refer/status"))
    assert "Referral closed" in said
    assert "age" not in said.split("What happens next")[0]
    with world.as_(world.manager) as database:
        assert database.exec(select(GuestSender)).all() == []
    assert "Quillon" not in text_of(visit(world.manager).get(f"/queue/{referral.id}"))


def test_a_question_goes_by_link_and_the_answer_arrives_in_the_queue(
    world: World, owner: Engine, visit: Visits
) -> None:
    mail = f"nurse-{world.tag}@school.example.org"
    first = asked_for(let_in(world), owner, mail=mail)
    guest = come_with(first)
    fill_in(guest)
    guest.post("/refer/check")
    assert guest.get("/refer/question").url.path == "/refer/status"
    manager = visit(world.manager)
    with world.as_(world.manager) as database:
        referral = database.exec(select(Referral).where(Referral.organisation_id == GUESTS)).one()
    offer = f"/queue/{referral.id}"
    version = version_on(manager.get(f"{offer}/ask").text)
    sent = manager.post(f"{offer}/ask", {"question": "Zephyrine: who is at home?"}, version=version)
    assert "Question sent" in text_of(sent)
    asked = last_email(owner, mail)
    # The email says that there is a question, and nothing of it.
    assert "question" in asked
    assert not {"Zephyrine:", "Quillon", referral.reference} & set(asked.split())
    token = secret_in(asked)
    answering = come_with(token)
    assert "who is at home?" in text_of(answering.get("/refer/question"))
    # The link of the referral itself shows no question; another guest's shows nothing of either.
    assert guest.get("/refer/question").url.path == "/refer/status"
    empty = answering.post("/refer/question", {"answer": " "})
    assert (empty.status_code, "Enter your answer" in text_of(empty)) == (422, True)
    assert "Kept" in answering.post("/refer/question/draft", {"answer": "Her grand"}).text
    assert "Her grand" in answering.get("/refer/question").text
    # A second link for the same question ends the first.
    again = manager.post(f"{offer}/ask/again", version=version_on(manager.get(offer).text))
    assert "A new link was emailed" in text_of(again)
    assert answering.get("/refer/question").status_code == 410
    answering = come_with(secret_in(last_email(owner, mail)))
    done = answering.post("/refer/question", {"answer": "Her grandmother, all week"})
    assert "Answer sent" in text_of(done)
    # A second press finds the first answer.
    assert "Answer sent" in text_of(answering.post("/refer/question", {"answer": "Nobody"}))
    assert "The sender has answered" in text_of(manager.get("/queue"))
    assert "Her grandmother, all week" in text_of(manager.get(offer))
    assert "answer for you" in last_email(owner, f"provider.{world.tag}@example.org")
    with owner.connect() as connection:
        said = set(
            connection.scalars(
                text("SELECT what FROM event WHERE referral_id = :id AND NOT viewed"),
                {"id": referral.id},
            )
        )
    assert {"sent", "asked", "question-emailed-again", "answered"} <= said


def test_a_question_that_nobody_waits_for_any_more_takes_no_answer(
    world: World, owner: Engine, visit: Visits
) -> None:
    mail = f"nurse-{world.tag}@school.example.org"
    referral, token = sent_and_asked(world, owner, mail)
    answering = come_with(token)
    with world.as_(world.manager) as database:
        row = database.find(Referral, referral.id, lock=True)
        referrals.wait(database, row, review_on=clocks.today())
    late = answering.post("/refer/question", {"answer": "Her grandmother"})
    assert late.status_code == 409
    assert "does not wait for this answer any more" in text_of(late)
    assert "Her grandmother" in late.text
    nobody = visit(world.manager).post(f"/queue/{referral.id}/ask/again")
    assert nobody.status_code == 409
    world.accept(referral)
    assert "The service has decided" in text_of(answering.get("/refer/question"))
    with clocks.turned_to(clocks.now() + guest_questions.ANSWER_WITHIN):
        assert answering.get("/refer/question").status_code == 410


def test_what_was_typed_is_kept_and_what_is_wrong_is_said_beside_it(
    world: World, owner: Engine
) -> None:
    guest = come_with(asked_for(let_in(world), owner))
    assert guest.get("/refer/form").url.path == "/refer/form/you"
    wrong = guest.post("/refer/form/you", {"sender_job": "School nurse"})
    assert wrong.status_code == 422
    assert "Enter your name" in text_of(wrong)
    assert 'value="School nurse"' in wrong.text
    assert guest.post("/refer/form/age", {"age_given": "sixteen"}).status_code == 422
    assert guest.post("/refer/form/name", {"unasked": "box"}).status_code == 422
    assert "Kept" in guest.post("/refer/form/matters/draft", {"what_matters": "To sleep"}).text
    assert "To sleep" in guest.get("/refer/form/matters").text
    declined = guest.post("/refer/form/agreement", {"agreement": "declined"})
    assert "nothing about them can be sent" in text_of(declined)
    # Nothing can be sent before every page is answered.
    assert guest.post("/refer/check").url.path == "/refer/form/you"


def test_a_link_ends_and_opens_nothing_else(world: World, owner: Engine, visit: Visits) -> None:
    token = asked_for(let_in(world), owner)
    assert visit().get("/refer/form").status_code == 410
    assert visit().get("/refer/open/made-up").status_code == 410
    assert visit().get(f"/refer/open/{token}").headers["referrer-policy"] == "no-referrer"
    guest = come_with(token)
    cookie = guest.client.cookies.jar
    assert {one.name for one in cookie} == {"throughline_guest_80"}
    assert "Finish on this computer" in text_of(guest.get("/refer/form"))
    with clocks.turned_to(clocks.now() + guests.GOOD_FOR):
        late = guest.get("/refer/form")
    assert late.status_code == 410
    assert "ask for a new one" in text_of(late)
    guest.post("/refer/finish")
    assert guest.get("/refer/form").status_code == 410


def test_the_answer_is_the_same_whether_or_not_a_mail_goes_out(
    world: World, owner: Engine, visit: Visits
) -> None:
    commission = let_in(world)
    stranger, mail = visit(), f"{uuid4().hex}@school.example.org"
    answers = [
        text_of(stranger.post(f"/refer/{commission}", {"mail": mail}))
        for _ in range(guests.MOST_FOR_PAIR + 2)
    ]
    assert len(set(answers)) == 1
    assert mail in answers[0]
    with owner.connect() as connection:
        sent = connection.scalar(text("SELECT count(*) FROM mail WHERE address = :m"), {"m": mail})
    assert sent == guests.MOST_FOR_PAIR
    private = stranger.post(f"/refer/{commission}", {"mail": "somebody@gmail.com"})
    assert private.status_code == 422
    assert "work email address" in text_of(private)


def test_an_administrator_lets_guests_in_where_the_programme_does(
    world: World, owner: Engine, visit: Visits
) -> None:
    hospital = world.commissions["hospital"]
    assert visit().get(f"/refer/{hospital.id}").status_code == 404
    administrator = visit(world.administrator)
    page = f"/commissions/{hospital.id}"
    version = hospital.version
    opened = administrator.post(f"{page}/guests", {"takes": "yes"}, version=version)
    assert f"/refer/{hospital.id}" in opened.text
    assert visit().get(f"/refer/{hospital.id}").status_code == 200
    assert administrator.post(f"{page}/guests", {"takes": "no"}, version=version).status_code == 409
    token = asked_for(hospital.id, owner)
    guest = come_with(token)
    closed = administrator.post(f"{page}/guests", {"takes": "no"}, version=version + 1)
    assert closed.status_code == 200, text_of(closed)
    assert visit().get(f"/refer/{hospital.id}").status_code == 404
    assert guest.get("/refer/form/name").status_code == 404
    for name in ("iris", "dvpp", "routes"):
        closed = f"/commissions/{world.commissions[name].id}"
        assert "takes no referrals from people" in text_of(administrator.get(closed))
        with (
            transaction(world.administrator, DatabaseRole.administration) as database,
            pytest.raises(Refused),
        ):
            row = database.find(Commission, world.commissions[name].id)
            guests.open_to_guests(database, row, takes=True)


def test_nobody_joins_the_guests(world: World, owner: Engine) -> None:
    let_in(world)
    with transaction(world.administrator, DatabaseRole.administration) as database:
        account = database.find(Account, world.manager.account_id)
        everybody = database.find(Organisation, GUESTS)
        with pytest.raises(Refused, match="no accounts"):
            memberships.add_membership(database, account, everybody, role=Role.referrer)
    with owner.connect() as connection, pytest.raises(Exception, match="nobody_joins_guests"):
        connection.execute(
            text(
                "INSERT INTO membership (id, version, account_id, organisation_id, role, side, from_day,"
                " every_commission) VALUES (:id, 1, :a, :o, 'referrer', '', now(), true)"
            ),
            {"id": uuid4(), "a": world.manager.account_id, "o": GUESTS},
        )


def test_a_guest_is_mailed_that_the_status_changed_and_nothing_else(
    world: World, owner: Engine
) -> None:
    mail = f"nurse-{world.tag}@school.example.org"
    words = text("SELECT subject, words FROM mail WHERE address = :mail ORDER BY made_at")

    def mails() -> list[str]:
        with owner.connect() as connection:
            return [" ".join(row) for row in connection.execute(words, {"mail": mail})][1:]

    guest = come_with(asked_for(let_in(world), owner, mail=mail))
    fill_in(guest)
    guest.post("/refer/check")
    assert mails() == []
    with world.as_(world.manager) as database:
        referral = database.exec(select(Referral).where(Referral.organisation_id == GUESTS)).one()
        row = database.find(Referral, referral.id, lock=True)
        referrals.wait(database, row, review_on=clocks.today())
    # Their page says received, as before.
    assert mails() == []
    case = world.accept(referral)
    assert len(mails()) == 1
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="not-reachable", planned=False)
    assert len(mails()) == 2
    for said in mails():
        assert "has changed" in said
        assert not {"Quillon", "Testcase", case.reference, "accepted", "reach"} & set(said.split())
    other = f"clerk-{world.tag}@school.example.org"
    second = come_with(asked_for(let_in(world), owner, mail=other))
    fill_in(second)
    second.post("/refer/check")
    with world.as_(world.manager) as database:
        sent = database.exec(
            select(Referral).where(Referral.organisation_id == GUESTS, Referral.id != referral.id)
        ).one()
        row = database.find(Referral, sent.id, lock=True)
        referrals.decline(database, row, reason="outside-age", whose="not-eligible")
    with owner.connect() as connection:
        told = [row.subject for row in connection.execute(words, {"mail": other})]
    assert told[1:] == ["The status of a referral has changed"]
