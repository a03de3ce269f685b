"""Agreements between organisations that people known to both are counted once."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.access import Permission
from app.actions import matching
from app.errors import Refused
from app.forms.matching import EndMatching, NewMatchingAgreement
from app.models import MatchingAgreement
from app.queries.matching_agreements import agreements, partners
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/agreements", dependencies=[allowed(Permission.administer)])


@router.get("")
def list_agreements(request: Request, database: Db) -> Response:
    """List every agreement. What was matched is shown to nobody."""
    return page(request, "agreements/list.html", agreements=agreements(database))


@router.get("/new")
def ask_agreement(request: Request, database: Db) -> Response:
    """Ask between whom, from when, and where the paper is."""
    form = Form.empty(NewMatchingAgreement, from_day=clocks.today())
    return page(request, "agreements/new.html", form=form, organisations=partners(database))


@router.post("/new")
def record_agreement(
    request: Request, database: Db, form: Submitted[NewMatchingAgreement]
) -> Response:
    """Record it; the job matches soon after."""
    offered, status = partners(database), 422
    known = {row_id for row_id, _name in offered}
    if not form.errors:
        said = form.values
        if not {said.one_id, said.other_id} <= known:
            form.refuse("one_id", "Select two organisations from the list")
        elif said.to_day is not None and said.to_day < said.from_day:
            form.refuse("to_day", "The end cannot be before the beginning")
        else:
            try:
                matching.agree(
                    database,
                    one_id=said.one_id,
                    other_id=said.other_id,
                    reference=said.reference,
                    from_day=said.from_day,
                    to_day=said.to_day,
                    includes_withheld=said.includes_withheld == "yes",
                )
                return see(request, "/agreements", message="matching-agreed")
            except Refused as refused:
                form.troubled(refused)
                status = refused.status
    return page(request, "agreements/new.html", status=status, form=form, organisations=offered)


@router.get("/{agreement_id}/end")
def ask_to_end(request: Request, database: Db, agreement_id: UUID) -> Response:
    """Ask whether it ends today."""
    agreement = database.find(MatchingAgreement, agreement_id)
    form = Form.empty(EndMatching, version=agreement.version)
    return page(request, "agreements/end.html", form=form, agreement=agreement)


@router.post("/{agreement_id}/end")
def end_agreement(
    request: Request, database: Db, agreement_id: UUID, form: Submitted[EndMatching]
) -> Response:
    """End it: what it matched is parted again."""
    agreement, status = database.find(MatchingAgreement, agreement_id, lock=True), 422
    if not form.errors:
        try:
            matching.end(database, agreement)
            return see(request, "/agreements", message="matching-ended")
        except Refused as refused:
            form.troubled(refused)
            status = refused.status
    return page(request, "agreements/end.html", status=status, form=form, agreement=agreement)
