"""Plans and concerns of the filled partnership, with canaries in every text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from app import clocks
from app.actions import assessments, concerns, reviews, risk_forums
from app.actions.assessments import KeepingSafe
from app.actions.risk_forums import Marac
from app.models import Case, ConcernAction, Goal
from tests.access.people import LISTED, MEN, PARTNER, PROVIDER, RIVAL

if TYPE_CHECKING:
    from tests.access.filled import Filled

LINES = {
    "hospital": ("worker", PROVIDER),
    "restricted": ("worker", LISTED),
    "iris": ("second_worker", PROVIDER),
    "men": ("men_worker", MEN),
    "partner": ("partner_worker", PARTNER),
    "rival": ("rival_worker", RIVAL),
}


def fill_safeguarding(made: Filled) -> None:
    """A plan, a review, a concern, DASH and MAPPA on the case of every line."""
    for name, (worker, seen_by) in LINES.items():
        ids = _plan(made, name, worker, seen_by) | _concern(made, name, worker, seen_by)
        case, done_id = made.records["case"][name].ids, ids.pop("done_id")
        made.keep(
            "safeguarding", name, seen_by, case_id=case["case_id"], goal_id=case["goal_id"],
            domain="home", key="ons4-happy", **ids,
        )  # fmt: skip
        case["step_id"] = str(ids["step_id"])
        # One action is still to be done, the other waits for its answer.
        made.keep("answered", name, seen_by, case_id=case["case_id"],
                  concern_id=ids["concern_id"], action_id=done_id)  # fmt: skip


def _hide(made: Filled, name: str, about: str, seen_by: frozenset[str]) -> str:
    return made.secrets.word(f"{name}: {about}", seen_by, shown=False)


def _plan(made: Filled, name: str, worker: str, seen_by: frozenset[str]) -> dict[str, Any]:
    def hide(about: str) -> str:
        return _hide(made, name, about, seen_by)

    with made.world.as_(made.world.viewers[worker]) as database:
        case = database.find(Case, made.cases[name].id, lock=True)
        goal = database.exec(select(Goal).where(Goal.case_id == case.id)).one()
        assessments.assess(
            database, case, domain="home", level="urgent", needs=hide("need"),
            strengths=hide("strength"),
        )  # fmt: skip
        assessments.rate_risk(database, case, risk="medium", reasons=hide("reason of a risk"))
        assessments.keep_safe(
            database,
            case,
            KeepingSafe(*(hide(f"safety plan, {one}") for one in KeepingSafe._fields)),
        )
        step = reviews.add_step(database, case, goal, words=hide("step"), who="together")
        review = reviews.hold_review(
            database,
            case,
            held_on=clocks.today(),
            with_whom="person",
            changed=hide("what changed in a plan"),
            person_view=hide("their view of a plan"),
            next_on=clocks.today() + timedelta(days=30),
            as_it_stood={
                "risk": None,
                "needs": [],
                "goals": [],
                "safety": [["A question", hide("an earlier safety plan")]],
            },
        )
    return {"step_id": step.id, "review_id": review.id}


def _concern(made: Filled, name: str, worker: str, seen_by: frozenset[str]) -> dict[str, Any]:
    def hide(about: str) -> str:
        return _hide(made, name, about, seen_by)

    with made.world.as_(made.world.viewers[worker]) as database:
        case = database.find(Case, made.cases[name].id, lock=True)
        concern = concerns.raise_concern(
            database,
            case,
            category="extra-familial",
            at_risk="person",
            in_danger=False,
            noticed_on=clocks.today(),
            seen=hide("what was seen"),
            own_words=hide("what they said"),
            plan=["childrens-social-care", "lado"],
        )
        planned = {
            one.kind: one
            for one in database.exec(
                select(ConcernAction).where(ConcernAction.concern_id == concern.id)
            ).all()
        }
        done = planned["childrens-social-care"]
        now = clocks.now()
        concerns.do_action(database, done, at=now, words=hide("who was told"), outcome="waiting")
        concerns.hear_back(
            database, done, on=clocks.today(), outcome="waiting", feedback=hide("feedback")
        )
        dash = risk_forums.score_dash(
            database,
            case,
            score=12,
            done_on=clocks.today(),
            form_version="1",
            marac=Marac(
                criterion="professional-judgement",
                judgement=hide("judgement"),
                consent="no",
                consent_words=hide("why without agreement"),
                our_actions=hide("what we are to do"),
            ),
        )
        risk_forums.manage(
            database,
            case,
            category="2",
            level="1",
            lead_agency=hide("lead agency"),
            review_on=None,
        )
    made.secrets.mark(concern.id, f"{name}: id of a concern", seen_by)
    return {
        "concern_id": concern.id,
        "action_id": planned["lado"].id,
        "dash_id": dash.id,
        "done_id": done.id,
    }
