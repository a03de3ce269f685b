"""A programme's own questions, checked before they are sent; and what came by phone or panel."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app import clocks
from app.models import Clock, Draft, Referral, ReferralContent, ReferralOffer
from app.programmes import loading
from app.programmes.reading import read
from tests.referrals.pages import (
    action_of,
    draft_in,
    id_in,
    statements,
    whole_page,
    work_at,
)
from tests.visits import Visit, Visits, text_of
from tests.world import World

IRIS: dict[str, Any] = {
    "preferred_name": "Xanthe",
    "family_name": "Testcase",
    "born_on-day": "27",
    "born_on-month": "3",
    "born_on-year": "1990",
    "referrer_role": "doctor",
    "identified": "disclosed",
    "record_hidden": "yes",
    "reason": ["physical"],
    "message_safe": "no",
    "children": "no",
    "agreement": "agreed",
    "source": "gp-practice",
    "immediate_risk": "no",
    "do": "check",
}


def fill_iris(world: World, visitor: Visit, **other: Any) -> Any:
    action = action_of(visitor.get(whole_page(world, "iris")).text)
    return visitor.post(action, {**IRIS, "practice": str(world.settings["surgery"].id), **other})


def codes(world: World, question: str, commission: str = "iris") -> list[str]:
    path = next(one for one in loading.documents() if one.stem == commission)
    found = loading.parse(read(path.read_text(encoding="utf-8"))).question(question)
    assert found is not None
    return [entry.code for entry in found.choices(clocks.today())]


@pytest.fixture(autouse=True)
def _real_codes(world: World) -> None:
    IRIS["reason"] = [codes(world, "reason")[0]]
    IRIS["identified"] = codes(world, "identified")[0]
    IRIS["referrer_role"] = codes(world, "referrer_role")[0]


def test_a_practice_refers_checks_and_sends(world: World, visit: Visits, owner: Engine) -> None:
    work_at(owner, world.referrer, world, "surgery")
    referrer = visit(world.referrer)
    assert world.commissions["iris"].name in referrer.get("/referrals/new").text
    assert world.commissions["resettlement"].name not in referrer.get("/referrals/new").text
    checked = fill_iris(world, referrer)
    said = text_of(checked)
    assert "Check your answers" in said
    assert "Xanthe Testcase" in said
    assert "27 March 1990" in said
    assert world.settings["surgery"].name in said
    sent = referrer.post(action_of(checked.text), {})
    assert "Referral sent" in text_of(sent)
    with world.as_(world.referrer) as database:
        referral = database.find(Referral, id_in(sent.url))
        assert referral.setting_id == world.settings["surgery"].id
        assert referral.source == "gp-practice"
        content = database.find(ReferralContent, referral.id)
        assert content.answers["message_safe"] == "no"
        offer = database.find(ReferralOffer, referral.id)
        assert offer.answers["preferred_name"] == "Xanthe"
        assert "message_safe" not in offer.answers


def test_a_missing_answer_is_asked_for_and_the_rest_stays(world: World, visit: Visits) -> None:
    answer = fill_iris(world, visit(world.referrer), record_hidden="")
    assert answer.status_code == 422
    assert "Is this hidden from the patient" in text_of(answer)
    assert 'value="Xanthe"' in answer.text
    wrong = dict.fromkeys(("preferred_name", "record_hidden", "phone", "agreement", "source"), "?")
    several = fill_iris(world, visit(world.referrer), **wrong, postcode="?")
    links = re.findall(r'<li><a href="#([^"]+)"', several.text)
    places = [several.text.index(f'id="{link}"') for link in links]
    assert (len(links) > 3, places) == (True, sorted(places)), links


def test_nothing_is_sent_about_somebody_who_said_no(world: World, visit: Visits) -> None:
    answer = fill_iris(world, visit(world.referrer), agreement="declined")
    assert answer.status_code == 422
    assert "They said no" in text_of(answer)


def test_a_draft_of_the_whole_form_is_private(world: World, visit: Visits) -> None:
    referrer = visit(world.navigator)
    kept = fill_iris(world, referrer, do="save")
    assert "Draft saved" in text_of(kept)
    assert "Only you see it" in text_of(kept)
    assert "X." in text_of(kept)
    assert "X." not in text_of(visit(world.colleague).get("/drafts"))


def test_two_drafts_for_one_service_stand_beside_each_other(world: World, visit: Visits) -> None:
    referrer = visit(world.referrer)
    fill_iris(world, referrer, do="save")
    fill_iris(world, referrer, do="save", preferred_name="Wendell")
    said = text_of(referrer.get("/drafts"))
    assert "X." in said
    assert "W." in said


def test_checking_somebody_elses_draft_leads_nowhere(world: World, visit: Visits) -> None:
    checked = fill_iris(world, visit(world.referrer))
    path = action_of(checked.text)
    stranger = visit(world.navigator).get(path)
    assert "Xanthe" not in stranger.text


def test_an_answer_to_a_question_that_is_not_asked_is_dropped(world: World, visit: Visits) -> None:
    referrer = visit(world.referrer)
    checked = fill_iris(world, referrer, children="no", children_ages="3 and 5")
    assert "3 and 5" not in text_of(checked)
    sent = referrer.post(action_of(checked.text), {})
    with world.as_(world.referrer) as database:
        content = database.find(ReferralContent, id_in(sent.url))
        assert "children_ages" not in content.answers


def test_a_programme_with_two_sides_asks_whom_it_is_about(world: World, visit: Visits) -> None:
    referrer = visit(world.referrer)
    asked = referrer.get(whole_page(world, "dvpp"))
    assert "Who is the referral about?" in text_of(asked)
    men = referrer.get(whole_page(world, "dvpp") + "?about=perpetrator")
    women = referrer.get(whole_page(world, "dvpp") + "?about=partner")
    assert 'name="contact_details_given"' in men.text
    assert 'name="contact_details_given"' not in women.text
    boxes = {
        "preferred_name": "Wendell",
        "age_given": "35",
        "source": "police",
        "reason": ["not-known"],
        "plan_status": codes_of_side("plan_status"),
        "contact_details_given": "yes",
        "agreement": "agreed",
        "do": "check",
    }
    checked = referrer.post(action_of(men.text), boxes)
    assert "Check your answers" in text_of(checked), text_of(checked)
    sent = referrer.post(action_of(checked.text), {})
    with world.as_(world.referrer) as database:
        referral = database.find(Referral, id_in(sent.url))
        assert referral.side == "perpetrator"
    assert visit(world.men_manager).get("/queue").text.count(referral.reference) == 1
    assert referral.reference not in visit(world.partner_manager).get("/queue").text


def codes_of_side(question: str) -> str:
    path = next(one for one in loading.documents() if one.stem == "dvpp")
    found = (
        loading.parse(read(path.read_text(encoding="utf-8")))
        .for_side("perpetrator")
        .question(question)
    )
    assert found is not None
    return found.choices(clocks.today())[0].code


def test_what_came_by_phone_is_logged_and_its_clocks_run_since_then(
    world: World, visit: Visits
) -> None:
    worker = visit(world.worker)
    own = worker.get("/referrals/received")
    assert world.commissions["hospital"].name in own.text
    assert world.commissions["resettlement"].name not in own.text
    page = worker.get(f"/referrals/received/{world.commissions['hospital'].id}")
    came = clocks.now().astimezone(clocks.LONDON) - timedelta(days=2)
    boxes = {
        "channel": "phone",
        "received_on-day": str(came.day),
        "received_on-month": str(came.month),
        "received_on-year": str(came.year),
        "received_at": "9:30am",
        "sender_name": "Sister Example",
        "source": "ward",
        "preferred_name": "Yorick",
        "reason": ["assault"],
        "approach": codes(world, "approach", "ed-navigators")[0],
        "agreement": "agreed",
        "do": "send",
    }
    late = worker.post(action_of(page.text), {**boxes, "received_at": ""})
    assert late.status_code == 422
    assert "Enter the time it was received" in text_of(late)
    logged = worker.post(action_of(page.text), boxes)
    assert logged.status_code in {200, 404}, text_of(logged)
    with world.as_(world.manager) as database:
        referral = database.exec(
            select(Referral).where(Referral.commission_id == world.commissions["hospital"].id)
        ).one()
        assert (referral.channel, referral.source, referral.state) == ("phone", "ward", "sent")
        started = database.exec(select(Clock.started_at).where(Clock.referral_id == referral.id))
        assert {moment.date() for moment in started} == {came.date()}
        assert (
            database.find(ReferralContent, referral.id).answers["sender_name"] == "Sister Example"
        )


def test_nobody_logs_for_a_service_of_somebody_else(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    page = worker.get(f"/referrals/received/{world.commissions['resettlement'].id}")
    assert page.status_code == 404


def test_the_whole_form_says_few_statements(world: World, visit: Visits) -> None:
    referrer = visit(world.referrer)
    referrer.get(whole_page(world, "iris"))
    with statements() as said:
        page = referrer.get(whole_page(world, "iris"))
    assert len(said) <= 10, said
    checked = referrer.post(
        action_of(page.text),
        {**IRIS, "practice": str(world.settings["surgery"].id)},
        follow_redirects=False,
    )
    with statements() as said:
        referrer.get(checked.headers["location"])
    assert len(said) <= 12, said
    with world.as_(world.referrer) as database:
        assert database.find(Draft, draft_in(checked.headers["location"])).shared is False


def test_a_private_draft_is_deleted_with_one_press(world: World, visit: Visits) -> None:
    referrer = visit(world.referrer)
    checked = fill_iris(world, referrer)
    draft = draft_in(action_of(checked.text))
    assert "Delete this draft?" in text_of(referrer.get(f"/drafts/{draft}/end"))
    assert "The draft was ended" in text_of(referrer.post(f"/drafts/{draft}/end", {}))
    with world.as_(world.referrer) as database:
        assert database.find(Draft, draft).typed == {}
