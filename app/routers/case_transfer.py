"""Handing one case over to another service: where to, what goes with it, and what came of it."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import transfers as handing
from app.actions.referrals import NewReferral
from app.errors import NotFound, Refused, Stale
from app.forms.cases import ChooseService
from app.forms.transfers import Transfer
from app.models import Commission
from app.programmes.definition import Definition
from app.queries import transfers
from app.queries.case_file import CaseFile
from app.queries.onward import Target, questions_of
from app.routers.case_onward import check_agreement, context_of
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted, read
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.posted import PostedForm
from app.web.programme_choices import codes

router = APIRouter()


def where_to(database: Db, file: CaseFile) -> list[Target]:
    """The other services, those of the case's own programme first."""
    found = transfers.targets(database, file.case.side, leaving=file.case.commission_id)
    return sorted(found, key=lambda one: one.definition.code != file.definition.code)


def target_of(database: Db, file: CaseFile, code: str) -> Target:
    """The service behind a code of the form. Raises NotFound."""
    found = next((one for one in where_to(database, file) if one.code == code), None)
    if found is None:
        raise NotFound("This service takes no cases over today.")
    return found


@router.get("/cases/{case_id}/transfer")
def ask_next_provider(request: Request, file: WorkedCase, database: Db) -> Response:
    """Ask which service is to take the case over, and say what that means."""
    return choosing(request, database, file, Form.empty(ChooseService))


@router.post("/cases/{case_id}/transfer")
def choose_next_provider(
    request: Request, file: WorkedCase, database: Db, form: Submitted[ChooseService]
) -> Response:
    """Lead on to what goes with the case."""
    if not form.errors:
        if form.values.service in {one.code for one in where_to(database, file)}:
            return see(request, f"{file.path}/transfer/to/{form.values.service}")
        form.refuse("service", "Select a service")
    return choosing(request, database, file, form)


def choosing(request: Request, database: Db, file: CaseFile, form: Form[ChooseService]) -> Response:
    """Draw the choice of services."""
    found = [(one.code, transfers.label_of(one)) for one in where_to(database, file)]
    offered = transfers.offered(database, file.case)
    return draw(
        request, database, file, form, "cases/transfer.html", targets=found, offered=offered
    )


@router.get("/cases/{case_id}/transfer/to/{code}")
def ask_transfer(request: Request, file: WorkedCase, code: str, database: Db) -> Response:
    """What the next programme asks, filled in with what is known from the first referral."""
    target = target_of(database, file, code)
    known = transfers.carried(database, file.case, target.definition)
    form = Form.empty(Transfer, immediate_risk="no")
    fill(form, target.definition, known)
    context = context_of(database, target, known)
    return draw(request, database, file, form, "cases/transfer_to.html", **context)


def fill(form: Form[Any], definition: Definition, known: dict[str, Any]) -> None:
    """Put known answers into the boxes of their questions."""
    for key, value in known.items():
        question = definition.question(key)
        if question is not None and question.type == "date":
            form.fill_date(key, str(value))
        else:
            form.fill(key, value)


@router.post("/cases/{case_id}/transfer/to/{code}")
def offer_case(
    request: Request, file: WorkedCase, code: str, database: Db, posted: PostedForm
) -> Response:
    """Offer the case; it stays here until the other provider accepts."""
    target, trouble = target_of(database, file, code), None
    keys = [one.key for one in questions_of(target)]
    form = read(Transfer, posted, questions=keys)
    answers, errors = target.definition.validate_answers(
        form.answers, only=keys, today=clocks.today()
    )
    for key, sentence in errors.items():
        form.refuse(key, sentence)
    context = context_of(database, target, dict(form.answers))
    check_agreement(form, target.definition, codes(context["agreements"]))
    if not form.errors:
        said = form.values
        known = transfers.carried(database, file.case, target.definition)
        beside = {"handed_over": said.handed_over} if said.handed_over else {}
        rest = {key: value for key, value in known.items() if key not in keys}
        new = NewReferral(
            commission=database.find(Commission, target.service.id),
            person=file.person,
            answers=rest | answers | beside,
            source=transfers.source_for(target.definition, file.referral.source),
            agreement=said.agreement,
            agreement_reason=said.agreement_reason,
            immediate_risk=said.immediate_risk == "yes",
            notice_how=said.notice_how,
            side=target.side,
        )
        try:
            handing.offer(database, file.case, new)
            return see(request, file.path, message="transfer-sent")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "cases/transfer_to.html", trouble=trouble, **context)
