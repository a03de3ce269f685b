"""Labels of a case: put, reviewed, disputed, taken off."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import labels
from app.errors import Refused, Stale
from app.forms.network import PutLabel, ReviewLabel
from app.models import Label
from app.programmes.lists import code_list
from app.queries.case_person import detail_in_words
from app.web.case_forms import draw
from app.web.case_rows import check_codes, refuse_closed, row_of_case
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import listed

router = APIRouter()


def choices() -> dict[str, Any]:
    """The kinds of label, what exactly each can say, and who may say so."""
    kinds = listed("label-kind")
    details = [
        (f"{kind.also['list']}:{entry.code}", f"{kind.label}: {entry.label}")
        for kind in kinds
        if "list" in kind.also
        for entry in listed(str(kind.also["list"]))
        if not entry.unknown and entry.code != "none"
    ]
    return {"kinds": kinds, "details": details, "speakers": listed("label-speaker")}


def check_detail(form: Form[PutLabel], offered: list[tuple[str, str]]) -> None:
    """What exactly is said belongs to what is said."""
    given, kind = form.text("detail"), code_list("label-kind").get(form.text("kind"))
    fitting = kind.also.get("list") if kind else None
    if given and (given not in dict(offered) or given.partition(":")[0] != fitting):
        form.refuse("detail", "Select what exactly to go with what is said, or leave it out")


@router.get("/cases/{case_id}/labels/new")
def ask_label(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a label."""
    form = Form.empty(PutLabel, said_on=clocks.today())
    return draw(request, database, file, form, "cases/person/label.html", **choices())


@router.post("/cases/{case_id}/labels/new")
def put_label(
    request: Request, file: WorkedCase, database: Db, form: Submitted[PutLabel]
) -> Response:
    """Write down a label with who says so, on what ground, until when."""
    offered, trouble = choices(), None
    check_codes(form, kind="label-kind", said_by="label-speaker")
    check_detail(form, offered["details"])
    if not form.errors:
        try:
            refuse_closed(file)
            labels.put_label(database, file.case, **form.values.model_dump())
            return see(request, f"{file.path}/about", message="label-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    template = "cases/person/label.html"
    return draw(request, database, file, form, template, trouble=trouble, **offered)


def in_words(label: Label) -> str:
    """A label in words."""
    said = code_list("label-kind").label(label.kind)
    return f"{said}: {detail_in_words(label.detail).lower()}" if label.detail else said


@router.get("/cases/{case_id}/labels/{label_id}")
def ask_review(request: Request, file: WorkedCase, label_id: UUID, database: Db) -> Response:
    """The form for keeping a label, taking it off, or writing what the person says to it."""
    label = row_of_case(database, file, Label, label_id)
    form = Form.empty(
        ReviewLabel, version=label.version, review_by=label.review_by, disputed=label.disputed
    )
    template = "cases/person/label_review.html"
    return draw(request, database, file, form, template, label=label, words=in_words(label))


@router.post("/cases/{case_id}/labels/{label_id}")
def review_label(
    request: Request, file: WorkedCase, label_id: UUID, database: Db, form: Submitted[ReviewLabel]
) -> Response:
    """Keep it until a new day, or take it off; with the person's disagreement beside it."""
    label, trouble = row_of_case(database, file, Label, label_id, lock=True), None
    if not form.errors:
        said = form.values
        try:
            database.expect(label, form.version)
            labels.review_label(
                database,
                label,
                review_by=said.review_by or label.review_by,
                disputed=said.disputed,
                end=said.keep == "end",
                ended_why=said.ended_why,
            )
            return see(request, f"{file.path}/about", message="label-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = (("Review by", f"{label.review_by:%-d %B %Y}"), ("They say", label.disputed or "Nothing"))
    more: dict[str, Any] = {"label": label, "words": in_words(label), "row": label, "now": now}
    template = "cases/person/label_review.html"
    return draw(request, database, file, form, template, trouble=trouble, **more)
