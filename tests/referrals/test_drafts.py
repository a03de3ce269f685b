"""What is being typed is kept, goes on with a colleague, and never ends silently."""

import re

from sqlalchemy import Engine, text

from app.access import DatabaseRole
from app.actions import drafts
from app.database import transaction
from app.models import Draft, Setting, SettingKind
from app.models.naming import new_id
from app.queries.drafts import open_drafts
from tests.referrals.pages import (
    QUICK,
    action_of,
    count,
    draft_in,
    quick_page,
    send_quick,
    work_at,
)
from tests.visits import Visits, text_of
from tests.world import World


def test_not_asked_yet_stays_with_the_shift(world: World, visit: Visits) -> None:
    answer = send_quick(visit(world.navigator), world, agreement="not-asked")
    assert "Kept as a draft" in text_of(answer)
    with world.as_(world.colleague) as database:
        assert [one.label for one in open_drafts(database)] == ["Q."]


def test_a_double_press_sends_one_referral(world: World, visit: Visits, owner: Engine) -> None:
    navigator = visit(world.navigator)
    action = action_of(navigator.get(quick_page(world)).text)
    key = "019a0000-0000-7000-8000-0000000000aa"[:-8] + world.tag
    one = navigator.post(action, QUICK, key=key)
    two = navigator.post(action, QUICK, key=key)
    assert str(one.url) == str(two.url)
    found = "SELECT count(*) FROM referral WHERE commission_id = :id"
    assert count(owner, found, id=world.commissions["hospital"].id) == 1


def test_autosave_keeps_what_is_typed_for_the_shift_and_a_colleague_sends_it(
    world: World, visit: Visits
) -> None:
    navigator, colleague = visit(world.navigator), visit(world.colleague)
    action = action_of(navigator.get(quick_page(world)).text)
    saved = navigator.post(
        f"/drafts/{draft_in(action)}", {**QUICK, "do": ""}, params={"form": action}
    )
    assert re.fullmatch(r"Draft saved \d\d:\d\d", saved.text)
    listed = colleague.get("/drafts")
    assert "Q." in listed.text
    assert "Quillon" not in listed.text
    going_on = colleague.get(action)
    assert 'value="Quillon"' in going_on.text
    sent = colleague.post(action_of(going_on.text), QUICK)
    assert "Referral sent" in text_of(sent)
    assert "Q." not in text_of(navigator.get("/drafts"))
    assert navigator.get(action).status_code == 404


def test_a_colleague_elsewhere_finds_who_refers_and_the_place_as_they_were(
    world: World, visit: Visits, owner: Engine
) -> None:
    """Also where neither is one that could be chosen from the colleague's own place."""
    work_at(owner, world.colleague, world, "ward")
    with transaction(role=DatabaseRole.administration) as database:
        elsewhere = Setting(
            kind=SettingKind.hospital, code=f"far-{world.tag}", name="Far", area="E08000031"
        )
        database.add(elsewhere)
        database.record(elsewhere, "added")
        far = elsewhere.id
    action = action_of(visit(world.navigator).get(quick_page(world)).text)
    typed = {**QUICK, "do": "", "source": "police", "setting_id": str(far)}
    visit(world.navigator).post(f"/drafts/{draft_in(action)}", typed, params={"form": action})
    page = visit(world.colleague).get(action).text
    assert '<option value="police" selected>' in page
    assert f'<option value="{far}" selected>' in page
    # A draft of a name alone was begun where and when it was begun.
    with world.as_(world.navigator) as database:
        form = f"{quick_page(world)}?draft={(begun := new_id())}"
        drafts.save(
            database,
            form=form,
            typed={"preferred_name": ["Q"]},
            shared=True,
            setting_id=far,
            draft_id=begun,
        )
    page_of_begun = visit(world.colleague).get(form).text
    assert f'<option value="{far}" selected>' in page_of_begun
    assert '<option value="ed" selected>' in page_of_begun
    assert re.search(r'name="seen_at" type="text"[^>]*value="\d\d:\d\d"', page_of_begun)
    boxes = {**typed, "do": "send"}
    assert "Referral sent" in text_of(visit(world.colleague).post(action_of(page), boxes))


def test_the_key_of_a_form_is_not_used_up_by_autosave(world: World, visit: Visits) -> None:
    navigator = visit(world.navigator)
    action = action_of(navigator.get(quick_page(world)).text)
    key = "019a0000-0000-7000-8000-0000000000bb"[:-8] + world.tag
    for _ in range(2):
        saved = navigator.post(
            f"/drafts/{draft_in(action)}", QUICK, params={"form": action}, key=key
        )
        assert saved.text.startswith("Draft saved")
    assert "Referral sent" in text_of(navigator.post(action, QUICK, key=key))


def test_a_save_that_comes_after_sending_keeps_nothing(world: World, visit: Visits) -> None:
    navigator = visit(world.navigator)
    action = action_of(navigator.get(quick_page(world)).text)
    navigator.post(action, QUICK)
    late = navigator.post(f"/drafts/{draft_in(action)}", QUICK, params={"form": action})
    assert "nothing more is kept" in late.text
    with world.as_(world.navigator) as database:
        draft = database.find(Draft, draft_in(action))
        assert (draft.ended_as, draft.typed) == ("sent", {})


def test_a_draft_ends_as_not_approached_with_a_reason(
    world: World, visit: Visits, owner: Engine
) -> None:
    navigator = visit(world.navigator)
    action = action_of(navigator.get(quick_page(world)).text)
    asked = navigator.post(action, {"preferred_name": "Quillon", "do": "end"})
    assert "What became of this draft?" in text_of(asked)
    empty = navigator.post(str(asked.url.path), {})
    assert empty.status_code == 422
    assert "Select what became of it" in text_of(empty)
    ended = navigator.post(str(asked.url.path), {"reason": "too-unwell"})
    assert "The draft was ended" in text_of(ended)
    found = "SELECT count(*) FROM approach WHERE outcome = 'not-approached' AND reason = 'too-unwell' AND commission_id = :id"
    assert count(owner, found, id=world.commissions["hospital"].id) == 1
    assert navigator.get(str(asked.url.path)).status_code == 404


def test_someone_else_finds_no_draft(world: World, visit: Visits) -> None:
    action = action_of(visit(world.navigator).get(quick_page(world)).text)
    visit(world.navigator).post(f"/drafts/{draft_in(action)}", QUICK, params={"form": action})
    stranger = visit(world.own_navigator)
    assert "Q." not in text_of(stranger.get("/drafts"))
    assert "Quillon" not in stranger.get(action).text
    assert stranger.get(f"/drafts/{draft_in(action)}/end").status_code == 404
    taken = stranger.post(f"/drafts/{draft_in(action)}", QUICK, params={"form": action})
    assert taken.status_code == 404


def test_a_draft_as_long_as_a_book_is_refused_in_words(world: World, visit: Visits) -> None:
    action = action_of(visit(world.navigator).get(quick_page(world)).text)
    saved = visit(world.navigator).post(
        f"/drafts/{draft_in(action)}",
        {"what_matters": "x" * (drafts.LONGEST + 1)},
        params={"form": action},
    )
    assert "too long to be kept" in saved.text


def test_checking_a_box_does_not_use_up_the_key_of_its_form(world: World, visit: Visits) -> None:
    navigator = visit(world.navigator)
    action = action_of(navigator.get(quick_page(world)).text)
    key = f"019a0000-0000-7000-8000-0001{world.tag}"
    navigator.post("/referrals/check/phone", QUICK, key=key)
    assert "Referral sent" in text_of(navigator.post(action, QUICK, key=key))


def test_what_was_typed_when_the_sign_in_had_ended_goes_on_as_a_draft_of_the_shift(
    world: World, visit: Visits, owner: Engine
) -> None:
    navigator = visit(world.navigator)
    action = action_of(navigator.get(quick_page(world)).text)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE sign_in SET ended_at = now() WHERE account_id = :id"),
            {"id": world.navigator.account_id},
        )
    navigator.post(action, QUICK, headers={"referer": f"http://testserver{quick_page(world)}"})
    again = visit(world.navigator)
    page = again.get(quick_page(world))
    assert 'value="Quillon"' in page.text
    assert "Referral sent" in text_of(again.post(action_of(page.text), QUICK))
    with world.as_(world.navigator) as database:
        assert open_drafts(database) == []
