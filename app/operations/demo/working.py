"""Work kept together: tasks, a pinned note that names a colleague, papers, supervision, a follow-up."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import documents, notes, pauses, supervision, tasks
from app.actions.documents import NewDocument
from app.actions.people import Contact
from app.database import Database
from app.interchange import papers
from app.models import Clock
from app.operations.demo import invented
from app.operations.demo.lines import Line
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import HOSPITAL, at, begun, line

SENDER = "Northside Mentors"
LAST_DAY = 28
WORDS = (
    "Hello,\n\nWe are sorry that we missed you.\n\nWe would still like to meet. Please tell us a day"
    " and a time that suit you.\n\nYours sincerely,\nJoel"
)


def steps(stage: Stage) -> Iterator[Step]:
    """Every step: one case in full work, one whose standard rests, one to ask again about."""
    yield from worked(stage)
    yield from rested(stage)
    yield from asked_again(stage)
    yield from supervised(stage)


def worked(stage: Stage) -> Iterator[Step]:
    """A case that two colleagues and a manager keep going together; the person just turned 16."""
    one = line(stage, HOSPITAL, "worked together", 26)
    drawn = invented.a_person(
        stage.rng("thread", "worked together"),
        born=HOSPITAL.ages,
        areas=stage.areas(HOSPITAL.commission),
        today=stage.today,
        male=HOSPITAL.male,
    )
    contact = (drawn.contact or Contact())._replace(
        may_write=True, address="14 Invented Road\nNowhere"
    )
    # Fifteen when the case was opened: so there is a task to ask again about agreement.
    birthday = stage.today - timedelta(days=3)
    born_on = birthday.replace(year=birthday.year - 16)
    one.person = drawn._replace(contact=contact, born_on=born_on, age_given=None)
    yield from begun(stage, one, 26, "joel")
    yield Step(at(stage, 18, 9, 30), "joel", lambda database: write_up(stage, one, database))
    yield Step(at(stage, 9, 16), "joel", lambda database: bring_papers(one, database))
    yield Step(at(stage, 3, 12), "nadia", lambda database: give_tasks(stage, one, database))
    yield Step(at(stage, 2, 12), "joel", one.session(at(stage, 2, 12), 1))


def write_up(stage: Stage, one: Line, database: Database) -> None:
    """A note on top of the case, for a colleague to read."""
    notes.write(
        database,
        one.own(database),
        words="Ring twice and hang up, then ring again: then they know that it is us.",
        pinned=True,
        names=[stage.viewers["dev"].account_id],
    )


def bring_papers(one: Line, database: Database) -> None:
    """A file that the school sent, and a letter on paper."""
    case, today = one.own(database), clocks.today()
    documents.add(
        database,
        case,
        NewDocument(
            kind="school",
            title="Timetable of the autumn term",
            about="Where to meet at midday",
            dated=today,
            form="txt",
            content=b"Monday to Thursday until half past three, Friday until two.",
            file_name="timetable.txt",
        ),
    )
    address = "14 Invented Road\nNowhere"
    made = papers.letter(
        sender=SENDER, address=address, day=f"{today:%-d %B %Y}", title="We missed you", words=WORDS
    )
    documents.add(
        database,
        case,
        NewDocument(
            kind="letter",
            title="We missed you",
            about=address,
            dated=today,
            form="pdf",
            content=made,
            file_name=f"{case.reference}-missed-you.pdf",
            template="missed-you",
            words=WORDS,
        ),
    )


def give_tasks(stage: Stage, one: Line, database: Database) -> None:
    """One task for the worker, one for the manager herself, one that is done."""
    case, joel = one.own(database), stage.viewers["joel"].account_id
    for words, days, whose in (
        ("Ring the school about Friday afternoons", 4, joel),
        ("Ask the college for a place in January", 5, None),
    ):
        tasks.make(
            database,
            case,
            words=words,
            due_on=clocks.today() + timedelta(days),
            account_id=whose,
        )
    done = tasks.make(database, case, words="Send the consent form", due_on=clocks.today())
    tasks.finish(database, done)


def rested(stage: Stage) -> Iterator[Step]:
    """A standard that rests, because contact is not safe for the moment."""
    one = line(stage, HOSPITAL, "rests", 2)
    yield from begun(stage, one, 2, "dev", engaged=False)

    def rest(database: Database) -> None:
        case = one.own(database)
        clock = database.exec(
            select(Clock).where(
                Clock.referral_id == case.referral_id,
                Clock.name == "first-contact",
                col(Clock.stopped_at).is_(None),
            )
        ).first()
        if clock is not None:
            pauses.pause(database, case, clock, one.own_programme(), reason="safety")

    yield Step(at(stage, 1, 10, 30), "dev", rest)


def asked_again(stage: Stage) -> Iterator[Step]:
    """A case that ended half a year ago: its follow-up is due tomorrow, or on the first."""
    one = line(stage, HOSPITAL, "asked again", 215)
    yield from begun(stage, one, 215, "joel")
    for number, days_ago in enumerate((204, 197, 190), start=1):
        met = at(stage, days_ago, 13)
        yield Step(met, "joel", one.session(met, number))
    ended = (stage.today - half_a_year_before(stage.today + timedelta(days=1))).days
    yield Step(at(stage, ended, 14), "joel", lambda database: one.close(database, None))


def half_a_year_before(due: date) -> date:
    """The day on which a case ended whose follow-up of six months is due on a day, or soon after it.

    Follow-ups fall on the day of the end, and never on the last three days of a month.
    """
    if due.day > LAST_DAY:
        due = (due.replace(day=1) + timedelta(days=32)).replace(day=1)
    month = due.month - 6
    return due.replace(year=due.year - (month < 1), month=month + 12 * (month < 1))


def supervised(stage: Stage) -> Iterator[Step]:
    """What the manager spoke about with a worker."""

    def write(database: Database) -> None:
        supervision.write(
            database,
            account_id=stage.viewers["joel"].account_id,
            met_on=clocks.today(),
            words="Holds much at the moment and sleeps badly after the night shifts.",
            agreed="Two cases move to Dev this week. No night shifts until the new year.",
            next_on=stage.today + timedelta(days=22),
        )

    yield Step(at(stage, 6, 15), "nadia", write)
