"""The plan of a case as a whole: needs, risk, safety plan, goals with steps, reviews."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import Account, Assessment, Goal, GoalStep, PlanReview, RiskRating, SafetyPlan
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.case_plan import GOAL, IN_ORDER, GoalLine, goal_line

MOST = 200

# The questions of a safety plan in plain words, in the order they are asked.
QUESTIONS = {
    "warning_signs": "How do you notice that things are getting unsafe?",
    "safe_places": "Where can you go where you are safe?",
    "people": "Who can you call or go to?",
    "others_can_do": "What can others do, and what should they leave?",
    "keeps_going": "What helps you through, and what do you want to keep safe?",
}


class NeedLine(NamedTuple):
    """Needs and strengths in one domain as they were said last; None: never asked."""

    domain: str
    label: str
    level: str | None
    needs: str | None
    strengths: str | None
    said_at: datetime | None
    by: str | None


class StepLine(NamedTuple):
    """One step towards a goal."""

    id: UUID
    goal_id: UUID
    words: str
    who: str
    by_day: date | None
    done_on: date | None
    version: int


class RiskLine(NamedTuple):
    """How high the risk was said to be, and why."""

    risk: str
    reasons: str | None
    review_on: date | None
    said_at: datetime
    by: str


class ReviewLine(NamedTuple):
    """A review without the plan it kept."""

    id: UUID
    held_on: date
    with_whom: str
    changed: str
    next_on: date | None
    by: str


class WholePlan(NamedTuple):
    """Everything on the plan page but the measures."""

    needs: list[NeedLine]
    risk: RiskLine | None
    safety: SafetyPlan | None
    goals: list[GoalLine]
    steps: dict[UUID, list[StepLine]]
    reviews: list[ReviewLine]

    @property
    def next_review(self) -> date | None:
        """When the plan is to be looked at again, as the newest review said."""
        return self.reviews[0].next_on if self.reviews else None


def whole_plan(database: Database, file: CaseFile) -> WholePlan:
    """The plan of a case, in five statements however much is on it."""
    set_goals, steps = goals_with_steps(database, file)
    said = assessments(database, file)
    newest: dict[str, NeedLine] = {}
    for line in said:
        newest.setdefault(line.domain, line)
    empty = [
        NeedLine(entry.code, entry.label, None, None, None, None, None)
        for entry in code_list("goal-domain").entries
    ]
    return WholePlan(
        needs=[newest.get(line.domain, line) for line in empty],
        risk=next(iter(risk_ratings(database, file)), None),
        safety=next(iter(safety_plans(database, file)), None),
        goals=set_goals,
        steps=steps,
        reviews=reviews(database, file),
    )


def assessments(database: Database, file: CaseFile) -> list[NeedLine]:
    """Everything that was ever said about needs and strengths, the newest first."""
    domains, levels = code_list("goal-domain"), code_list("need-level")
    rows = database.execute(
        select(
            col(Assessment.domain),
            col(Assessment.level),
            col(Assessment.needs),
            col(Assessment.strengths),
            col(Assessment.said_at),
            col(Account.name),
        )
        .join(Account, col(Account.id) == col(Assessment.by_id))
        .where(col(Assessment.case_id) == file.case.id)
        .order_by(col(Assessment.said_at).desc(), col(Assessment.id).desc())
        .limit(MOST)
    ).all()
    return [
        NeedLine(domain, domains.label(domain), levels.label(level) if level else None, *rest)
        for domain, level, *rest in rows
    ]


def risk_ratings(database: Database, file: CaseFile) -> list[RiskLine]:
    """Every rating of the risk with its reasons, the newest first."""
    risks = code_list("risk-of-harm")
    rows = database.execute(
        select(
            col(RiskRating.risk),
            col(RiskRating.reasons),
            col(RiskRating.review_on),
            col(RiskRating.said_at),
            col(Account.name),
        )
        .join(Account, col(Account.id) == col(RiskRating.by_id))
        .where(col(RiskRating.case_id) == file.case.id)
        .order_by(col(RiskRating.said_at).desc(), col(RiskRating.id).desc())
        .limit(MOST)
    ).all()
    return [RiskLine(risks.label(risk), *rest) for risk, *rest in rows]


def safety_plans(database: Database, file: CaseFile) -> Sequence[SafetyPlan]:
    """Every version of the safety plan, the newest first."""
    return database.scalars(
        select(SafetyPlan)
        .where(col(SafetyPlan.case_id) == file.case.id)
        .order_by(col(SafetyPlan.number).desc())
        .limit(MOST)
    ).all()


def goals_with_steps(
    database: Database, file: CaseFile
) -> tuple[list[GoalLine], dict[UUID, list[StepLine]]]:
    """Every goal, open ones first, and the steps of each, what is to be done first. One statement."""
    rows = database.execute(
        select(
            *GOAL,
            col(GoalStep.id),
            col(GoalStep.goal_id),
            col(GoalStep.words),
            col(GoalStep.who),
            col(GoalStep.by_day),
            col(GoalStep.done_on),
            col(GoalStep.version),
        )
        .outerjoin(
            GoalStep,
            (col(GoalStep.goal_id) == col(Goal.id)) & (col(GoalStep.case_id) == file.case.id),
        )
        .where(col(Goal.case_id) == file.case.id)
        .order_by(
            *IN_ORDER,
            col(GoalStep.done_on).is_not(None),
            col(GoalStep.by_day),
            col(GoalStep.made_at),
        )
        .limit(2 * MOST)
    ).all()
    lines: dict[UUID, GoalLine] = {}
    steps: dict[UUID, list[StepLine]] = {}
    for row in rows:
        goal, step = goal_line(row[: len(GOAL)]), row[len(GOAL) :]
        lines.setdefault(goal.id, goal)
        if step[0] is not None:
            steps.setdefault(goal.id, []).append(StepLine(*step))
    return list(lines.values()), steps


def reviews(database: Database, file: CaseFile) -> list[ReviewLine]:
    """Every review of the plan, the newest first."""
    rows = database.execute(
        select(
            col(PlanReview.id),
            col(PlanReview.held_on),
            col(PlanReview.with_whom),
            col(PlanReview.changed),
            col(PlanReview.next_on),
            col(Account.name),
        )
        .join(Account, col(Account.id) == col(PlanReview.by_id))
        .where(col(PlanReview.case_id) == file.case.id)
        .order_by(col(PlanReview.held_on).desc(), col(PlanReview.said_at).desc())
        .limit(MOST)
    ).all()
    return [ReviewLine(*row) for row in rows]


def reviews_in_full(database: Database, file: CaseFile) -> list[tuple[PlanReview, str]]:
    """Every review with the plan that it kept, and who held it; the newest first."""
    rows = database.execute(
        select(PlanReview, col(Account.name))
        .join(Account, col(Account.id) == col(PlanReview.by_id))
        .where(col(PlanReview.case_id) == file.case.id)
        .order_by(col(PlanReview.held_on).desc(), col(PlanReview.said_at).desc())
        .limit(MOST)
    ).all()
    return [(review, by) for review, by in rows]


def review_of_case(database: Database, file: CaseFile, review_id: UUID) -> PlanReview:
    """One review of this very case. Raises NotFound."""
    review = database.find(PlanReview, review_id)
    if review.case_id != file.case.id:
        raise NotFound
    return review


def step_of_case(
    database: Database, file: CaseFile, step_id: UUID, *, lock: bool = False
) -> GoalStep:
    """One step of this very case. Raises NotFound."""
    step = database.find(GoalStep, step_id, lock=lock)
    if step.case_id != file.case.id:
        raise NotFound
    return step


def as_it_stands(file: CaseFile, plan: WholePlan) -> dict[str, Any]:
    """The plan as plain text and days, to be kept with a review and read as it was for ever."""
    who = code_list("step-by")
    return {
        "risk": plan.risk and [plan.risk.risk, plan.risk.reasons],
        "level": file.level,
        "needs": [
            [line.label, line.level, line.needs, line.strengths]
            for line in plan.needs
            if line.said_at
        ],
        "safety": [
            [question, getattr(plan.safety, name)]
            for name, question in QUESTIONS.items()
            if plan.safety and getattr(plan.safety, name)
        ],
        "goals": [
            {
                "words": goal.words,
                "about": goal.domain,
                "set_on": goal.set_on.isoformat(),
                "result": goal.result,
                "steps": [
                    [step.words, who.label(step.who), _iso(step.by_day), _iso(step.done_on)]
                    for step in plan.steps.get(goal.id, [])
                ],
            }
            for goal in plan.goals
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
