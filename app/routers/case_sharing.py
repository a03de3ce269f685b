"""The "Sharing" page of a case: agreement to take part, lawful basis, decisions, who was shown what."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import cases, sharing
from app.errors import NotFound
from app.forms.sharing import AgreementFields, BasisFields, DecisionFields, EndRecord
from app.models import ProcessingBasis, ServiceAgreement, SharingDecision
from app.queries import case_sharing
from app.queries.case_file import CaseFile
from app.queries.shown_to import shown_to
from app.web.attempting import attempt
from app.web.case_forms import draw
from app.web.case_rows import check_codes, refuse_closed, row_of_case
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.pages import page, see
from app.web.programme_choices import listed

router = APIRouter()

AGREEMENT = {"given_by": "agreement-giver", "manner": "agreement-manner"}
BASIS = {"purpose": "processing-purpose", "basis": "lawful-basis", "condition": "special-condition"}
DECISION = {"recipient": "sharing-recipient", "ground": "sharing-ground"}
# What can be ended, by the word of its address, and how the page calls that.
ENDING: dict[str, tuple[type[Any], str]] = {
    "agreements": (ServiceAgreement, "Agreement taken back"),
    "bases": (ProcessingBasis, "Basis no longer used"),
    "decisions": (SharingDecision, "The decision no longer stands"),
}


def offered(lists: dict[str, str]) -> dict[str, Any]:
    """The choices of each field, by its name."""
    return {"offered": {field: listed(name) for field, name in lists.items()}}


@router.get("/cases/{case_id}/sharing")
def show_sharing(request: Request, file: OpenCase, database: Db) -> Response:
    """Agreement, basis and decisions apart from each other, and the ledger of who was shown what."""
    decided = case_sharing.decisions(database, file)
    return page(
        request,
        "cases/sharing/show.html",
        file=file,
        agreements=case_sharing.agreements(database, file),
        bases=case_sharing.bases(database, file),
        decisions=decided,
        shown=shown_to(database, file, decided),
    )


@router.get("/cases/{case_id}/sharing/agreements/new")
def ask_agreement(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for what was said to taking part."""
    form, template = (
        Form.empty(AgreementFields, given_on=clocks.today()),
        "cases/sharing/agreement.html",
    )
    return draw(request, database, file, form, template, **offered(AGREEMENT))


@router.post("/cases/{case_id}/sharing/agreements/new")
def record_agreement(
    request: Request, file: WorkedCase, database: Db, form: Submitted[AgreementFields]
) -> Response:
    """Write down agreement, or that they said no. With the first agreement the case is active."""
    check_codes(form, **AGREEMENT)
    begins = form.text("answer") == "agreed" and any(one.name == "engage" for one in file.moves)
    if begins and not form.errors and form.values.given_on < file.since:
        form.refuse("given_on", f"The day must be {file.since:%-d %B %Y} or later")

    def do() -> None:
        refuse_closed(file)
        sharing.record_agreement(database, file.case, **form.values.model_dump())
        if begins:
            cases.engage(database, file.case, agreed_on=form.values.given_on)

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/sharing", message="agreement-saved")
    template = "cases/sharing/agreement.html"
    return draw(request, database, file, form, template, trouble=trouble, **offered(AGREEMENT))


@router.get("/cases/{case_id}/sharing/bases/new")
def ask_basis(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a lawful basis."""
    form, template = Form.empty(BasisFields, from_on=clocks.today()), "cases/sharing/basis.html"
    return draw(request, database, file, form, template, **offered(BASIS))


@router.post("/cases/{case_id}/sharing/bases/new")
def record_basis(
    request: Request, file: WorkedCase, database: Db, form: Submitted[BasisFields]
) -> Response:
    """Write down the basis for one purpose."""
    check_codes(form, **BASIS)
    done, trouble = attempt(
        form, lambda: sharing.record_basis(database, file.case, **form.values.model_dump())
    )
    if done:
        return see(request, f"{file.path}/sharing", message="basis-saved")
    template = "cases/sharing/basis.html"
    return draw(request, database, file, form, template, trouble=trouble, **offered(BASIS))


@router.get("/cases/{case_id}/sharing/decisions/new")
def ask_decision(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a decision to share, or not to."""
    viewer = database.viewer
    decider = f"{viewer.name}, {viewer.job}" if viewer.job else viewer.name
    form = Form.empty(DecisionFields, decided_on=clocks.today(), decider=decider, safe_to_show="no")
    template = "cases/sharing/decision.html"
    return draw(request, database, file, form, template, **offered(DECISION))


@router.post("/cases/{case_id}/sharing/decisions/new")
def record_decision(
    request: Request, file: WorkedCase, database: Db, form: Submitted[DecisionFields]
) -> Response:
    """Write down the decision, with who made it and on what ground."""
    check_codes(form, **DECISION)

    def do() -> None:
        said = form.values.model_dump()
        said |= {name: said[name] == "yes" for name in ("shared", "agreed", "told", "safe_to_show")}
        sharing.record_decision(database, file.case, **said)

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/sharing", message="decision-saved")
    template = "cases/sharing/decision.html"
    return draw(request, database, file, form, template, trouble=trouble, **offered(DECISION))


def found(
    database: Db, file: CaseFile, what: str, record_id: UUID, *, lock: bool = False
) -> tuple[Any, str]:
    """The record of the address and what its end is called. Raises NotFound."""
    if what not in ENDING:
        raise NotFound
    table, called = ENDING[what]
    return row_of_case(database, file, table, record_id, lock=lock), called


@router.get("/cases/{case_id}/sharing/{what}/{record_id}/end")
def ask_to_end(
    request: Request, file: WorkedCase, what: str, record_id: UUID, database: Db
) -> Response:
    """Ask when and why it ends."""
    row, called = found(database, file, what, record_id)
    form = Form.empty(EndRecord, version=row.version, on=clocks.today())
    return draw(request, database, file, form, "cases/sharing/end.html", called=called)


@router.post("/cases/{case_id}/sharing/{what}/{record_id}/end")
def end_record(
    request: Request,
    file: WorkedCase,
    what: str,
    record_id: UUID,
    database: Db,
    form: Submitted[EndRecord],
) -> Response:
    """End it. What was said and done before stays as it was."""
    row, called = found(database, file, what, record_id, lock=True)
    if not form.errors and form.values.on < sharing.first_day(row):
        form.refuse("on", "The day cannot be before the day it began")

    def do() -> None:
        database.expect(row, form.version)
        sharing.end(database, row, on=form.values.on, why=form.values.why)

    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/sharing", message="sharing-ended")
    template = "cases/sharing/end.html"
    return draw(request, database, file, form, template, trouble=trouble, row=row, called=called)
