"""The one-page referral keeps its promises to a tired person at two in the morning."""

import re
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app import clocks
from app.forms.referrals import ReceivedFields
from app.models import Case, Referral, ReferralContent, Session
from app.programmes import loading
from app.programmes.reading import read
from app.queries.drafts import open_drafts
from tests.referrals.pages import (
    count,
    id_in,
    quick_page,
    send_quick,
    statements,
    work_at,
)
from tests.visits import Visits, text_of
from tests.world import World


def test_new_referral_leads_a_navigator_to_the_form_of_the_likeliest_service(
    world: World, visit: Visits, owner: Engine
) -> None:
    work_at(owner, world.own_navigator, world, "ward")
    page = visit(world.own_navigator).get("/referrals/new")
    assert page.status_code == 200
    assert world.commissions["hospital"].name in page.text
    assert str(page.url).endswith(f"{world.commissions['hospital'].id}/quick")


def test_a_referral_is_sent_and_says_who_has_it(world: World, visit: Visits) -> None:
    sent = send_quick(visit(world.navigator), world)
    assert sent.status_code == 200
    said = text_of(sent)
    assert "Referral sent" in said
    assert world.organisations["provider"].name in said
    assert "Expect a first contact by" in said
    with world.as_(world.navigator) as database:
        referral = database.find(Referral, id_in(sent.url))
        assert referral.state == "sent"
        content = database.find(ReferralContent, referral.id)
        assert content.answers["reason"] == ["assault"]
        assert content.person["contact"]["may_text"] is True
        assert content.person["contact"]["may_call"] is False


def test_the_fewest_presses_that_send_a_referral(world: World, visit: Visits) -> None:
    """Name, one tick, one agreement, send: all else may stay as it is."""
    least = {"age_given": None, "phone": None, "reach": None, "immediate_risk": None}
    sent = send_quick(visit(world.navigator), world, **least)
    assert "Referral sent" in text_of(sent)


def test_the_form_asks_few_things_and_fills_in_place_and_time(
    world: World, visit: Visits, owner: Engine
) -> None:
    work_at(owner, world.navigator, world, "ward")
    body = visit(world.navigator).get(quick_page(world)).text
    form = body[body.index('id="form"') : body.index("</form>", body.index('id="form"'))]
    names = set(re.findall(r'name="([a-z][^"]*)"', form))
    groups = {
        name.rsplit("-", 1)[0] if name.startswith(("born", "seen_on")) else name for name in names
    }
    assert len(groups - {"do", "source"}) <= 17
    assert re.search(r'name="seen_at" type="text"[^>]*value="\d\d:\d\d"', form)
    assert f'<option value="{world.settings["ward"].id}" selected>' in form


def test_what_is_wrong_is_listed_and_what_was_typed_stays(world: World, visit: Visits) -> None:
    answer = send_quick(
        visit(world.navigator),
        world,
        preferred_name="",
        phone="12",
        what_matters="Her cat",
        reason=None,
    )
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert "Her cat" in answer.text
    assert 'value="12"' in answer.text
    links = re.findall(r'<li><a href="#([^"]+)"', answer.text)
    for link in links:
        assert f'id="{link}"' in answer.text, link
    assert links == ["preferred_name", "reason", "phone"], "in the order of the page"
    every = dict.fromkeys(("agreement", "source", "notice_how", "area", "seen_at"), "no such")
    all_wrong = send_quick(
        visit(world.navigator),
        world,
        preferred_name="",
        age_given="x",
        reason=None,
        phone="1",
        **every,
    )
    links = re.findall(r'<li><a href="#([^"]+)"', all_wrong.text)
    places = [all_wrong.text.index(f'id="{link}"') for link in links]
    assert (len(links), places) == (9, sorted(places)), links
    assert "There is a problem" in text_of(answer)


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("phone", "12", "must be a phone number"),
        ("phone", "07700 900 982", ""),
        ("phone", "", ""),
        ("born_on", ("30", "2", "2010"), "real date"),
        ("born_on", ("30", "2", ""), ""),
    ],
)
def test_a_box_is_checked_when_it_changes(
    world: World, visit: Visits, box: str, typed: str | tuple[str, ...], sentence: str
) -> None:
    parts = ("day", "month", "year")
    boxes = (
        {box: typed}
        if isinstance(typed, str)
        else {f"{box}-{part}": text for part, text in zip(parts, typed, strict=True)}
    )
    answer = visit(world.navigator).post(f"/referrals/check/{box}", boxes)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert bool(answer.text) == bool(sentence)


def test_a_no_is_counted_without_a_name(world: World, visit: Visits, owner: Engine) -> None:
    before = count(owner, "SELECT count(*) FROM person")
    answer = send_quick(visit(world.navigator), world, agreement="declined", preferred_name="Zyxwv")
    assert "Recorded that help was offered and declined" in text_of(answer)
    assert count(owner, "SELECT count(*) FROM person") == before
    found = "SELECT count(*) FROM approach WHERE outcome = 'declined' AND commission_id = :id"
    assert count(owner, found, id=world.commissions["hospital"].id) == 1
    with world.as_(world.navigator) as database:
        assert open_drafts(database) == []


def test_sharing_without_agreement_needs_its_reason(world: World, visit: Visits) -> None:
    answer = send_quick(visit(world.navigator), world, agreement="without-agreement")
    assert answer.status_code == 422
    assert "Enter why it is shared without agreement" in text_of(answer)
    sent = send_quick(
        visit(world.navigator),
        world,
        agreement="without-agreement",
        agreement_reason="A child is at risk",
    )
    assert "Referral sent" in text_of(sent)


def test_seen_at_is_the_first_session_where_the_service_is_ones_own(
    world: World, visit: Visits, owner: Engine
) -> None:
    work_at(owner, world.own_navigator, world, "ward")
    navigator = visit(world.own_navigator)
    sent = send_quick(navigator, world, seen_at="00:00", **_today())
    assert "Taken on" in text_of(sent)
    with world.as_(world.own_navigator) as database:
        referral = database.find(Referral, id_in(sent.url))
        assert referral.state == "accepted"
        assert referral.setting_id == world.settings["ward"].id
        case = database.exec(select(Case).where(Case.referral_id == referral.id)).one()
        assert case.first_contact_at is not None
        held = select(Session).where(Session.commission_id == referral.commission_id)
        assert len(database.exec(held).all()) == 1


def test_who_was_met_and_agreed_before_midnight_is_engaged_since_then(world: World) -> None:
    soon_after = datetime.combine(clocks.today() - timedelta(days=1), time(0, 20), clocks.LONDON)
    met_at = soon_after - timedelta(minutes=40)
    with clocks.turned_to(soon_after):
        referral = world.refer(by=world.own_navigator, attended_at=met_at)
        with world.as_(world.own_navigator) as database:
            case = database.exec(select(Case).where(Case.referral_id == referral.id)).one()
    assert (case.agreed_on, case.engaged_at) == (met_at.date(), met_at)


def _today() -> dict[str, str]:
    day = clocks.today()
    return {
        "seen_on-day": str(day.day),
        "seen_on-month": str(day.month),
        "seen_on-year": str(day.year),
    }


def test_somebody_like_this_is_shown_before_sending_and_the_sender_decides(
    world: World, visit: Visits, owner: Engine
) -> None:
    navigator = visit(world.navigator)
    first = id_in(send_quick(navigator, world).url)
    with world.as_(world.navigator) as database:
        known = database.find(Referral, first).person_id

    again = send_quick(navigator, world, preferred_name="Quilon", phone="07700 900 001")
    assert again.status_code == 422
    assert "Possible match" in text_of(again)
    assert "Same phone number" in text_of(again)

    # The same person already has an offer there that is not decided: refused in words, nothing lost.
    refused = send_quick(navigator, world, same_as=str(known))
    assert refused.status_code == 409
    assert "already has a referral" in text_of(refused)
    assert 'value="Quillon"' in refused.text

    visit(world.navigator).post(
        f"/referrals/{first}/withdraw", {"reason": "sent-twice"}, version=_version(world, first)
    )
    joined = send_quick(navigator, world, same_as=str(known), phone="07700 900 777", reach=["call"])
    assert "Referral sent" in text_of(joined)
    with world.as_(world.navigator) as database:
        second = database.find(Referral, id_in(joined.url))
        assert second.person_id == known
        content = database.find(ReferralContent, second.id)
        assert content.person["contact"]["phone"] == "+447700900777"

    new = send_quick(navigator, world, same_as="new")
    assert "Referral sent" in text_of(new)


def _version(world: World, referral_id: object) -> int:
    with world.as_(world.navigator) as database:
        return database.find(Referral, referral_id).version


def test_nobody_is_asked_about_people_of_another_organisation(world: World, visit: Visits) -> None:
    send_quick(visit(world.navigator), world)
    sent = send_quick(visit(world.rival_manager), world)
    assert "Possible match" not in sent.text
    assert "Referral sent" in text_of(sent)


@pytest.mark.parametrize("nasty", ["a\0b", "😀" * 3, "\u202eabc", "x" * 100_000, "\ufffd"])
def test_no_text_breaks_the_form(world: World, visit: Visits, nasty: str) -> None:
    answer = send_quick(visit(world.navigator), world, what_matters=nasty)
    assert answer.status_code in {200, 422}


def test_a_commissioner_finds_no_form(world: World, visit: Visits) -> None:
    assert visit(world.commissioner).get(quick_page(world)).status_code in {403, 404}
    assert visit(world.guardian).get(quick_page(world)).status_code == 404


def test_no_programme_asks_under_a_name_the_form_uses_itself() -> None:
    for path in loading.documents():
        definition = loading.parse(read(path.read_text(encoding="utf-8")))
        for side in definition.side_names or (None,):
            own = {question.key for question in definition.for_side(side).questions}
            assert not own & set(ReceivedFields.model_fields), path


@pytest.mark.parametrize("commission", ["hospital", "iris", "schools", "routes", "resettlement"])
def test_the_one_page_form_of_every_programme_can_be_drawn(
    world: World, visit: Visits, commission: str
) -> None:
    answer = visit(world.navigator).get(quick_page(world, commission))
    assert answer.status_code == 200
    assert "New referral" in text_of(answer)


def test_the_form_and_its_sending_say_few_statements(world: World, visit: Visits) -> None:
    navigator = visit(world.navigator)
    navigator.get(quick_page(world))
    with statements() as said:
        navigator.get(quick_page(world))
    assert len(said) <= 10, said
    with statements() as said:
        navigator.get("/drafts")
    assert len(said) <= 6, said


def test_people_are_never_stored_for_a_form_with_errors(
    world: World, visit: Visits, owner: Engine
) -> None:
    before = count(owner, "SELECT count(*) FROM person")
    send_quick(visit(world.navigator), world, agreement=None)
    assert count(owner, "SELECT count(*) FROM person") == before
