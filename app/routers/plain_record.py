"""Your record in plain words: what we hold, who was told and why, goals, how to say no or complain."""

from fastapi import APIRouter, Request, Response

from app.actions import sharing
from app.forms.sharing import CopyGiven
from app.queries.plain_record import is_delicate, plain_record
from app.web.door import Db
from app.web.forms import Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.pages import page, see

router = APIRouter()


@router.get("/cases/{case_id}/record")
def show_plain_record(request: Request, file: OpenCase, database: Db) -> Response:
    """The page to read together or to print.

    Where the paper could put somebody in danger it starts without goals, names of services and who
    was told; `?with=all` puts them on.
    """
    delicate = is_delicate(file)
    return page(
        request,
        "cases/sharing/record.html",
        file=file,
        record=plain_record(database, file),
        delicate=delicate,
        full=not delicate or request.query_params.get("with") == "all",
    )


@router.post("/cases/{case_id}/record")
def note_copy_given(
    request: Request, file: WorkedCase, database: Db, form: Submitted[CopyGiven]
) -> Response:
    """Note that the person has their copy, or read it with the worker."""
    if form.errors:
        delicate = is_delicate(file)
        return page(
            request, "cases/sharing/record.html", status=422, file=file, form=form,
            record=plain_record(database, file), delicate=delicate, full=not delicate,
        )  # fmt: skip
    sharing.give_copy(database, file.case)
    return see(request, f"{file.path}/sharing", message="copy-given")
