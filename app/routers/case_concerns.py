"""Safety of a case: its concerns, each with what is to be done by when and what came of it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import concerns
from app.database import Database
from app.errors import Refused, Stale
from app.forms.concerns import CloseConcern, RaiseConcern
from app.programmes.lists import code_list
from app.programmes.safeguarding import EXPLAINED
from app.queries.case_file import CaseFile
from app.queries.concerns import (
    actions_of,
    concern_of_case,
    concerns_of,
    dash_scores,
    mappa_of,
)
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase
from app.web.pages import page, see
from app.web.programme_choices import codes, listed, safeguarding_actions, safeguarding_limits
from app.web.safe_case import SafeCase

router = APIRouter()

# What may be planned when a concern is raised; 999 is planned by saying that somebody is in danger.
FIRST = tuple(
    entry.code
    for entry in code_list("safeguarding-action").entries
    if entry.code not in {"police-999", "written-referral", "strategy-meeting"}
)


@router.get("/cases/{case_id}/safety")
def show_safety(request: Request, file: OpenCase, database: Db) -> Response:
    """Concerns, DASH and MARAC, MAPPA."""
    return page(
        request,
        "cases/safety.html",
        file=file,
        concerns=concerns_of(database, file),
        scores=dash_scores(database, file),
        mappa=mappa_of(database, file),
        **words(),
    )


def words() -> dict[str, Any]:
    """The code lists that pages of concerns read."""
    names = ("safeguarding-category", "safeguarding-action", "at-risk", "concern-outcome")
    more = ("action-outcome", "marac-criterion", "dash-risk", "mappa-category", "mappa-level")
    return {name.replace("-", "_"): code_list(name) for name in (*names, *more)}


@router.get("/cases/{case_id}/safety/concerns/new")
def ask_concern(request: Request, file: SafeCase, database: Db) -> Response:
    """The form for a concern; what to do in danger stands first."""
    form = Form.empty(RaiseConcern, noticed_on=clocks.today())
    return draw(request, database, file, form, "cases/concern_new.html", **choices(file))


def choices(file: CaseFile) -> dict[str, Any]:
    """What the form of a concern offers."""
    return {
        "categories": code_list("safeguarding-category").grouped(clocks.today()),
        "people": listed("at-risk"),
        "plans": safeguarding_actions(file, FIRST),
        "at_least": safeguarding_limits(file)[concerns.AT_LEAST].says.lower(),
        "explained": EXPLAINED,
    }


@router.post("/cases/{case_id}/safety/concerns/new")
def raise_concern(
    request: Request, file: SafeCase, database: Db, form: Submitted[RaiseConcern]
) -> Response:
    """Write down a concern and start its clocks."""
    trouble = None
    if not form.errors:
        said = form.values
        if said.category not in code_list("safeguarding-category").codes():
            form.refuse("category", "Select what it is about")
        if said.at_risk not in codes(listed("at-risk")):
            form.refuse("at_risk", "Select who is at risk")
        if not set(said.plan) <= set(FIRST):
            form.refuse("plan", "Select from the list what will be done")
    if not form.errors:
        try:
            concern = concerns.raise_concern(
                database,
                file.case,
                category=said.category,
                at_risk=said.at_risk,
                in_danger=said.in_danger == "yes",
                noticed_on=said.noticed_on,
                seen=said.seen,
                own_words=said.own_words,
                plan=said.plan,
            )
            place = f"{file.path}/safety/concerns/{concern.id}"
            return see(request, place, message="concern-raised")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, "cases/concern_new.html", trouble=trouble, **choices(file)
    )


@router.get("/cases/{case_id}/safety/concerns/{concern_id}")
def show_concern(request: Request, file: OpenCase, concern_id: UUID, database: Db) -> Response:
    """One concern: what was seen, what is to be done by when, what came of it."""
    concern = concern_of_case(database, file, concern_id)
    line = next(one for one in concerns_of(database, file) if one.id == concern.id)
    return page(
        request,
        "cases/concern.html",
        file=file,
        concern=concern,
        line=line,
        actions=actions_of(database, concern.id),
        limits=safeguarding_limits(file),
        **words(),
    )


@router.get("/cases/{case_id}/safety/concerns/{concern_id}/close")
def ask_close_concern(request: Request, file: SafeCase, concern_id: UUID, database: Db) -> Response:
    """The form for how a concern ended."""
    concern = concern_of_case(database, file, concern_id)
    form = Form.empty(CloseConcern, version=concern.version)
    return draw_close(request, database, file, form, concern_id)


@router.post("/cases/{case_id}/safety/concerns/{concern_id}/close")
def close_concern(
    request: Request,
    file: SafeCase,
    concern_id: UUID,
    database: Db,
    form: Submitted[CloseConcern],
) -> Response:
    """End a concern with its outcome."""
    concern, trouble = concern_of_case(database, file, concern_id, lock=True), None
    if not form.errors and form.values.outcome not in codes(listed("concern-outcome")):
        form.refuse("outcome", "Select how it ended")
    if not form.errors:
        try:
            database.expect(concern, form.version)
            concerns.close(database, concern, outcome=form.values.outcome, words=form.values.words)
            return see(request, f"{file.path}/safety", message="concern-closed")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_close(request, database, file, form, concern_id, trouble=trouble, row=concern)


def draw_close(
    request: Request,
    database: Database,
    file: CaseFile,
    form: Form[CloseConcern],
    concern_id: UUID,
    **more: Any,
) -> Response:
    """Draw the form of a closing, with what is still to be done above it."""
    actions = [one for one in actions_of(database, concern_id) if one.due_at is not None]
    return draw(
        request,
        database,
        file,
        form,
        "cases/concern_close.html",
        concern_id=concern_id,
        left=actions,
        outcomes=listed("concern-outcome"),
        safeguarding_action=code_list("safeguarding-action"),
        **more,
    )
