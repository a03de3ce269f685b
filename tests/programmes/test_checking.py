"""`check` names the file, the key and the line of each class of mistake, and what is right."""

from pathlib import Path

import pytest

from app.programmes.checking import Problem, check, check_text
from app.programmes.loading import FOLDER
from app.programmes.reading import read

NAMES = ("ed-navigators", "dvpp", "resettlement", "iris")
ED, DVPP, RESETTLEMENT, IRIS = ((FOLDER / f"{name}.yaml").read_text("utf-8") for name in NAMES)


def spoilt(text: str, right: str, wrong: str) -> tuple[int, list[Problem]]:
    """The line where the first `right` became `wrong`, and what `check` says about the whole."""
    assert right in text
    line = text[: text.index(right)].count("\n") + 1
    return line, check_text(text.replace(right, wrong, 1), file="spoilt.yaml")


# Where each question stands: somebody may put another one before it.
ASKED = {
    question["key"]: f"referral.sections[{number}].questions[{place}]"
    for number, section in enumerate(read(ED)["referral"]["sections"])
    for place, question in enumerate(section["questions"])
}
MISTAKES = [
    # what stood there, what stands there now, where in it (lines below), the key, what is said
    ("tier: tertiary", "tier: terciary", 0, "tier", "Did you mean “tertiary”?"),
    ("approach: A&E", "aproach: A&E", 0, "aproach", "Did you mean “approach”?"),
    ("delivery: named\n", "", -2, "delivery", "“delivery” is missing."),
    ("minimum_age: 11", "minimum_age: eleven", 0, "audience.minimum_age", "whole number"),
    ("minimum_age: 11", "minimum_age: 30", 0, "audience.minimum_age", "more than maximum_age"),
    ("kind: hospital", "kind: hosptal", 0, "settings.kind", "Did you mean “hospital”?"),
    (
        "engaged: [live, paused]",
        "engaged: [life, paused]",
        0,
        "settings.engaged[0]",
        "Did you mean “live”?",
    ),
    ("sources: [ed,", "sources: [edd,", 0, "referral.sources[0]", "Did you mean “ed”?"),
    ("sources: [ed,", "sources: ed #", 0, "referral.sources", "must be a list. Write [ed]."),
    (
        "quick: [preferred_name,",
        "quick: [prefered_name,",
        0,
        "referral.quick[0]",
        "Did you mean “preferred_name”?",
    ),
    (
        "quick: [preferred_name, age_or_birth, reason,",
        "quick: [preferred_name,",
        0,
        "referral.quick",
        "must ask “reason”",
    ),
    (
        "offer: [preferred_name,",
        "offer: [place_description,",
        0,
        "referral.offer[0]",
        "is sensitive",
    ),
    (
        "reason_when: without-agreement",
        "reason_when: without-agrement",
        0,
        "referral.agreement.reason_when",
        "Did you mean “without-agreement”?",
    ),
    (
        "list: istv-assault-method",
        "list: istv-assualt-method",
        0,
        f"{ASKED['mechanism']}.list",
        "Did you mean “istv-assault-method”?",
    ),
    (
        "short: Day of attendance, type: date",
        "short: Day of attendance, type: dat",
        0,
        f"{ASKED['attended_on']}.type",
        "Did you mean “date”?",
    ),
    (
        "key: attended_on",
        "key: attended-on",
        0,
        f"{ASKED['attended_on']}.key",
        "small letters, digits and underscores",
    ),
    (
        "key: department",
        "key: attended_on",
        0,
        f"{ASKED['department']}.key",
        "there twice",
    ),
    (
        "key: department",
        "key: phone",
        0,
        f"{ASKED['department']}.key",
        "asked by the platform already",
    ),
    (
        "short: Attended before, type: yes_no}",
        "short: Attended before, type: yes_no, list: sex}",
        0,
        ASKED["repeat"],
        "Only choice and choices have a list",
    ),
    (
        "type: number, min: 1, max: 99",
        "type: number, min: 1",
        0,
        ASKED["repeat_count"],
        "needs min and max",
    ),
    (
        "shown_when: {key: repeat, is: yes}",
        "shown_when: {key: repat, is: yes}",
        0,
        f"{ASKED['repeat_count']}.shown_when.key",
        "Did you mean “repeat”?",
    ),
    (
        "shown_when: {key: repeat, is: yes}",
        "shown_when: {key: police_aware, is: yes}",
        0,
        f"{ASKED['repeat_count']}.shown_when.key",
        "not an earlier question",
    ),
    (
        "shown_when: {key: repeat, is: yes}",
        "shown_when: {key: repeat, is: yess}",
        0,
        f"{ASKED['repeat_count']}.shown_when.is",
        "Did you mean “yes”?",
    ),
    (
        "starts: attended, stops",
        "starts: atended, stops",
        0,
        "clocks[0].starts",
        "Did you mean “attended”?",
    ),
    (
        "within: {working_days: 1}",
        "within: {working_days: 1, hours: 3}",
        0,
        "clocks[0].within",
        "Say either hours or working_days",
    ),
    ("within: {hours: 72}", "before: release_date", 0, "clocks[1]", "needs days"),
    (
        "shape: group, method: community",
        "shape: grup, method: community",
        0,
        "sessions.kinds[7].shape",
        "Did you mean “group”?",
    ),
    (
        "method: hospital, minutes: 40",
        "method: hospitl, minutes: 40",
        0,
        "sessions.kinds[0].method",
        "Did you mean “hospital”?",
    ),
    (
        "methods: [hospital,",
        "methods: [hospitl,",
        0,
        "sessions.methods[0]",
        "Did you mean “hospital”?",
    ),
    (
        "purposes: [first-contact,",
        "purposes: [first-contat,",
        0,
        "sessions.purposes[0]",
        "Did you mean “first-contact”?",
    ),
    (
        "key: sdq-total, label: SDQ total,",
        "key: sdq-total, label: SDQ total, items: [{key: a, label: Restless}],",
        0,
        "measures[3]",
        "never its questions",
    ),
    (
        "code: goals-met, label: Goals met, planned: true",
        "code: goals-met, label: Goals met, planned: often",
        0,
        "closure[0].planned",
        "true or false",
    ),
    ("code: goals-partly-met", "code: goals-met", 0, "closure[1].code", "there twice"),
    (
        "whose: not-reachable",
        "whose: not-reachabel",
        0,
        "decline[4].whose",
        "Did you mean “not-reachable”?",
    ),
    (
        "audiences: [doctor,",
        "audiences: [docter,",
        0,
        "training.audiences[0]",
        "Did you mean “doctor”?",
    ),
    (
        "  - {months: 6, label: Contact six months after closing}",
        "  []",
        0,
        "measures[0].occasions",
        "no follow_up",
    ),
    ("child: until-25", "child: until-2", 0, "retention.child", "Did you mean “until-25”?"),
]


@pytest.mark.parametrize(("right", "wrong", "below", "key", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_line(
    right: str, wrong: str, below: int, key: str, said: str
) -> None:
    line, problems = spoilt(ED, right, wrong)
    named = next((problem for problem in problems if problem.key == key), None)
    assert named, [str(problem) for problem in problems]
    assert said in str(named)
    if key == "measures[0].occasions":  # found at the measure, not where follow_up was lost
        line = ED[: ED.index("key: confidence")].count("\n") + 1
    assert named.line == (1 if below else line)
    assert str(named).startswith(f"spoilt.yaml:{named.line}: {key}: ")


def test_a_key_that_stands_twice_is_named() -> None:
    line, problems = spoilt(ED, "tier: tertiary", "tier: tertiary\ntier: primary")
    assert [(problem.line, problem.key) for problem in problems] == [(line + 1, "tier")]


def test_unreadable_yaml_names_its_line() -> None:
    line, problems = spoilt(ED, "audience:\n", "audience: [\n")
    assert len(problems) == 1
    assert problems[0].line >= line
    assert "not readable YAML" in problems[0].says


def test_a_mistake_of_one_side_is_placed_on_that_side() -> None:
    line, problems = spoilt(
        DVPP, "shown_when: {key: marac, is: yes}", "shown_when: {key: maric, is: yes}"
    )
    assert [(problem.line, problem.key) for problem in problems] == [
        (line, "sides.partner.referral.sections[2].questions[3].shown_when.key")
    ]


def test_a_side_may_not_write_to_itself() -> None:
    line, problems = spoilt(DVPP, "to: partner", "to: perpetrator")
    assert [(problem.line, problem.key) for problem in problems] == [
        (line, "sides.perpetrator.letterbox.to")
    ]


def test_a_mistake_outside_the_sides_is_told_once() -> None:
    line, problems = spoilt(DVPP, "audiences: [social-care,", "audiences: [social-car,")
    assert [(problem.line, problem.key) for problem in problems] == [
        (line, "training.audiences[0]")
    ]


def test_a_clock_towards_a_date_needs_the_date() -> None:
    _, problems = spoilt(RESETTLEMENT, "dates:\n", "levels_of_dates:\n")
    assert "There is no “levels_of_dates” here." in str(problems[0])
    start = RESETTLEMENT.index("dates:\n")
    end = RESETTLEMENT.index("clocks:\n")
    problems = check_text(RESETTLEMENT[:start] + RESETTLEMENT[end:], file="x")
    assert {problem.key for problem in problems} == {"clocks[2].before", "clocks[3].before"}


def test_a_place_cannot_be_asked_for_where_there_are_none() -> None:
    start, end = IRIS.index("settings:\n"), IRIS.index("referral:\n")
    problems = check_text(IRIS[:start] + IRIS[end:], file="x")
    assert ["no settings" in problem.says for problem in problems] == [True]


@pytest.mark.parametrize("text", ["", "- a\n- b", "just words", "42"])
def test_what_is_no_document_at_all_is_said_so(text: str) -> None:
    assert "block of keys" in check_text(text, file="x")[0].says


def test_a_file_that_is_not_there_or_not_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    assert "no such file" in check(tmp_path / "none.yaml")[0].says
    assert "not a text file" in check(tmp_path / "bytes.yaml")[0].says
    (tmp_path / "control.yaml").write_text("code: \x07", encoding="utf-8")
    assert check(tmp_path / "control.yaml")
