"""From what was typed to a referral: the checks that need the service it goes to."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from app import clocks
from app.actions import looking, people, referrals
from app.actions.people import Contact, PersonDetails
from app.actions.referrals import NewReferral
from app.database import Database
from app.forms.fields import moment_of
from app.forms.people import PersonFields
from app.forms.referrals import ReceivedFields, ReferralFields
from app.models import Commission, DraftEnd, Person, Referral, SafeContact
from app.programmes.lists import code_list
from app.programmes.questions import Question, Value
from app.queries.known_people import Known
from app.routers.referrals.desk import Desk
from app.web.forms import Form, read
from app.web.kept import id_in
from app.web.posted import Posted

M = TypeVar("M", bound=ReferralFields)
Answers = dict[str, Value]
NEW = "new"
DECLINED, NOT_ASKED = "declined", "not-asked"
# The platform's own answers that travel with those of the programme.
ALONGSIDE = (
    "what_matters",
    "responsible_adult",
    "interpreter",
    "sender_name",
    "sender_organisation",
    "sender_contact",
)


# What stands above the programme's own questions on the page of a whole referral, and what below.
ABOVE = (
    "_form", "same_as", "channel", "received_on", "received_at", "sender_name",
    "sender_organisation", "sender_contact", "source", *PersonFields.model_fields,
)  # fmt: skip
BELOW = (
    "setting_id", "agreement", "agreement_reason", "notice_how", "immediate_risk", "what_matters",
)  # fmt: skip


def as_drawn(errors: dict[str, str]) -> dict[str, str]:
    """What is wrong in the order of the page, so that nobody jumps up and down to mend it."""
    places = {name: place for place, name in enumerate(ABOVE)}
    places |= {name: len(ABOVE) + 1 + place for place, name in enumerate(BELOW)}
    return dict(sorted(errors.items(), key=lambda one: places.get(one[0], len(ABOVE))))


def read_referral(
    desk: Desk, model: type[M], posted: Posted, questions: list[Question]
) -> tuple[Form[M], Answers]:
    """Check a posted referral: the form with all that is wrong, and the programme's answers."""
    keys = [question.key for question in questions]
    form = read(model, posted, questions=keys)
    form.draft = str(desk.draft_id)
    for question in questions:
        if question.type == "date":
            form.dates.add(question.key)
    given = {key: texts for key, texts in form.answers.items() if key not in form.errors}
    clean, wrong = desk.definition.validate_answers(given, only=keys, today=clocks.today())
    _check_core(desk, form)
    for key, sentence in wrong.items():
        form.refuse(key, sentence)
    for question in questions:
        if question.type == "setting" and question.key in clean:
            _check_listed(form, question.key, str(clean[question.key]), desk.places, "the place")
    form.errors = _in_page_order(form.errors, keys)
    return form, clean


def _check_core(desk: Desk, form: Form[Any]) -> None:
    """What is required whatever the programme, and the codes that may be chosen."""
    if not form.text("preferred_name").strip():
        form.refuse("preferred_name", "Enter what they like to be called. “Not known” will do")
    if not form.text("agreement"):
        form.refuse("agreement", "Select whether they agreed to the referral")
    today = clocks.today()
    for name, choices, title in (
        ("agreement", [(e.code, e.label) for e in desk.agreements], "whether they agreed"),
        ("source", [(e.code, e.label) for e in desk.sources], "who refers"),
        ("area", desk.areas, "where they live"),
        ("setting_id", desk.places, "the place"),
        ("ethnicity", [(e.code, e.label) for e in desk.ethnicities], "their ethnic group"),
        ("notice_how", [(e.code, e.label) for e in desk.notices], "how you told them"),
        (
            "channel",
            [(e.code, e.label) for e in code_list("referral-channel").on(today)],
            "how it came",
        ),
    ):
        _check_listed(form, name, form.text(name), choices, title)
    needs_reason = desk.definition.referral.agreement.reason_when
    if (
        needs_reason
        and form.text("agreement") == needs_reason
        and not form.text("agreement_reason").strip()
    ):
        form.refuse("agreement_reason", "Enter why it is shared without agreement")
    if (
        any(form.text(f"seen_on-{part}") for part in ("day", "month", "year"))
        and not form.text("seen_at").strip()
    ):
        form.refuse("seen_at", "Enter the time you saw them, like 2:15pm")


def _check_listed(
    form: Form[Any], name: str, given: str, choices: list[tuple[str, str]], title: str
) -> None:
    if given and given not in {code for code, _label in choices}:
        form.refuse(name, f"Select from the list {title}")


def _in_page_order(errors: dict[str, str], keys: list[str]) -> dict[str, str]:
    """The error summary reads from the top of the page to its end."""
    top = ["preferred_name", "born_on", "age_given"]
    order = {
        name: place
        for place, name in enumerate(["_form", *top, *keys, *ReceivedFields.model_fields])
    }
    return dict(sorted(errors.items(), key=lambda item: order.get(item[0], len(order))))


def who_they_may_be(desk: Desk, values: ReferralFields) -> list[Known]:
    """People of our own whom this may be."""
    return looking.who_it_may_be(desk.database, details_of(values))


def refuse_undecided(form: Form[Any], alike: list[Known], values: ReferralFields) -> None:
    """Ask whether it is one of these people, unless that was answered."""
    if alike and values.same_as not in {NEW, *(str(one.id) for one in alike)}:
        form.refuse("same_as", "Select whether this is somebody you have referred before")


def contact_of(values: ReferralFields) -> Contact | None:
    """How to reach them, if anything was said. A way that was not ticked is not safe."""
    said = (
        values.phone,
        values.best_time,
        values.ask_for,
        values.must_not_hear,
        values.address,
        values.postcode,
    )
    if not any(said) and not values.reach:
        return None
    ways = set(values.reach)
    known = bool(values.phone or ways)
    return Contact(
        phone=values.phone,
        may_call=("call" in ways) if known else None,
        may_text=("text" in ways) if known else None,
        may_leave_message=("message" in ways) if known else None,
        best_time=values.best_time,
        ask_for=values.ask_for,
        must_not_hear=values.must_not_hear,
        address=values.address,
        postcode=values.postcode,
    )


def details_of(values: ReferralFields) -> PersonDetails:
    """Who somebody is, as typed."""
    return PersonDetails(
        preferred_name=values.preferred_name or "",
        family_name=values.family_name or "",
        born_on=values.born_on,
        age_given=values.age_given,
        sex=values.sex or "U",
        ethnicity=values.ethnicity or "NK",
        ethnicity_source=None,
        nhs_number=values.nhs_number,
        area=values.area,
        language=values.language,
        contact=contact_of(values),
    )


def person_for(database: Database, values: ReferralFields) -> PersonDetails | Person:
    """Somebody new, or the person we know with what was typed now added to it."""
    typed = details_of(values)
    chosen = id_in(values.same_as)
    if chosen is None:
        return typed
    # The lock makes two referrals of one person wait for each other.
    person = database.find(Person, chosen, lock=True)
    kept = people.details_of(people.snapshot(person, database.get(SafeContact, person.id)))
    unsaid = PersonDetails(preferred_name="")
    told = {
        name: value for name, value in typed._asdict().items() if value != getattr(unsaid, name)
    }
    if typed.contact and kept.contact:
        said = {name: value for name, value in typed.contact._asdict().items() if value is not None}
        told["contact"] = kept.contact._replace(**said)
    people.change_person(database, person, kept._replace(**told))
    return person


def send(desk: Desk, values: ReferralFields, answers: Answers) -> Referral:
    """Send what was checked, and end its draft. Raises Refused or Stale."""
    commission = desk.database.find(Commission, desk.service.id)
    sent = referrals.send(desk.database, new_referral(desk, commission, values, answers))
    desk.end(DraftEnd.sent)
    return sent


def new_referral(
    desk: Desk, commission: Commission, values: ReferralFields, answers: Answers
) -> NewReferral:
    """The referral as the action wants it."""
    alongside = {name: said for name in ALONGSIDE if (said := getattr(values, name, None))}
    at_question = next(
        (answers.get(q.key) for q in desk.definition.questions if q.type == "setting"), None
    )
    chosen = values.setting_id or (
        UUID(str(at_question)) if at_question and at_question != "not-known" else None
    )
    usual = desk.site.id if desk.site and str(desk.site.id) in dict(desk.places) else None
    needs_reason = desk.definition.referral.agreement.reason_when
    return NewReferral(
        commission=commission,
        person=person_for(desk.database, values),
        answers={**answers, **alongside},
        source=values.source or desk.source or "not-known",
        agreement=values.agreement or "",
        agreement_reason=values.agreement_reason if values.agreement == needs_reason else None,
        setting_id=chosen or usual,
        attended_at=_seen(values),
        immediate_risk=values.immediate_risk == "yes",
        notice_how=values.notice_how,
        side=desk.side,
    )


def _seen(values: ReferralFields) -> datetime | None:
    if values.seen_at is None:
        return None
    return moment_of(values.seen_on or clocks.today(), values.seen_at)
