"""Measures of a case: an occasion of the programme's own, and others from the shelf."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import plan
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.plan import NotAsked, TakeMeasures, TakeOther
from app.models import Occasion
from app.programmes.measures import shelf
from app.queries.case_file import CaseFile
from app.queries.case_plan import MeasureLine, measures
from app.web.case_forms import draw
from app.web.case_scores import Score, highest, lowest, read_scores, score_boxes
from app.web.door import Db
from app.web.forms import Form, read
from app.web.found_case import OpenCase, WorkedCase
from app.web.measure_forms import INFORMANTS, OCCASIONS, Asked, asked_at, families, suited
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(prefix="/cases/{case_id}/plan")

OF_OCCASION, OTHER = "cases/measures.html", "cases/measure_other.html"


def asked_of(database: Database, file: CaseFile, occasion: str) -> Asked:
    """The measures of an occasion for this person. Raises NotFound when there are none."""
    lines = asked_at(measures(database, file), occasion) if occasion in OCCASIONS else []
    if not lines:
        raise NotFound
    return suited(file, lines)


def shown(asked: Asked, occasion: str) -> dict[str, Any]:
    """What the page of an occasion shows beside the form."""
    return {
        "lines": asked.lines,
        "too_young": asked.too_young,
        "occasion": occasion,
        "occasion_label": OCCASIONS[occasion],
        **words(),
    }


def words() -> dict[str, Any]:
    """What every page that asks a measure needs to draw its boxes."""
    return {
        "reasons": list(NotAsked),
        "informants": INFORMANTS,
        "shelf": shelf(),
        "lowest": lowest,
        "highest": highest,
    }


@router.get("/measures/{occasion}")
def ask_measures(request: Request, file: WorkedCase, occasion: str, database: Db) -> Response:
    """The measures as questions, with the earlier score beside each."""
    asked = asked_of(database, file, occasion)
    form = Form.empty(TakeMeasures, taken_on=clocks.today())
    return draw(request, database, file, form, OF_OCCASION, **shown(asked, occasion))


@router.post("/measures/{occasion}")
def take_measures(
    request: Request, file: WorkedCase, occasion: str, database: Db, posted: PostedForm
) -> Response:
    """Keep the scores of an occasion; what was left empty is left for another time."""
    asked, trouble = asked_of(database, file, occasion), None
    form = read(TakeMeasures, posted, questions=score_boxes(asked.lines))
    scores: list[Score] = read_scores(form, asked.lines)
    check(form, file, scores)
    if not form.errors:
        try:
            keep(database, file, scores, occasion, form)
            return see(request, f"{file.path}/plan", message="measure-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, OF_OCCASION, trouble=trouble, **shown(asked, occasion)
    )


def check(form: Form[Any], file: CaseFile, scores: list[Score]) -> None:
    """Refuse a form without a score, or a day before the referral."""
    if not form.errors and not scores:
        form.refuse("_form", "Enter at least one score, or say why it was not asked")
    if not form.errors and form.values.taken_on < file.since:
        form.refuse("taken_on", f"The day must be {file.since:%-d %B %Y} or later")


def keep(
    database: Database, file: CaseFile, scores: list[Score], occasion: str, form: Form[Any]
) -> None:
    """Keep every score, or why it was not asked."""
    for key, score, not_asked in scores:
        plan.take_measure(
            database,
            file.case,
            key=key,
            occasion=Occasion(occasion),
            taken_on=form.values.taken_on,
            score=score,
            not_asked=not_asked,
        )


@router.get("/shelf")
def show_shelf(request: Request, file: OpenCase, database: Db) -> Response:
    """Every other measure that may be used, with its licence and for whom it is."""
    return page(
        request,
        "cases/shelf.html",
        file=file,
        families=families(),
        used={line.measure.key for line in measures(database, file)},
        young={
            line.measure.key
            for family in families()
            for line in suited(file, [empty_line(one.key) for one in family.measures]).too_young
        },
        informants=INFORMANTS,
    )


def empty_line(key: str) -> MeasureLine:
    """A measure of the shelf that was not taken yet. Raises NotFound for one that is not there."""
    measure = shelf().measures.get(key)
    if measure is None:
        raise NotFound
    return MeasureLine(measure, None, [], None, None, None)


def line_of(database: Database, file: CaseFile, key: str) -> MeasureLine:
    """A measure of the shelf with what was taken so far. Raises NotFound."""
    empty = empty_line(key)
    taken = (line for line in measures(database, file) if line.measure.key == key)
    return next(taken, empty)


@router.get("/shelf/{key}")
def ask_other(request: Request, file: WorkedCase, key: str, database: Db) -> Response:
    """The form for one measure of the shelf."""
    line = line_of(database, file, key)
    start = "review" if line.baseline else "baseline"
    form = Form.empty(TakeOther, taken_on=clocks.today(), occasion=start)
    return draw(request, database, file, form, OTHER, **shown_other(file, line))


def shown_other(file: CaseFile, line: MeasureLine) -> dict[str, Any]:
    """What the page of one measure shows beside the form."""
    asked = suited(file, [line])
    return {
        "line": line,
        "lines": [line],
        "too_young": asked.too_young,
        "occasion": "review",
        "occasions": list(OCCASIONS.items()),
        **words(),
    }


@router.post("/shelf/{key}")
def take_other(
    request: Request, file: WorkedCase, key: str, database: Db, posted: PostedForm
) -> Response:
    """Keep the score of one measure of the shelf; from then on it stands in the plan."""
    line, trouble = line_of(database, file, key), None
    form = read(TakeOther, posted, questions=score_boxes([line]))
    scores = read_scores(form, [line])
    check(form, file, scores)
    if not form.errors:
        try:
            keep(database, file, scores, form.values.occasion, form)
            return see(request, f"{file.path}/plan", message="measure-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, OTHER, trouble=trouble, **shown_other(file, line))
