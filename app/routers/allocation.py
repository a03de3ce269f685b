"""Who holds a case: cases that nobody holds, one case to a worker, several at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import allocation as allocating
from app.actions import notes
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.allocation import Allocate, AllocateMany
from app.models import Case
from app.queries import allocation, caseload
from app.queries.allocation import Worker
from app.queries.caseload import CaseFilter, CaseRow, Sort
from app.queries.keyset import turn_of
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted, read
from app.web.pages import page, see
from app.web.posted import Posted
from app.web.standing import waited

router = APIRouter(dependencies=[allowed(Permission.allocate)])

# The address of the confirmation names them all.
MOST_AT_ONCE = 50


@router.get("/queue/unallocated")
def show_unallocated(request: Request, database: Db) -> Response:
    """Show the cases that nobody holds, to be ticked and given to a worker."""
    return unallocated(request, database, Form.empty(AllocateMany))


def unallocated(
    request: Request, database: Database, form: Form[AllocateMany], status: int = 200
) -> Response:
    """Draw the list; after a press that cannot be done, with what was ticked."""
    found = caseload.cases(
        database, CaseFilter(nobody=True), Sort.opened, turn_of(request.query_params)
    )
    return page(
        request,
        "queue/unallocated.html",
        status=status,
        form=form,
        cases=[(row, waited(row.opened_at)) for row in found.rows],
        workers=choices(allocation.workers(database)),
        previous=found.previous,
        next=found.next,
    )


def choices(workers: Sequence[Worker]) -> list[tuple[str, str]]:
    """Workers to choose from, each with how many cases they hold."""
    return [(str(one.id), f"{one.name} ({one.load})") for one in workers]


@router.get("/queue/allocate")
def confirm_allocation(request: Request, database: Db) -> Response:
    """Show who would be given to whom; nothing is changed before the next press."""
    form = read(AllocateMany, asked(request))
    if form.errors:
        return unallocated(request, database, form, 422)
    chosen, worker = chosen_of(database, form.values)
    if worker is None or not chosen:
        form.refuse("worker", "Select who will hold them")
        return unallocated(request, database, form, 422)
    return page(
        request,
        "queue/confirm.html",
        form=form,
        cases=chosen,
        worker=worker,
        after=worker.open_cases + len(chosen),
    )


def asked(request: Request) -> Posted:
    """The boxes of a form that came in the address: ids only, so it may."""
    boxes = {name: request.query_params.getlist(name) for name in ("cases", "worker")}
    boxes["cases"] = boxes["cases"][:MOST_AT_ONCE]
    return Posted({name: values for name, values in boxes.items() if values}, {})


def chosen_of(database: Database, form: AllocateMany) -> tuple[list[CaseRow], Worker | None]:
    """The cases and the worker that a form names, as far as they exist for the viewer."""
    rows = caseload.rows_of(database, form.cases[:MOST_AT_ONCE])
    team = {one.id: one for one in allocation.workers(database)}
    return sorted(rows, key=lambda row: row.opened_at), team.get(form.worker)


@router.post("/queue/allocate")
def allocate_cases(request: Request, database: Db, form: Submitted[AllocateMany]) -> Response:
    """Give all the cases to the worker, or none of them."""
    if form.errors:
        return unallocated(request, database, form, 422)
    try:
        # In the order of their ids, as every lock is taken.
        for case_id in sorted(set(form.values.cases[:MOST_AT_ONCE])):
            case = database.find(Case, case_id, lock=True)
            allocating.allocate(database, case, account_id=form.values.worker)
    except (Refused, Stale) as trouble:
        return unallocated(request, database, form.troubled(trouble), trouble.status)
    shown = "&".join(f"cases={case_id}" for case_id in form.values.cases[:MOST_AT_ONCE])
    return see(
        request,
        f"/queue/allocated?worker={form.values.worker}&{shown}",
        message="cases-allocated",
    )


@router.get("/queue/allocated")
def show_allocated(request: Request, database: Db) -> Response:
    """Show what was allocated, each with a way to change it."""
    form = read(AllocateMany, asked(request))
    if form.checked is None:
        raise NotFound
    chosen, worker = chosen_of(database, form.values)
    if worker is None or not chosen:
        raise NotFound
    return page(request, "queue/allocated.html", cases=chosen, worker=worker)


@router.get("/cases/{case_id}/allocate", dependencies=[DRAFTED])
def ask_for_worker(request: Request, case_id: UUID, database: Db) -> Response:
    """Ask who will hold the case, with how much each of the team holds."""
    case = database.find(Case, case_id)
    database.view(case, page="allocate")
    return one_case(request, database, case, Form.empty(Allocate, worker=case.worker_id))


def one_case(
    request: Request, database: Database, case: Case, form: Form[Any], status: int = 200
) -> Response:
    """Draw the page for one case."""
    form.version = case.version
    return page(
        request,
        "queue/allocate.html",
        status=422 if form.errors and status == 200 else status,  # noqa: PLR2004 - HTTP's own
        case=caseload.rows_of(database, [case.id])[0],
        form=form,
        workers=[(str(one.id), one.name, one.load) for one in allocation.workers(database)],
    )


@router.post("/cases/{case_id}/allocate", dependencies=[DRAFTED])
def allocate_case(
    request: Request, case_id: UUID, database: Db, form: Submitted[Allocate]
) -> Response:
    """Give the case to a worker; whoever held it holds it no longer."""
    case = database.find(Case, case_id, lock=True)
    if form.errors:
        return one_case(request, database, case, form)
    try:
        database.expect(case, form.version)
        allocating.allocate(database, case, account_id=form.values.worker)
        if form.values.words:
            notes.hand_over(database, case, words=form.values.words, to=form.values.worker)
    except (Refused, Stale) as trouble:
        return one_case(request, database, case, form.troubled(trouble), trouble.status)
    return see(request, f"/cases/{case.id}", message="case-allocated")
