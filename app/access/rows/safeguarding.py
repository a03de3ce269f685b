"""Plans, concerns, DASH and MAPPA: they follow the case, its side and its list."""

from collections.abc import Mapping

from app.access.conditions import ALL, ON_CASE, C, DatabaseRole, Rows, S, worked_on_case

# The jobs that tell of concerns read whose they are and when something is due, never about what.
WHOSE = ("id", "case_id", "organisation_id", "commission_id", "side", "restricted")
WHEN_DUE = (
    *WHOSE,
    "due_at",
    "escalated_at",
)

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "assessment": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "risk_rating": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "safety_plan": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "goal_step": worked_on_case(),
    "plan_review": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "concern": worked_on_case() | {S: Rows(see=ALL, columns=WHOSE)},
    "concern_action": worked_on_case()
    | {S: Rows(see=ALL, change=ALL, columns=WHEN_DUE, may_set=("escalated_at",))},
    "dash_score": worked_on_case(),
    "mappa": {C: Rows(see=ON_CASE, add=ON_CASE)},
    # Whose membership covers a commission, and who is on the list of a restricted case.
    "membership_commission": {S: Rows(see=ALL)},
    "case_access": {S: Rows(see=ALL, columns=("case_id", "account_id"))},
}

RECORDED = frozenset(ROWS) - {"membership_commission", "case_access"}
