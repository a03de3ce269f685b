"""A plan that was reviewed twice, and concerns in every stage: overdue, waiting, closed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from sqlmodel import col, select

from app import clocks
from app.actions import assessments, concerns, plan, reviews, risk_forums
from app.actions.assessments import KeepingSafe
from app.actions.risk_forums import Marac
from app.database import Database
from app.models import Concern, ConcernAction, Goal, GoalStep
from app.operations.demo import invented
from app.operations.demo.courses import COURSES
from app.operations.demo.lines import Line
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import at, begun, line
from app.queries.case_file import find_case_file
from app.queries.whole_plan import as_it_stands, whole_plan

HOSPITAL, IRIS = COURSES[0], COURSES[2]
SAFE = KeepingSafe(
    warning_signs="I stop sleeping. Cars I do not know slow down.",
    safe_places="My aunt Marigold's flat. The library until eight.",
    people="Aunt Marigold. Joel until six, then the night line.",
    others_can_do="Walk with me to the bus. Do not ask me about it in front of my brother.",
    keeps_going="Music. I want to finish college.",
)


def steps(stage: Stage) -> Iterator[Step]:
    """Every step of plans and concerns."""
    yield from a_whole_plan(stage)
    yield from overdue(stage)
    yield from waiting(stage)
    yield from closed(stage)
    yield from going_to_marac(stage)


def a_whole_plan(stage: Stage) -> Iterator[Step]:
    """Needs, risk, safety plan, goals with steps; reviewed after a month and last week."""
    one = line(stage, HOSPITAL, "plan", 62)
    # Old enough for every question that is asked here, and a he in what is written.
    one.person = invented.a_person(
        stage.rng("thread", "plan", "who"),
        born=(17, 19),
        areas=stage.areas("hospital-birmingham")[:1],
        today=stage.today,
        male=1.0,
    )
    yield from begun(stage, one, 62, "joel")
    yield Step(at(stage, 56, 15), "joel", partial(write_plan, one))
    yield Step(
        at(stage, 33, 15), "joel", reviewed(one, "He took the bus twice with me.", calmer=True)
    )
    yield Step(at(stage, 33, 16), "joel", partial(score, one, "review", 5))
    yield Step(at(stage, 5, 15), "joel", partial(finish_first_step, one))
    yield Step(
        at(stage, 5, 16), "joel", reviewed(one, "He goes to college alone now.", calmer=False)
    )
    yield Step(at(stage, 5, 17), "joel", partial(score, one, "review", 7))


def write_plan(one: Line, database: Database) -> None:
    """The first plan: what is hard and goes well, risk, keeping safe, a goal with two steps."""
    case = one.own(database)
    said = (
        ("safety", "much-help", "Looks behind him on the way to college", "Says when he is afraid"),
        ("home", "some-help", "Shares a room with two brothers", "His aunt has a spare bed"),
        ("education", "some-help", "Missed three weeks", "His tutor kept his place"),
    )
    for domain, level, needs, strengths in said:
        assessments.assess(
            database, case, domain=domain, level=level, needs=needs, strengths=strengths
        )
    assessments.rate_risk(
        database,
        case,
        risk="high",
        reasons="The others know his college. Worst between three and five in the afternoon.",
        review_on=clocks.today(),
    )
    assessments.keep_safe(database, case, SAFE)
    goal = plan.set_goal(
        database,
        case,
        words="To take the bus to college without somebody beside me",
        domain="safety",
        set_on=clocks.today(),
    )
    for words, who in (("Ride it together twice", "together"), ("Ride it alone once", "person")):
        reviews.add_step(database, case, goal, words=words, who=who)
    for key, value in (("ons4-happy", 3), ("ons4-anxious", 8), ("goal-progress", 2)):
        plan.take_measure(
            database, case, key=key, occasion="baseline", taken_on=clocks.today(), score=value
        )


def score(one: Line, occasion: str, value: int, database: Database) -> None:
    """How near the goal is, and how happy yesterday was."""
    for key in ("goal-progress", "ons4-happy"):
        plan.take_measure(
            database,
            one.own(database),
            key=key,
            occasion=occasion,
            taken_on=clocks.today(),
            score=value,
        )


def reviewed(one: Line, changed: str, *, calmer: bool) -> Callable[[Database], None]:
    """A review as a deed."""
    return lambda database: review(one, changed, calmer=calmer, database=database)


def review(one: Line, changed: str, *, calmer: bool, database: Database) -> None:
    """Look at the plan together; `calmer`: the risk is said to be lower from then on."""
    case = one.own(database)
    if calmer:
        assessments.rate_risk(database, case, risk="medium", reasons="No sign of them for weeks.")
    file = find_case_file(database, case.id)
    reviews.hold_review(
        database,
        case,
        held_on=clocks.today(),
        with_whom="person",
        changed=changed,
        person_view="I sleep again, most nights.",
        next_on=clocks.today() + timedelta(days=28),
        as_it_stood=as_it_stands(file, whole_plan(database, file)),
    )


def finish_first_step(one: Line, database: Database) -> None:
    """The first step of the goal is taken."""
    case = one.own(database)
    goal_ids = select(col(Goal.id)).where(Goal.case_id == case.id)
    step = database.exec(
        select(GoalStep)
        .where(col(GoalStep.goal_id).in_(goal_ids), col(GoalStep.done_on).is_(None))
        .order_by(col(GoalStep.made_at))
        .limit(1)
    ).one()
    reviews.finish_step(database, step)


def raised(one: Line, category: str, seen: str, *plan: str) -> Callable[[Database], None]:
    """A concern as a deed."""

    def do(database: Database) -> None:
        concerns.raise_concern(
            database,
            one.own(database),
            category=category,
            at_risk="person",
            in_danger=False,
            noticed_on=clocks.today(),
            seen=seen,
            own_words="They said I owe them for the phone.",
            plan=plan,
        )

    return do


def done(one: Line, kind: str, outcome: str, words: str) -> Callable[[Database], None]:
    """Something done about a concern, as a deed."""

    def do(database: Database) -> None:
        action = database.exec(
            select(ConcernAction).where(
                ConcernAction.case_id == one.own(database).id, ConcernAction.kind == kind
            )
        ).one()
        concerns.do_action(database, action, at=clocks.now(), outcome=outcome, words=words)

    return do


def overdue(stage: Stage) -> Iterator[Step]:
    """Raised the day before yesterday; nobody has written down that social care was told."""
    one = line(stage, HOSPITAL, "concern overdue", 21)
    yield from begun(stage, one, 21, "joel")
    yield Step(
        at(stage, 2, 16),
        "joel",
        raised(
            one,
            "criminal-exploitation",
            "Two phones and a train ticket to a town he could not name. A new jacket.",
            "childrens-social-care",
            "nrm",
        ),
    )
    yield Step(at(stage, 2, 17), "joel", done(one, "nrm", "waiting", "Form sent, by email."))


def waiting(stage: Stage) -> Iterator[Step]:
    """Told by phone and in writing; the answer is expected."""
    one = line(stage, HOSPITAL, "concern waiting", 18)
    yield from begun(stage, one, 18, "dev")
    yield Step(
        at(stage, 1, 10),
        "dev",
        raised(one, "weapon", "A kitchen knife in his bag.", "childrens-social-care", "police-101"),
    )
    for minute, kind, outcome in (
        (20, "police-101", "advice"),
        (40, "childrens-social-care", "waiting"),
        (50, "written-referral", "done"),
    ):
        words = "By phone, reference noted." if kind != "written-referral" else "Form sent."
        yield Step(at(stage, 1, 10, minute), "dev", done(one, kind, outcome, words))


def closed(stage: Stage) -> Iterator[Step]:
    """Raised, acted on, answered and closed."""
    one = line(stage, HOSPITAL, "concern closed", 70)
    yield from begun(stage, one, 70, "ruth")
    seen = "He had not eaten for two days and slept on a stairwell."
    yield Step(at(stage, 50, 11), "ruth", raised(one, "neglect", seen, "childrens-social-care"))
    words = "By phone, to the duty worker."
    yield Step(at(stage, 50, 12), "ruth", done(one, "childrens-social-care", "accepted", words))
    words = "Form sent."
    yield Step(at(stage, 50, 15), "ruth", done(one, "written-referral", "done", words))

    def close(database: Database) -> None:
        concern = database.exec(
            select(Concern).where(Concern.case_id == one.own(database).id)
        ).one()
        words = "A social worker visits every week and he lives with his aunt. Grace agreed."
        concerns.close(database, concern, outcome="child-in-need", words=words)

    yield Step(at(stage, 38, 14), "ruth", close)


def going_to_marac(stage: Stage) -> Iterator[Step]:
    """A high DASH score in an IRIS case, heard by MARAC last week."""
    one = line(stage, IRIS, "marac", 45)
    yield from begun(stage, one, 45, "priya")

    def score_high(database: Database) -> None:
        risk_forums.score_dash(
            database,
            one.own(database),
            score=16,
            done_on=clocks.today(),
            form_version="2",
            marac=Marac(
                criterion="visible-high-risk",
                consent="yes",
                heard_on=clocks.today(),
                our_actions="Meet her at the surgery only. Change of locks with housing.",
            ),
        )

    yield Step(at(stage, 8, 15), "priya", score_high)
