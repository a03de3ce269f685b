"""Ten threads worth opening, and the Monday morning they lead to.

Each is an ordinary line with something that happens to real people: a release date that moves, a
referral that is asked back, a case only some may open, somebody whom two providers know.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from sqlmodel import col, select

from app import clocks
from app.actions import cases, drafts, handovers, restriction, sessions
from app.database import Database
from app.models import Case, CaseState, Role, SessionState
from app.operations.demo import cast, invented
from app.operations.demo.courses import COURSES, Course
from app.operations.demo.lines import Line
from app.operations.demo.stage import Stage, Step

HOSPITAL, IRIS, PRISON = COURSES[0], COURSES[2], COURSES[3]


def steps(stage: Stage) -> Iterator[Step]:
    """Every step of the threads."""
    for thread in (
        moved_release_date,
        restricted_case,
        asked_back,
        known_to_two_providers,
        paused_in_custody,
        opened_again,
        goals_reached,
        overdue,
        unallocated,
        this_morning,
        night_shift,
        tidied,
    ):
        yield from thread(stage)


def line(stage: Stage, course: Course, name: str, days_ago: int) -> Line:
    """A line of a thread, begun some days ago."""
    return Line(stage, course, stage.rng("thread", name), stage.today - timedelta(days=days_ago))


def at(stage: Stage, days_ago: int, hour: int, minute: int = 0) -> datetime:
    """A moment some days ago."""
    return datetime.combine(
        stage.today - timedelta(days=days_ago), time(hour, minute), clocks.LONDON
    )


def begun(
    stage: Stage, one: Line, days_ago: int, worker: str, *, engaged: bool = True
) -> Iterator[Step]:
    """Referred, accepted, allocated and, if so wished, met and engaged."""
    yield Step(at(stage, days_ago, 10), one.course.senders[0], one.refer)
    yield Step(at(stage, days_ago - 1, 10), one.course.manager, one.accept)
    yield Step(
        at(stage, days_ago - 1, 10, 5),
        one.course.manager,
        lambda database: one.allocate(database, worker),
    )
    if engaged:
        yield Step(at(stage, days_ago - 2, 14), worker, one.first_meeting)
        yield Step(at(stage, days_ago - 2, 15), worker, one.begin)


def moved_release_date(stage: Stage) -> Iterator[Step]:
    """A release date that moved twice, and the clock that moved with it."""
    one = line(stage, PRISON, "release", 60)
    yield from begun(stage, one, 60, "marcus")

    def move(days_ahead: int, kind: str, confidence: str, database: Database) -> None:
        cases.set_date(
            database,
            one.own(database),
            name="release_date",
            kind=kind,
            confidence=confidence,
            falls_on=stage.today + timedelta(days=days_ahead),
        )

    yield Step(at(stage, 57, 11), "marcus", partial(move, 70, "conditional", "expected"))
    yield Step(at(stage, 30, 11), "marcus", partial(move, 45, "conditional", "expected"))
    yield Step(at(stage, 4, 11), "marcus", partial(move, 24, "home-detention", "confirmed"))
    for days_ago in (50, 40, 20, 6):
        yield Step(at(stage, days_ago, 13), "marcus", one.session(at(stage, days_ago, 13), 1))


def restricted_case(stage: Stage) -> Iterator[Step]:
    """Somebody whose whereabouts must be known to two people only."""
    one = line(stage, HOSPITAL, "restricted", 33)
    yield from begun(stage, one, 33, "ruth")

    def restrict(database: Database) -> None:
        restriction.restrict(
            database, one.own(database), account_ids={stage.viewers["ruth"].account_id}
        )

    yield Step(at(stage, 30, 9), "nadia", restrict)
    yield Step(at(stage, 12, 13), "ruth", one.session(at(stage, 12, 13), 1))


def asked_back(stage: Stage) -> Iterator[Step]:
    """A referral that waits for the sender's answer."""
    one = line(stage, HOSPITAL, "asked", 3)
    yield Step(at(stage, 3, 20), "amara", one.refer)
    yield Step(at(stage, 2, 11), "nadia", one.ask)


def known_to_two_providers(stage: Stage) -> Iterator[Step]:
    """One young woman whom a hospital team and an advocacy service know, each for itself."""
    her = invented.a_person(
        stage.rng("thread", "her"),
        born=(20, 23),
        areas=stage.areas("hospital-birmingham")[:1],
        today=stage.today,
        male=0.0,
    )
    first, second = line(stage, HOSPITAL, "hers", 75), line(stage, IRIS, "hers too", 40)
    first.person = second.person = her
    yield from begun(stage, first, 75, "dev")
    yield from begun(stage, second, 40, "priya")


def paused_in_custody(stage: Stage) -> Iterator[Step]:
    """A case that rests while the person is in custody."""
    one = line(stage, HOSPITAL, "paused", 48)
    yield from begun(stage, one, 48, "joel")

    def pause(database: Database) -> None:
        cases.pause(
            database,
            one.own(database),
            reason="custody",
            review_on=stage.today + timedelta(days=10),
        )

    yield Step(at(stage, 20, 15), "joel", pause)


def opened_again(stage: Stage) -> Iterator[Step]:
    """Closed as not reachable, and back after a call from the mother."""
    one = line(stage, HOSPITAL, "reopened", 90)
    yield from begun(stage, one, 90, "joel")
    yield Step(at(stage, 45, 15), "joel", lambda database: one.close(database, "not-reachable"))
    yield Step(
        at(stage, 21, 10), "nadia", lambda database: cases.reopen(database, one.own(database))
    )
    yield Step(at(stage, 19, 16), "joel", one.session(at(stage, 19, 16), 2))


def goals_reached(stage: Stage) -> Iterator[Step]:
    """A line from the bedside to a planned end."""
    one = line(stage, HOSPITAL, "whole", 120)
    yield from begun(stage, one, 120, "joel")
    for number, days_ago in enumerate((110, 101, 92, 80, 66, 51)):
        yield Step(at(stage, days_ago, 15), "joel", one.session(at(stage, days_ago, 15), number))
    yield Step(at(stage, 44, 11), "joel", one.exit)
    yield Step(at(stage, 44, 12), "joel", lambda database: one.close(database, None))


def overdue(stage: Stage) -> Iterator[Step]:
    """Three cases of Joel's in which nobody has been reached in time."""
    for number in range(3):
        one = line(stage, HOSPITAL, f"overdue {number}", 6)
        yield from begun(stage, one, 6, "joel", engaged=False)


def unallocated(stage: Stage) -> Iterator[Step]:
    """Two cases accepted on Friday that nobody holds yet, and two offers in the queue."""
    for number in range(2):
        one = line(stage, HOSPITAL, f"unallocated {number}", 4)
        yield Step(at(stage, 4, 18, number * 10), "kofi", one.refer)
        yield Step(at(stage, 3, 16, number * 10), "nadia", one.accept)
    for number in range(2):
        one = line(stage, HOSPITAL, f"offer {number}", 1)
        yield Step(at(stage, 1, 20, number * 10), "amara", one.refer)


def this_morning(stage: Stage) -> Iterator[Step]:
    """Two sessions planned for today and one for tomorrow with people Joel works with."""
    for number, (days_ahead, hour) in enumerate(((0, 17), (0, 18), (1, 14))):
        one = line(stage, HOSPITAL, f"today {number}", 25)
        yield from begun(stage, one, 25, "joel")
        when = at(stage, -days_ahead, hour)
        new = sessions.NewSession(
            kind="community", starts_at=when, method="community", purpose="mentoring", minutes=60
        )
        yield Step(at(stage, 2, 12), "joel", partial(plan_with, one, new))


def night_shift(stage: Stage) -> Iterator[Step]:
    """What Kofi left for Amara: a referral begun and a note."""
    site = stage.viewers["kofi"].setting_id
    form = f"/referrals/new/{stage.commissions['hospital-birmingham'].id}/quick"

    def leave(database: Database) -> None:
        typed = {
            "preferred_name": ["Posy"],
            "age_given": ["15"],
            "reason": ["assault"],
            "what_matters": ["Her phone was taken too."],
        }
        drafts.save(database, form=form, typed=typed, shared=True, setting_id=site)
        handovers.write(
            database,
            words="Posy was asleep at two, not asked yet: her draft is open. A brother waits in the corridor.",
            setting_id=site,
        )

    yield Step(at(stage, 0, 0, 20), "kofi", leave)


def tidied(stage: Stage) -> Iterator[Step]:
    """On Friday everybody said what comes next, in all cases but the three that are overdue."""
    for number, who in enumerate(
        player.key for player in cast.PLAYERS if player.role == Role.worker
    ):
        yield Step(at(stage, 2, 16, number), who, partial(say_what_comes_next, who, stage))


def say_what_comes_next(who: str, stage: Stage, database: Database) -> None:
    """Give every case whose next action has passed a new day within a week or so."""
    passed = select(Case).where(
        Case.worker_id == stage.viewers[who].account_id,
        Case.state == CaseState.active,
        col(Case.next_on) <= stage.today,
    )
    for number, case in enumerate(database.exec(passed.order_by(col(Case.opened_at))).all()):
        day = stage.today + timedelta(days=1 + number % 9)
        cases.set_next(database, case, words="Next meeting", on=day)


def plan_with(one: Line, new: sessions.NewSession, database: Database) -> None:
    """Plan a session with the person of a line."""
    sessions.plan(database, one.own(database), new)


def going_on(stage: Stage, since: datetime) -> Iterator[Step]:
    """Some of Joel's and Ruth's open cases go on in the days since the story was last played."""
    days = (stage.today - since.astimezone(clocks.LONDON).date()).days
    for ago in range(min(days, 60) - 1, -1, -1):
        day = stage.today - timedelta(days=ago)
        if clocks.is_working_day(day):
            for who in ("joel", "ruth", "dev"):
                yield Step(at(stage, ago, 15), who, partial(meet_somebody, who, stage))


def meet_somebody(who: str, stage: Stage, database: Database) -> None:
    """Meet one of one's active cases, whoever waited longest."""
    viewer = stage.viewers[who]
    case = database.exec(
        select(Case)
        .where(
            Case.organisation_id == viewer.organisation_id,
            Case.worker_id == viewer.account_id,
            Case.state == CaseState.active,
        )
        .order_by(col(Case.last_contact_at).nulls_first())
        .limit(1)
    ).first()
    if case is None:
        return
    planned = [
        one for one in sessions.planned_for(database, case) if one.state == SessionState.planned
    ]
    if not planned:
        new = sessions.NewSession(
            kind="community",
            starts_at=clocks.now() - timedelta(minutes=50),
            method="community",
            purpose="mentoring",
            minutes=45,
        )
        sessions.record(database, case, new, status="attended")
