"""The six documents: each can be loaded, and each says what its programme needs."""

from pathlib import Path

import pytest

from app.programmes.checking import check
from app.programmes.definition import Definition
from app.programmes.loading import documents, parse
from app.programmes.reading import read
from app.reporting.measures import MEASURES

SIX = ("dvpp", "ed-navigators", "iris", "mvp", "resettlement", "step-together")


def definition(code: str) -> Definition:
    """The document of that code, as the product ships it."""
    path = next(path for path in documents() if path.stem == code)
    return parse(read(path.read_text(encoding="utf-8")))


def test_there_are_six_documents_named_after_their_code() -> None:
    assert tuple(path.stem for path in documents()) == SIX
    assert tuple(definition(code).code for code in SIX) == SIX


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_a_shipped_document_has_no_problem(path: Path) -> None:
    assert check(path) == []


@pytest.mark.parametrize("code", SIX)
def test_every_side_can_be_referred_delivered_and_closed(code: str) -> None:
    whole = definition(code)
    for side in whole.side_names or (None,):
        own = whole.for_side(side)
        assert own.referral.sources
        assert own.clocks
        assert own.sessions
        assert own.closure
        assert any(reason.planned for reason in own.closure)
        assert not all(reason.planned for reason in own.closure)
        assert {"person", "no-capacity"} <= {reason.whose for reason in own.decline}
        assert own.privacy_notice


def test_hospital_navigators_try_by_the_next_working_day() -> None:
    clock = definition("ed-navigators").clock("first-attempt")
    assert clock
    assert clock.within
    assert (clock.starts, clock.stops, clock.within.working_days) == (
        "attended",
        "first_attempt",
        1,
    )


def test_iris_makes_contact_within_48_hours_and_is_never_matched() -> None:
    iris = definition("iris")
    clock = iris.clock("first-contact")
    assert clock
    assert clock.within
    assert clock.within.hours == 48
    assert not iris.matched


def test_a_practice_is_trained_at_three_quarters_of_its_staff() -> None:
    training = definition("iris").training
    assert training
    assert training.share_required == 75


def test_an_mvp_class_has_the_full_dose_after_five_lessons() -> None:
    mvp = definition("mvp")
    assert mvp.counting.full_dose == 5
    assert mvp.headcounts
    assert mvp.headcounts.unit == "people"


def test_route_contacts_are_never_people() -> None:
    headcounts = definition("step-together").headcounts
    assert headcounts
    assert headcounts.unit == "contacts"


def test_resettlement_runs_towards_a_release_date_that_may_move() -> None:
    own = definition("resettlement")
    clock = own.clock("first-visit")
    assert clock
    assert (clock.before, clock.days, clock.stops) == ("release_date", 28, "first_session")
    assert [date.question for date in own.dates] == ["release_date"]


def test_the_course_has_26_sessions_and_is_complete_with_24() -> None:
    own = definition("dvpp").for_side("perpetrator")
    assert own.sessions
    assert (own.sessions.planned, own.counting.completion, own.counting.absences_allowed) == (
        26,
        24,
        3,
    )


def test_the_two_sides_of_dvpp_share_no_question_about_the_other() -> None:
    whole = definition("dvpp")
    his, hers = whole.for_side("perpetrator"), whole.for_side("partner")
    assert his.question("contact_details_given")
    assert hers.question("contact_details_given") is None
    assert hers.question("dash_score")
    assert his.question("dash_score") is None
    assert his.letterbox
    assert his.letterbox.to == "partner"
    assert not hers.matched
    assert his.clocks != hers.clocks
    assert his.closure != hers.closure


def test_a_programme_with_sides_asks_nothing_without_one() -> None:
    whole = definition("dvpp")
    assert whole.questions == ()
    with pytest.raises(ValueError, match="sides"):
        whole.visible_questions({})
    with pytest.raises(ValueError, match="sides"):
        definition("mvp").for_side("partner")


@pytest.mark.parametrize("code", SIX)
def test_no_sensitive_answer_is_in_an_offer(code: str) -> None:
    whole = definition(code)
    for side in whole.side_names or (None,):
        own = whole.for_side(side)
        sensitive = {question.key for question in own.questions if question.sensitive}
        answers: dict[str, str | int | list[str]] = dict.fromkeys(
            (question.key for question in own.questions), "x"
        )
        assert not sensitive & set(whole.offer_view(answers, side=side))


@pytest.mark.parametrize("code", SIX)
def test_nobody_elses_questions_are_shipped(code: str) -> None:
    whole = definition(code)
    for side in whole.side_names or (None,):
        for measure in whole.for_side(side).measures:
            assert measure.licence.status == "open" or (
                measure.licence.holder and not measure.items
            )


@pytest.mark.parametrize("code", SIX)
def test_a_return_asks_for_measures_that_are_declared(code: str) -> None:
    whole = definition(code)
    for side in whole.side_names or (None,):
        returns = whole.for_side(side).returns
        assert returns
        assert set(returns) <= set(MEASURES)
