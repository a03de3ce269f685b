"""DASH and MARAC, and MAPPA, of a case: scores, grounds and dates, never questions or minutes."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import risk_forums
from app.actions.risk_forums import Marac
from app.errors import Refused, Stale
from app.forms.concerns import MaracBoxes, ScoreDash, WriteMappa
from app.queries.concerns import dash_of_case, mappa_of
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import codes, listed

router = APIRouter(prefix="/cases/{case_id}/safety")

DASH, MARAC, MAPPA = "cases/dash.html", "cases/marac.html", "cases/mappa.html"


def grounds() -> dict[str, Any]:
    """What the forms of DASH and MARAC offer."""
    return {"criteria": listed("marac-criterion")}


def check_marac(form: Form[Any]) -> None:
    """Refuse a ground that is not on the list."""
    if form.text("criterion") and form.text("criterion") not in codes(listed("marac-criterion")):
        form.refuse("criterion", "Select why it goes to MARAC")


def marac_of(said: MaracBoxes) -> Marac:
    """The boxes of MARAC as the action takes them."""
    return Marac(**{name: getattr(said, name) for name in Marac._fields})


@router.get("/dash/new")
def ask_dash(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a DASH score."""
    form = Form.empty(ScoreDash, done_on=clocks.today())
    return draw(request, database, file, form, DASH, **grounds())


@router.post("/dash/new")
def score_dash(
    request: Request, file: WorkedCase, database: Db, form: Submitted[ScoreDash]
) -> Response:
    """Keep a DASH score and why it goes to MARAC, if it does."""
    trouble = None
    check_marac(form)
    if not form.errors:
        said = form.values
        try:
            risk_forums.score_dash(
                database,
                file.case,
                score=said.score,
                done_on=said.done_on,
                form_version=said.form_version,
                marac=marac_of(said),
            )
            return see(request, f"{file.path}/safety", message="dash-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, DASH, trouble=trouble, **grounds())


@router.get("/dash/{dash_id}")
def ask_marac(request: Request, file: WorkedCase, dash_id: UUID, database: Db) -> Response:
    """The form for what MARAC made of a score."""
    dash = dash_of_case(database, file, dash_id)
    start = {name: getattr(dash, name) for name in Marac._fields}
    form = Form.empty(MaracBoxes, version=dash.version, **start)
    return draw(request, database, file, form, MARAC, dash=dash, **grounds())


@router.post("/dash/{dash_id}")
def hear_marac(
    request: Request,
    file: WorkedCase,
    dash_id: UUID,
    database: Db,
    form: Submitted[MaracBoxes],
) -> Response:
    """Keep what MARAC made of a score."""
    dash, trouble = dash_of_case(database, file, dash_id, lock=True), None
    check_marac(form)
    if not form.errors:
        try:
            database.expect(dash, form.version)
            risk_forums.hear_marac(database, dash, marac_of(form.values))
            return see(request, f"{file.path}/safety", message="dash-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, MARAC, trouble=trouble, row=dash, dash=dash, **grounds()
    )


@router.get("/mappa")
def ask_mappa(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for how somebody is managed under MAPPA."""
    said = next(iter(mappa_of(database, file)), None)
    start = {name: getattr(said, name, None) for name in ("category", "level", "lead_agency")}
    form = Form.empty(WriteMappa, **start)
    return draw(request, database, file, form, MAPPA, **mappa_lists())


def mappa_lists() -> dict[str, Any]:
    """What the form of MAPPA offers."""
    return {"categories": listed("mappa-category"), "levels": listed("mappa-level")}


@router.post("/mappa")
def write_mappa(
    request: Request, file: WorkedCase, database: Db, form: Submitted[WriteMappa]
) -> Response:
    """Say how somebody is managed; what was said before stays readable."""
    trouble = None
    if not form.errors:
        said = form.values
        if said.category not in codes(listed("mappa-category")):
            form.refuse("category", "Select the category")
        if said.level and said.level not in codes(listed("mappa-level")):
            form.refuse("level", "Select the level")
    if not form.errors:
        try:
            risk_forums.manage(database, file.case, **said.model_dump())
            return see(request, f"{file.path}/safety", message="mappa-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, MAPPA, trouble=trouble, **mappa_lists())
