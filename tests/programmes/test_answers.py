"""What may be answered: by example, and by everything hypothesis can think of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.programmes.definition import Definition
from app.programmes.loading import documents, parse
from app.programmes.parts import UNKNOWN
from app.programmes.questions import Question
from app.programmes.reading import read

TODAY = date(2026, 11, 20)


def strands() -> list[Definition]:
    """Every shipped programme, each side on its own."""
    wholes = [parse(read(path.read_text(encoding="utf-8"))) for path in documents()]
    return [whole.for_side(side) for whole in wholes for side in (whole.side_names or (None,))]


STRANDS = strands()
ED = next(one for one in STRANDS if one.code == "ed-navigators")
anything = st.one_of(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=4), st.none())


def fitting(question: Question) -> st.SearchStrategy[object]:
    """Answers that the form of the question could send, good ones most of the time."""
    codes = [entry.code for entry in question.choices(TODAY)]
    match question.type:
        case "choices":
            return st.lists(st.sampled_from(codes), max_size=4)
        case "choice" | "yes_no":
            return st.sampled_from(codes)
        case "number":
            return st.integers(question.minimum, question.maximum).map(str)
        case "date":
            return st.dates(date(2020, 1, 1), date(2029, 1, 1)).map(date.isoformat)
        case _:
            return st.text(max_size=40)


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Definition, dict[str, object]]:
    """A programme, and its form filled in by somebody: fitting, odd and missing answers mixed."""
    own = draw(st.sampled_from(STRANDS))
    answers: dict[str, object] = {}
    for question in own.questions:
        if draw(st.booleans()):
            answers[question.key] = draw(st.one_of(fitting(question), fitting(question), anything))
    return own, answers


@given(filled_in())
def test_what_is_stored_was_asked_and_is_never_also_wrong(
    form: tuple[Definition, dict[str, object]],
) -> None:
    own, answers = form
    clean, errors = own.validate_answers(answers, today=TODAY)
    asked = {question.key for question in own.visible_questions(answers)}
    assert set(clean) | set(errors) <= asked
    assert not set(clean) & set(errors)
    assert not any(sentence.endswith(".") for sentence in errors.values())


@given(filled_in())
def test_stored_answers_are_right_when_they_are_read_again(
    form: tuple[Definition, dict[str, object]],
) -> None:
    own, answers = form
    clean, _ = own.validate_answers(answers, today=TODAY, complete=False)
    again, errors = own.validate_answers(clean, today=TODAY, complete=False)
    still_asked = {question.key for question in own.visible_questions(clean)}
    assert not errors
    assert again == {key: value for key, value in clean.items() if key in still_asked}


@given(filled_in())
def test_a_complete_form_without_errors_has_every_required_answer(
    form: tuple[Definition, dict[str, object]],
) -> None:
    own, answers = form
    clean, errors = own.validate_answers(answers, today=TODAY)
    for question in own.visible_questions(answers):
        if question.required:
            assert question.key in clean or question.key in errors


@given(filled_in())
def test_a_hidden_question_hides_what_hangs_on_it(
    form: tuple[Definition, dict[str, object]],
) -> None:
    own, answers = form
    asked = {question.key for question in own.visible_questions(answers)}
    for question in own.questions:
        if question.shown_when and question.shown_when.key not in asked:
            assert question.key not in asked
        if question.shown_when is None:
            assert question.key in asked


@given(filled_in())
def test_an_offer_holds_only_what_the_document_offers(
    form: tuple[Definition, dict[str, object]],
) -> None:
    own, answers = form
    clean, _ = own.validate_answers(answers, today=TODAY, complete=False)
    offer = own.offer_view({**clean, "age": 17, "phone": "07700 900123"})
    assert set(offer) <= set(own.referral.offer)
    assert "phone" not in offer
    assert ("age" in offer) == ("age" in own.referral.offer)
    for key in offer:
        question = own.question(key)
        assert question is None or not question.sensitive


@given(filled_in())
def test_every_stored_answer_has_words(form: tuple[Definition, dict[str, object]]) -> None:
    own, answers = form
    clean, _ = own.validate_answers(answers, today=TODAY, complete=False)
    shown = own.in_words(clean)
    assert {one.question.key for one in shown} == set(clean)
    assert all(one.text for one in shown)


def error(key: str, answer: object, **others: object) -> str | None:
    """What the form of the navigators says about one answer."""
    _, errors = ED.validate_answers({key: answer, **others}, today=TODAY, complete=False)
    return errors.get(key)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("2026-02-29", "real date"),
        ("2024-02-29", None),
        ("2026-11-21", "in the past"),
        ("26-11-20", "real date"),
        ("1850-01-01", "between 1900"),
        ("20261120", "real date"),
        ("２０２６-11-20", "real date"),  # noqa: RUF001 - full-width digits on purpose
        ("soon", "real date"),
        (UNKNOWN, None),
        ("", None),
    ],
)
def test_a_date_is_a_real_day_in_the_past(answer: str, said: str | None) -> None:
    found = error("attended_on", answer)
    assert (said in found) if said and found else found is said


@pytest.mark.parametrize("answer", ["0", "100", "1.5", "٣", "9" * 400, "-1", "1e1", "one", "²"])
def test_a_number_is_whole_in_its_range_and_in_plain_digits(answer: str) -> None:
    assert "whole number from 1 to 99" in str(error("repeat_count", answer, repeat="yes"))


def test_an_empty_box_beside_not_known_is_no_second_answer() -> None:
    clean, _ = ED.validate_answers({"attended_on": ["", UNKNOWN]}, complete=False)
    assert clean["attended_on"] == UNKNOWN
    assert "one answer" in str(error("attended_on", ["2026-11-01", UNKNOWN]))


def test_a_day_is_shown_in_words() -> None:
    (said,) = ED.in_words({"attended_on": "2026-11-01"})
    assert said.text == "1 November 2026"


def test_a_number_is_stored_as_a_number() -> None:
    clean, errors = ED.validate_answers(
        {"repeat": "yes", "repeat_count": " 3 "}, today=TODAY, complete=False
    )
    assert (clean["repeat_count"], errors) == (3, {})


def test_not_known_is_refused_where_it_is_no_answer() -> None:
    assert error("approach", UNKNOWN)
    assert error("reason", [UNKNOWN])
    assert error("police_aware", UNKNOWN) is None


def test_known_and_not_known_cannot_be_ticked_together() -> None:
    assert "only “not known”" in str(error("needs", ["education", UNKNOWN]))


def test_a_required_question_that_is_not_on_this_page_waits() -> None:
    quick = ED.referral.quick
    clean, errors = ED.validate_answers({"reason": ["knife"]}, only=quick, today=TODAY)
    assert (clean, errors) == ({"reason": ["knife"]}, {})
    _, errors = ED.validate_answers({"reason": ["knife"]}, today=TODAY)
    assert set(errors) == {"approach"}


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 100_000])
def test_text_that_cannot_be_stored_is_refused_in_words(text: str) -> None:
    assert error("own_words", text)


@pytest.mark.parametrize("text", ["😀", "שלום", "Zoë", "a\nb"])
def test_text_of_every_language_is_kept_as_it_is(text: str) -> None:
    clean, _ = ED.validate_answers({"own_words": text}, complete=False)
    assert clean["own_words"] == text


def test_ticks_are_stored_in_the_order_of_the_list() -> None:
    clean, _ = ED.validate_answers({"reason": ["fear", "knife", "fear"]}, complete=False)
    assert clean["reason"] == ["knife", "fear"]
