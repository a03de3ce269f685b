"""Needs and strengths, risk, and the safety plan of a case; each said anew, never overwritten."""

from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import assessments
from app.actions.assessments import KeepingSafe
from app.errors import NotFound, Refused, Stale
from app.forms.assessments import Assess, KeepSafe, RateRisk
from app.models import SafetyPlan
from app.programmes.lists import Entry, code_list
from app.queries import whole_plan
from app.queries.case_file import CaseFile
from app.queries.whole_plan import QUESTIONS
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.pages import page, see
from app.web.programme_choices import codes, listed

router = APIRouter(prefix="/cases/{case_id}")


class NewestPlan(NamedTuple):
    """The safety plan as one thing to edit: every time it is written makes it newer."""

    version: int


@router.get("/plan/needs/{domain}")
def ask_needs(request: Request, file: WorkedCase, domain: str, database: Db) -> Response:
    """The form for one domain of life, with what was said last in its boxes."""
    label = domain_called(domain)
    form = Form.empty(Assess)
    for name, value in said_last(database, file, domain).items():
        form.fill(name, value)
    return draw(
        request,
        database,
        file,
        form,
        "cases/needs.html",
        label=label,
        levels=listed("need-level"),
        following=after(domain),
    )


def said_last(database: Db, file: CaseFile, domain: str) -> dict[str, str | None]:
    """What was said last about a domain, by the name of its box; each None before anything was."""
    said = [one for one in whole_plan.assessments(database, file) if one.domain == domain]
    if not said:
        return dict.fromkeys(("level", "needs", "strengths"))
    levels = {entry.label: entry.code for entry in code_list("need-level").entries}
    last = said[0]
    level = levels.get(last.level or "")
    return {"level": level, "needs": last.needs, "strengths": last.strengths}


def domain_called(domain: str) -> str:
    """The words of a domain. Raises NotFound for one that somebody made up."""
    entry = code_list("goal-domain").get(domain)
    if entry is None:
        raise NotFound
    return entry.label


def after(domain: str) -> Entry | None:
    """The domain that comes next on the page of the plan; None after the last."""
    entries = code_list("goal-domain").on(clocks.today())
    later = [number for number, one in enumerate(entries, start=1) if one.code == domain]
    return entries[later[0]] if later and later[0] < len(entries) else None


@router.post("/plan/needs/{domain}")
def write_needs(
    request: Request, file: WorkedCase, domain: str, database: Db, form: Submitted[Assess]
) -> Response:
    """Say how things are in one domain of life."""
    label, trouble, following = domain_called(domain), None, after(domain)
    if not form.errors and form.values.level not in {None, *codes(listed("need-level"))}:
        form.refuse("level", "Select how much help is needed")
    said = form.values.model_dump(exclude={"then"}) if not form.errors else {}
    goes_on = f"/needs/{following.code}" if form.text("then") and following else ""
    if goes_on and not form.errors and said == said_last(database, file, domain):
        # Nothing new to say about this part of life.
        return see(request, f"{file.path}/plan{goes_on}")
    if not form.errors and not (form.values.needs or form.values.strengths):
        form.refuse("needs", "Enter what is hard, or what goes well")
    if not form.errors:
        try:
            assessments.assess(database, file.case, domain=domain, **said)
            return see(request, f"{file.path}/plan{goes_on}", message="needs-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/needs.html",
        trouble=trouble,
        label=label,
        levels=listed("need-level"),
        following=following,
    )


@router.get("/risk")
def ask_risk(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for how high the risk is, why, and when to look again."""
    said = whole_plan.risk_ratings(database, file)
    reasons = said[0].reasons if said else None
    form = Form.empty(RateRisk, version=file.case.version, risk=file.case.risk, reasons=reasons)
    return draw(request, database, file, form, "cases/risk.html", risks=listed("risk-of-harm"))


@router.post("/risk")
def rate_risk(
    request: Request, file: WorkedCase, database: Db, form: Submitted[RateRisk]
) -> Response:
    """Say how high the risk is; what was said before stays readable."""
    trouble, risks = None, listed("risk-of-harm")
    if not form.errors and form.values.risk not in codes(risks):
        form.refuse("risk", "Select how high the risk is")
    if not form.errors and form.values.risk in {"high", "very-high"} and not form.values.reasons:
        form.refuse("reasons", "Say why the risk is high")
    if not form.errors:
        try:
            database.expect(file.case, form.version)
            assessments.rate_risk(database, file.case, **form.values.model_dump())
            return see(request, f"{file.path}/plan", message="risk-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = (("Risk", file.risk or "Not set"),)
    return draw(
        request, database, file, form, "cases/risk.html", trouble=trouble, now=now, risks=risks
    )


@router.get("/plan/safety")
def ask_safety_plan(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form of the safety plan, with its newest version in the boxes."""
    newest = next(iter(whole_plan.safety_plans(database, file)), None)
    start = {name: getattr(newest, name, None) for name in QUESTIONS}
    form = Form.empty(KeepSafe, version=newest.number if newest else 0, **start)
    return draw(request, database, file, form, "cases/safety_plan.html", questions=QUESTIONS)


@router.post("/plan/safety")
def write_safety_plan(
    request: Request, file: WorkedCase, database: Db, form: Submitted[KeepSafe]
) -> Response:
    """Write the next version of the safety plan."""
    trouble = None
    newest: SafetyPlan | None = next(iter(whole_plan.safety_plans(database, file)), None)
    if not form.errors:
        try:
            said = KeepingSafe(**form.values.model_dump())
            assessments.keep_safe(database, file.case, said, after=form.version)
            return see(request, f"{file.path}/plan", message="safety-plan-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = tuple(
        (QUESTIONS[name], getattr(newest, name, None) or "Nothing yet") for name in QUESTIONS
    )
    return draw(
        request,
        database,
        file,
        form,
        "cases/safety_plan.html",
        trouble=trouble,
        row=NewestPlan(newest.number if newest else 0),
        now=now,
        questions=QUESTIONS,
    )


@router.get("/plan/earlier")
def show_earlier(request: Request, file: OpenCase, database: Db) -> Response:
    """Everything that was said before about needs, risk and keeping safe."""
    return page(
        request,
        "cases/plan_earlier.html",
        file=file,
        needs=whole_plan.assessments(database, file),
        risks=whole_plan.risk_ratings(database, file),
        plans=whole_plan.safety_plans(database, file),
        questions=QUESTIONS,
    )
