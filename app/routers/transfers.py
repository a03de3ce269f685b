"""Handing all cases of a service over to another provider, and what became of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import transfers as handing
from app.actions.referrals import NewReferral
from app.errors import NotFound, Refused, Stale
from app.forms.transfers import TransferAll
from app.models import Case, Commission, Person, Programme, Referral
from app.programmes.definition import Definition
from app.queries import transfer_batches, transfers
from app.queries.onward import Target
from app.queries.transfer_batches import Going
from app.routers.case_onward import check_agreement
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED, resume
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.programme_choices import codes, listed

router = APIRouter(dependencies=[allowed(Permission.allocate)])

STATES = {
    "sent": ("Not decided yet", "yellow"),
    "asked": ("They ask something", "orange"),
    "waiting": ("On their waiting list", "blue"),
    "accepted": ("Accepted", "green"),
    "declined": ("Declined: the case stays yours", "red"),
    "withdrawn": ("Taken back", "grey"),
}


@router.get("/transfers")
def list_transfers(request: Request, database: Db) -> Response:
    """Services whose cases could be handed over, and what was handed over before."""
    return page(
        request,
        "transfers/list.html",
        services=transfer_batches.held(database),
        batches=transfer_batches.batches(database),
    )


@router.get("/transfers/{batch_id}")
def show_transfers(request: Request, batch_id: UUID, database: Db) -> Response:
    """What became of each case that was offered together. Raises NotFound."""
    found = transfer_batches.batches(database, batch_id)
    if not found:
        raise NotFound
    rows = transfer_batches.gone(database, batch_id)
    return page(request, "transfers/one.html", batch=found[0], rows=rows, states=STATES)


@router.get("/transfers/from/{commission_id}")
def ask_which_cases(request: Request, commission_id: UUID, database: Db) -> Response:
    """The dry list: which cases would go, which cannot, and where they could go."""
    commission = own_service(database, commission_id)
    rows = transfer_batches.going(database, commission_id)
    start = [str(one.id) for one in rows if one.waits_at is None]
    form = Form.empty(TransferAll, cases=start)
    since = resume(request, database, form)
    return dry_list(request, database, commission, form, rows=rows, since=since)


def own_service(database: Db, commission_id: UUID) -> Commission:
    """A service of the viewer's own organisation. Raises NotFound."""
    commission = database.find(Commission, commission_id)
    if commission.provider_id != database.viewer.organisation_id:
        raise NotFound
    return commission


def targets_of(database: Db, commission: Commission) -> list[Target]:
    """Other services under the same programme."""
    programme = database.find(Programme, commission.programme_id).code
    side = database.viewer.side
    return transfers.targets(database, side, leaving=commission.id, programme=programme)


def dry_list(
    request: Request,
    database: Db,
    commission: Commission,
    form: Form[TransferAll],
    *,
    rows: Sequence[Going],
    since: Any = None,
    status: int = 200,
) -> Response:
    """Draw the list with the form under it; what was ticked and typed stays."""
    found = targets_of(database, commission)
    own = found[0].definition if found else None
    status = 422 if form.errors and status == 200 else status  # noqa: PLR2004 - HTTP's own number
    return page(
        request,
        "transfers/from.html",
        status=status,
        commission=commission,
        form=form,
        rows=rows,
        resumed=since,
        most=transfer_batches.MOST_AT_ONCE,
        targets=[(one.code, transfers.label_of(one)) for one in found],
        agreements=agreements(own) if own else [],
        reason_when=own.referral.agreement.reason_when if own else None,
        notices=listed("notice-given"),
    )


def agreements(own: Definition) -> list[Any]:
    """The agreements under which somebody may be handed over."""
    kinds = listed("agreement", own.referral.agreement.kinds)
    return [entry for entry in kinds if entry.also.get("may-send")]


@router.post("/transfers/from/{commission_id}", dependencies=[DRAFTED])
def offer_cases(
    request: Request, commission_id: UUID, database: Db, form: Submitted[TransferAll]
) -> Response:
    """Offer the ticked cases in one press: all of them, or none."""
    commission = own_service(database, commission_id)
    found = targets_of(database, commission)
    target = next((one for one in found if one.code == form.text("to")), None)
    if target is None:
        form.refuse("to", "Select who takes the cases over")
    else:
        check_agreement(form, target.definition, codes(agreements(target.definition)))
    if not form.errors and target is not None:
        try:
            wanted = form.values.cases[: transfer_batches.MOST_AT_ONCE]
            offers = [
                (case_id, said_of(database, form.values, target, case_id)) for case_id in wanted
            ]
            to = database.find(Commission, target.service.id)
            batch = handing.offer_all(database, commission, to, offers)
            return see(request, f"/transfers/{batch.id}", message="transfers-sent")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            rows = transfer_batches.going(database, commission_id)
            return dry_list(request, database, commission, form, rows=rows, status=trouble.status)
    rows = transfer_batches.going(database, commission_id)
    return dry_list(request, database, commission, form, rows=rows)


def said_of(database: Db, said: TransferAll, target: Target, case_id: UUID) -> NewReferral:
    """What is sent for one case: the answers of its own referral, as far as they are asked now."""
    case = database.find(Case, case_id)
    source = database.find(Referral, case.referral_id).source
    beside = {"handed_over": said.handed_over} if said.handed_over else {}
    return NewReferral(
        commission=database.find(Commission, target.service.id),
        person=database.find(Person, case.person_id),
        answers=transfers.carried(database, case, target.definition) | beside,
        source=transfers.source_for(target.definition, source),
        agreement=said.agreement,
        agreement_reason=said.agreement_reason,
        notice_how=said.notice_how,
        side=target.side,
    )
