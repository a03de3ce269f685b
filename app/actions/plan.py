"""Goals and measures of a case."""

from datetime import date

from sqlmodel import col, select

from app import facts
from app.actions.days import refuse_future
from app.actions.milestones import context, standing
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Case, Goal, GoalResult, MeasureTaken, Occasion
from app.models.naming import copied_from_case
from app.programmes.measures import shelf
from app.programmes.scales import Measure


def set_goal(
    database: Database,
    case: Case,
    *,
    words: str,
    domain: str,
    set_on: date,
    aimed_on: date | None = None,
) -> Goal:
    """Write down a goal in the person's words. Raises Refused for a day in the future."""
    refuse_future(set_on)
    goal = Goal(
        **copied_from_case(case), words=words, domain=domain, set_on=set_on, aimed_on=aimed_on
    )
    database.add(goal)
    database.flush()
    database.record(goal, "set", domain=domain)
    definition, referral, person = context(database, case)
    database.state(
        facts.about_person(
            Kind.goal_set,
            referral,
            person,
            definition.code,
            on=set_on,
            source_id=goal.id,
            code=domain,
        )
    )
    return goal


def too_young(measure: Measure, age: int | None) -> bool:
    """Whether somebody is known to be under the age that a measure is made for."""
    return age is not None and measure.minimum_age is not None and age < measure.minimum_age


def end_goal(database: Database, goal: Goal, *, result: str, on: date) -> None:
    """Say how a goal ended. Raises Refused if that was said before."""
    refuse_future(on)
    if goal.result is not None:
        raise Refused("This goal has already ended. Set a new one to go on.")
    goal.result, goal.result_on = GoalResult(result), on
    database.flush()
    database.record(goal, "ended", result=result)
    definition, referral, person = context(database, database.find(Case, goal.case_id))
    database.state(
        facts.about_person(
            Kind.goal_ended,
            referral,
            person,
            definition.code,
            on=on,
            source_id=goal.id,
            code=result,
        )
    )


def take_measure(
    database: Database,
    case: Case,
    *,
    key: str,
    occasion: str,
    taken_on: date,
    score: float | None = None,
    not_asked: str | None = None,
) -> MeasureTaken:
    """Keep a score, or the coded reason why it was not asked.

    A second baseline or exit replaces the first, which stays readable; the count is corrected.
    Raises Refused for a day in the future, or for a score outside the measure's range.
    """
    refuse_future(taken_on)
    definition, _referral, person = context(database, case)
    measure = definition.for_side(case.side).measure(key) or shelf().measures.get(key)
    if measure is None:
        raise Refused("This programme has no such measure.")
    age = facts.age_of(person, taken_on)
    if score is not None and too_young(measure, age):
        raise Refused(
            f"{measure.label} is for people of {measure.minimum_age} or older."
            f" They were {age}. Say that it was not asked, because it is not suitable."
        )
    if score is not None and not measure.minimum <= score <= measure.maximum:
        raise Refused(
            f"A score of {measure.label} lies between {measure.minimum:g} and {measure.maximum:g}."
        )
    earlier = None
    if occasion in {Occasion.baseline, Occasion.exit}:
        earlier = database.exec(
            select(MeasureTaken).where(
                MeasureTaken.case_id == case.id,
                MeasureTaken.key == key,
                MeasureTaken.occasion == occasion,
                col(MeasureTaken.replaced).is_(False),
            )
        ).first()
    if earlier:
        earlier.replaced = True
        database.flush()
    taken = MeasureTaken(
        **copied_from_case(case),
        key=key,
        occasion=Occasion(occasion),
        score=score,
        not_asked=not_asked,
        taken_on=taken_on,
    )
    database.add(taken)
    database.flush()
    database.record(
        taken, "taken" if earlier is None else "taken-again", key=key, occasion=occasion
    )
    _count(database, case, taken, earlier)
    return taken


def _count(
    database: Database, case: Case, taken: MeasureTaken, earlier: MeasureTaken | None
) -> None:
    definition, referral, person = context(database, case)
    old = standing(database, earlier.id, Kind.measure) if earlier else None
    if taken.score is None:
        if old:
            database.state(facts.withdraw(old, "corrected"))
        return
    fresh = facts.about_person(
        Kind.measure,
        referral,
        person,
        definition.code,
        on=taken.taken_on,
        source_id=taken.id,
        code=f"{taken.key}:{taken.occasion}",
        value=taken.score,
    )
    database.state(facts.correct(old, fresh) if old else fresh)
