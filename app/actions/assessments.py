"""What is known about somebody's life and risk, and how they keep safe: always said anew."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from app.actions import cases
from app.database import Database
from app.errors import Refused, Stale
from app.models import Assessment, Case, CaseState, RiskRating, SafetyPlan
from app.models.naming import copied_from_case


class KeepingSafe(NamedTuple):
    """The answers of a safety plan, in the person's words; None: not asked or nothing said."""

    warning_signs: str | None = None
    safe_places: str | None = None
    people: str | None = None
    others_can_do: str | None = None
    keeps_going: str | None = None


def assess(
    database: Database,
    case: Case,
    *,
    domain: str,
    level: str | None = None,
    needs: str | None = None,
    strengths: str | None = None,
) -> Assessment:
    """Say how things are in one domain of life. What was said before stays readable.

    Raises Refused when neither a need nor a strength is said, or the case is closed.
    """
    refuse_closed(case)
    if not (needs or strengths):
        raise Refused("Enter a need or a strength.")
    said = Assessment(
        **copied_from_case(case),
        domain=domain,
        level=level,
        needs=needs,
        strengths=strengths,
        by_id=database.viewer.account_id,
    )
    database.add(said)
    database.flush()
    database.record(said, "written", domain=domain, level=level)
    return said


def rate_risk(
    database: Database,
    case: Case,
    *,
    risk: str,
    reasons: str | None = None,
    review_on: date | None = None,
) -> RiskRating:
    """Say how high the risk is, why, and when to look again; the case carries the newest."""
    said = RiskRating(
        **copied_from_case(case),
        risk=risk,
        reasons=reasons,
        review_on=review_on,
        by_id=database.viewer.account_id,
    )
    database.add(said)
    cases.set_risk(database, case, risk=risk)
    return said


def keep_safe(
    database: Database, case: Case, said: KeepingSafe, *, after: int | None = None
) -> SafetyPlan:
    """Write the next version of the safety plan.

    `after` is the number of the version that was read (0: none); raises Stale when somebody wrote
    a newer one meanwhile, Refused when every answer is empty or the case is closed.
    """
    refuse_closed(case)
    newest = newest_number(database, case)
    if after is not None and after != newest:
        raise Stale
    if not any(said):
        raise Refused("Enter at least one answer.")
    plan = SafetyPlan(
        **copied_from_case(case),
        **said._asdict(),
        number=newest + 1,
        by_id=database.viewer.account_id,
    )
    database.add(plan)
    database.flush()
    database.record(plan, "written", number=plan.number)
    return plan


def newest_number(database: Database, case: Case) -> int:
    """The number of the newest safety plan, 0 when there is none."""
    newest = database.exec(
        select(func.max(col(SafetyPlan.number))).where(SafetyPlan.case_id == case.id)
    ).one()
    return int(newest or 0)


def refuse_closed(case: Case) -> None:
    """A closed case takes nothing new into its plan. Raises Refused."""
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Ask a manager to reopen it before you change the plan.")
