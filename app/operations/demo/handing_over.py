"""Hand-overs of the demo: transfers, a second referral of somebody known, and a waiting list.

Also a referral that nobody acted on.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app.actions import referrals, transfers
from app.actions.people import PersonDetails
from app.actions.referrals import NewReferral
from app.database import Database
from app.models import Case, Person, Referral
from app.operations.demo import invented
from app.operations.demo.courses import COURSES
from app.operations.demo.lines import Line
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import at, begun, line
from app.queries import transfer_batches
from app.queries import transfers as handing

BIRMINGHAM, COVENTRY = COURSES[0], COURSES[1]
WORDS = "Comes best after school. Ring before you visit. The next step was a visit to the gym."


def steps(stage: Stage) -> Iterator[Step]:
    """Every step of the hand-overs."""
    yield from one_moves(stage)
    yield from three_change_hands(stage)
    yield from twice_referred(stage)
    yield from waiting(stage)
    yield Step(at(stage, 9, 20), "amara", line(stage, BIRMINGHAM, "nobody acts", 9).refer)


def said(database: Database, stage: Stage, case: Case, to: str) -> NewReferral:
    """What goes with a case to another provider's service."""
    definition = stage.definition(to)
    source = database.find(Referral, case.referral_id).source
    known = handing.carried(database, case, definition)
    return NewReferral(
        commission=stage.commissions[to],
        person=database.find(Person, case.person_id),
        answers=known | {"handed_over": WORDS},
        source=handing.source_for(definition, source),
        agreement="agreed",
        notice_how="spoken",
    )


def one_moves(stage: Stage) -> Iterator[Step]:
    """Somebody moves house; their worker's provider hands the case over, and it is taken on."""
    one, next_one = line(stage, BIRMINGHAM, "moves", 64), line(stage, COVENTRY, "moves", 6)
    yield from begun(stage, one, 64, "joel")

    def offer(database: Database) -> None:
        case = one.own(database)
        new = said(database, stage, case, COVENTRY.commission)
        next_one.referral = transfers.offer(database, case, new).id

    yield Step(at(stage, 6, 13), "joel", offer)
    yield Step(at(stage, 4, 9), "mina", next_one.accept)
    yield Step(at(stage, 4, 9, 5), "mina", partial(_allocate, next_one, "zara"))
    # In the product a job does this right after; a story is played without jobs.
    yield Step(at(stage, 4, 9, 10), "joel", lambda database: _settle(database, next_one))
    yield Step(at(stage, 3, 15), "zara", next_one.first_meeting)


def three_change_hands(stage: Stage) -> Iterator[Step]:
    """A part of the service goes to another provider: three cases at once, one taken on so far."""
    ones = [line(stage, COVENTRY, f"changes hands {number}", 40 + number) for number in range(3)]
    for number, one in enumerate(ones):
        yield Step(at(stage, 40 + number, 19), "callum", one.refer)
        yield Step(at(stage, 38, 10, number), "mina", partial(_allocate, one, "zara"))
        yield Step(at(stage, 30, 14, number), "zara", one.first_meeting)
    first = line(stage, BIRMINGHAM, "first of three", 2)

    def offer(database: Database) -> None:
        to = stage.commissions[BIRMINGHAM.commission]
        offers = [
            (case.id, said(database, stage, case, BIRMINGHAM.commission))
            for case in (one.own(database) for one in ones)
        ]
        batch = transfers.offer_all(database, stage.commissions[COVENTRY.commission], to, offers)
        first.referral = transfer_batches.gone(database, batch.id)[0].referral_id

    yield Step(at(stage, 3, 11), "mina", offer)
    yield Step(at(stage, 2, 9, 30), "nadia", first.accept)
    yield Step(at(stage, 2, 9, 35), "nadia", partial(_allocate, first, "ruth"))
    yield Step(at(stage, 2, 9, 40), "mina", lambda database: _settle(database, first))


def twice_referred(stage: Stage) -> Iterator[Step]:
    """Another service refers somebody who is worked with already; once joined, once to decide."""
    for number, (name, joins) in enumerate((("known", True), ("known too", False))):
        one = line(stage, BIRMINGHAM, name, 35 + number)
        one.person = somebody(stage, name)
        yield from begun(stage, one, 35 + number, "dev")
        again = line(stage, BIRMINGHAM, f"{name} again", 5)
        again.person = one.person
        yield Step(at(stage, 5, 16, number), "zara", again.refer)
        if joins:
            yield Step(at(stage, 4, 11), "nadia", partial(_join, one, again))
            yield Step(at(stage, 2, 13), "dev", one.session(at(stage, 2, 13), 1))


def somebody(stage: Stage, name: str) -> PersonDetails:
    """A person whom two senders call the same."""
    return invented.a_person(
        stage.rng("handing over", name),
        born=(14, 19),
        areas=stage.areas(BIRMINGHAM.commission)[:1],
        today=stage.today,
        male=0.5,
    )


def waiting(stage: Stage) -> Iterator[Step]:
    """Two wait for a place: of one the day of review has passed."""
    for number, (days_ago, review) in enumerate(((21, -3), (8, 6))):
        one = line(stage, BIRMINGHAM, f"waits {number}", days_ago)
        yield Step(at(stage, days_ago, 20), "amara", one.refer)
        day = stage.today + timedelta(days=review)
        yield Step(at(stage, days_ago - 1, 10), "nadia", partial(_wait, one, day))


def _wait(one: Line, review_on: date, database: Database) -> None:
    referrals.mark_seen(database, one.offer(database))
    referrals.wait(database, one.offer(database), review_on=review_on)


def _allocate(one: Line, worker: str, database: Database) -> None:
    one.allocate(database, worker)


def _join(one: Line, again: Line, database: Database) -> None:
    case = database.find(Case, one.case, lock=True)
    referrals.join(database, again.offer(database), case=case)


def _settle(database: Database, moved: Line) -> None:
    transfers.settle(database, moved.offer(database))
