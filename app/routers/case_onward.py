"""Referring somebody on from a case: to a service here, or to one outside."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import onward
from app.actions.referrals import NewReferral
from app.errors import NotFound, Refused, Stale
from app.forms.cases import ChooseService, ReferOn, ReferOutside
from app.models import Commission
from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.queries.onward import Target, places_for, questions_of, target_of, targets
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted, read
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.posted import PostedForm
from app.web.programme_choices import codes, listed

router = APIRouter()

OUTSIDE = "outside-"


@router.get("/cases/{case_id}/onward")
def ask_service(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for where the person is referred on to."""
    form = Form.empty(ChooseService)
    context: dict[str, Any] = {
        "targets": targets(database, file),
        "outside": listed("onward-service"),
    }
    return draw(request, database, file, form, "cases/onward.html", **context)


@router.post("/cases/{case_id}/onward")
def choose_service(
    request: Request, file: WorkedCase, database: Db, form: Submitted[ChooseService]
) -> Response:
    """Lead on to the questions of the chosen service."""
    here, outside = targets(database, file), listed("onward-service")
    if not form.errors:
        chosen = form.values.service
        if chosen in {one.code for one in here}:
            return see(request, f"{file.path}/onward/to/{chosen}")
        if chosen.removeprefix(OUTSIDE) in codes(outside):
            return see(request, f"{file.path}/onward/outside/{chosen.removeprefix(OUTSIDE)}")
        form.refuse("service", "Select a service")
    context: dict[str, Any] = {"targets": here, "outside": outside}
    return draw(request, database, file, form, "cases/onward.html", **context)


def context_of(database: Db, target: Target, answers: dict[str, Any]) -> dict[str, Any]:
    """What the form of an onward referral shows: only the questions that the answers ask for."""
    asked = {one.key for one in target.definition.visible_questions(answers)}
    kinds = [
        entry
        for entry in listed("agreement", target.definition.referral.agreement.kinds)
        if entry.also.get("may-send")
    ]
    return {
        "target": target,
        "questions": [one for one in questions_of(target) if one.key in asked],
        "places": places_for(database, target),
        "agreements": kinds,
        "notices": listed("notice-given"),
    }


@router.get("/cases/{case_id}/onward/to/{code}")
def ask_onward(request: Request, file: WorkedCase, code: str, database: Db) -> Response:
    """The receiving programme's own questions; the person is not asked for again."""
    target = target_of(database, file, code)
    form = Form.empty(ReferOn, immediate_risk="no")
    context = context_of(database, target, {})
    return draw(request, database, file, form, "cases/refer_on.html", **context)


@router.post("/cases/{case_id}/onward/to/{code}")
def refer_on(
    request: Request, file: WorkedCase, code: str, database: Db, posted: PostedForm
) -> Response:
    """Send the onward referral; the same person is offered to the other service."""
    target, trouble = target_of(database, file, code), None
    keys = [one.key for one in questions_of(target)]
    form = read(ReferOn, posted, questions=keys)
    answers, errors = target.definition.validate_answers(
        form.answers, only=keys, today=clocks.today()
    )
    for key, sentence in errors.items():
        form.refuse(key, sentence)
    context = context_of(database, target, dict(form.answers))
    check_agreement(form, target.definition, codes(context["agreements"]))
    if not form.errors:
        said = form.values
        try:
            new = NewReferral(
                commission=database.find(Commission, target.service.id),
                person=file.person,
                answers=answers,
                source=target.source,
                agreement=said.agreement,
                agreement_reason=said.agreement_reason,
                immediate_risk=said.immediate_risk == "yes",
                notice_how=said.notice_how,
                side=target.side,
            )
            onward.refer_on(database, file.case, new)
            return see(request, file.path, message="referred-on")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "cases/refer_on.html", trouble=trouble, **context)


def check_agreement(form: Form[Any], definition: Definition, kinds: set[str]) -> None:
    """Refuse an agreement that the programme does not know, or none without its reason."""
    if form.text("agreement") not in kinds:
        form.refuse("agreement", "Select whether they agree")
    needs_reason = form.text("agreement") == definition.referral.agreement.reason_when
    if needs_reason and not form.text("agreement_reason").strip():
        form.refuse("agreement_reason", "Enter why it is shared without agreement")


def kind_of(code: str) -> str:
    """A kind of service outside in words. Raises NotFound for a made-up code."""
    entry = code_list("onward-service").get(code)
    if entry is None:
        raise NotFound
    return entry.label


@router.get("/cases/{case_id}/onward/outside/{code}")
def ask_outside(request: Request, file: WorkedCase, code: str, database: Db) -> Response:
    """The form for a referral to a service that does not work with Throughline."""
    kind = kind_of(code)
    form = Form.empty(ReferOutside)
    return draw(request, database, file, form, "cases/refer_outside.html", kind=kind)


@router.post("/cases/{case_id}/onward/outside/{code}")
def refer_outside(
    request: Request, file: WorkedCase, code: str, database: Db, form: Submitted[ReferOutside]
) -> Response:
    """Keep that the person was put in touch with a service outside."""
    kind, trouble = kind_of(code), None
    if not form.errors:
        said = form.values
        service = f"Referred on outside Throughline to {said.service_name} ({kind})."
        try:
            onward.refer_outside(database, file.case, kind=code, service=service, words=said.words)
            return see(request, file.path, message="referred-outside")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, "cases/refer_outside.html", trouble=trouble, kind=kind
    )
