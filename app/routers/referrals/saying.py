"""What was typed into a referral, in words and by section: to check it, and to read it again."""

from typing import Any, NamedTuple

from app.forms.referrals import ReferralFields
from app.programmes.answers import Said
from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.programmes.questions import CORE_FIELDS
from app.routers.referrals.desk import Desk
from app.routers.referrals.reading import Answers
from app.web import words

SEX = {"F": "Female", "M": "Male", "X": "Other", "U": "Not known"}
WAYS = {"call": "Call", "text": "Text", "message": "Leave a message"}
YES_NO = {"yes": "Yes", "no": "No", "not-known": "Not known"}
# What may stand beside the programme's answers, and its words.
ALONGSIDE = {
    "agreement_reason": "Why without agreement",
    "handed_over": "What you handed over in words",
    "what_matters": CORE_FIELDS["what_matters"],
    "responsible_adult": CORE_FIELDS["responsible_adult"],
    "interpreter": CORE_FIELDS["interpreter"],
    "sender_name": "Name of the sender",
    "sender_organisation": "Organisation of the sender",
    "sender_contact": "How to reach the sender",
}


class Part(NamedTuple):
    """A heading with rows of (label, value); `anchor` is where on the form it is changed."""

    title: str
    anchor: str
    rows: list[tuple[str, str]]


def sections(desk: Desk, values: ReferralFields, answers: Answers) -> list[Part]:
    """Everything that will be sent, by section of the form; what was left out is left out."""
    places = dict(desk.places)
    own = [
        Part("The person", "preferred_name", _present(_person(desk, values))),
        Part("How to reach them", "phone", _present(_contact(values))),
    ]
    asked = [
        Part(section.title, section.questions[0].key, rows)
        for section in desk.definition.referral.sections
        if (rows := in_words(desk.definition, section.title, answers, places))
    ]
    last = Part("Agreement and danger", "agreement", _present(_agreement(desk, values)))
    return [*own, *asked, last]


def in_words(
    definition: Definition, title: str, answers: dict[str, Any], places: dict[str, str]
) -> list[tuple[str, str]]:
    """The answers of one section as (label, text)."""
    said = definition.in_words(answers)
    return [(one.question.label, as_text(one, places)) for one in said if one.section == title]


def as_text(said: Said, places: dict[str, str]) -> str:
    """One answer as people read it: a day in words, a place by its name."""
    if said.question.type == "setting":
        return places.get(str(said.value), said.text)
    if said.question.type == "date" and said.text[:1].isdigit():
        return words.iso_day(said.text)
    return said.text


def _person(desk: Desk, values: ReferralFields) -> list[tuple[str, str | None]]:
    return [
        ("Name", f"{values.preferred_name or ''} {values.family_name or ''}".strip()),
        ("Date of birth", words.day(values.born_on) if values.born_on else None),
        (
            "Age",
            str(values.age_given) if values.age_given is not None and not values.born_on else None,
        ),
        ("Sex", SEX[values.sex] if values.sex else None),
        (
            "Ethnic group",
            code_list("ethnicity").label(values.ethnicity) if values.ethnicity else None,
        ),
        ("NHS number", words.nhs_number(values.nhs_number) if values.nhs_number else None),
        ("Where they live", dict(desk.areas).get(values.area or "")),
        ("Language", values.language),
        ("Interpreter needed", YES_NO[values.interpreter] if values.interpreter else None),
        ("Who has parental responsibility", values.responsible_adult),
    ]


def _contact(values: ReferralFields) -> list[tuple[str, str | None]]:
    return [
        ("Phone number", words.phone(values.phone) if values.phone else None),
        ("Safe to", ", ".join(WAYS[way] for way in values.reach) or None),
        ("Best time", values.best_time),
        ("Ask for", values.ask_for),
        ("Must not hear of it", values.must_not_hear),
        ("Address", values.address),
        ("Postcode", values.postcode),
    ]


def _agreement(desk: Desk, values: ReferralFields) -> list[tuple[str, str | None]]:
    return [
        (
            "Who refers",
            code_list("referral-source").label(values.source or desk.source or "not-known"),
        ),
        ("Place", dict(desk.places).get(str(values.setting_id))),
        ("Agreement", code_list("agreement").label(values.agreement or "")),
        ("Why without agreement", values.agreement_reason),
        (
            "Told about their data",
            code_list("notice-given").label(values.notice_how) if values.notice_how else None,
        ),
        (
            "Somebody in danger now",
            YES_NO[values.immediate_risk] if values.immediate_risk else None,
        ),
        ("What matters to them", values.what_matters),
    ]


def _present(rows: list[tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in rows if text]
