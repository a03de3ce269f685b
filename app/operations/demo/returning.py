"""Two quarters of returns: signed on time, but for one; a number that was asked about; a restatement."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlmodel import col, select

from app import clocks
from app.actions import case_studies, people, sessions
from app.actions.people import PersonDetails
from app.actions.returns import preparing, restating, reviewing, submitting
from app.actions.sessions import NewSession
from app.database import Database
from app.models import (
    Attendance,
    Case,
    CaseState,
    CaseStudy,
    Person,
    QuarterReturn,
    ReturnVersion,
    Session,
)
from app.operations.demo import places
from app.operations.demo.stage import Stage, Step
from app.queries.returns import big_changes, figures_now, find_return, restatement, versions_of
from app.reporting.bridge.cells import CellKey
from app.reporting.periods import Quarter, latest_whole

# Which manager reports on which commission, and how punctual they are (days before it is due).
REPORTERS = (
    ("nadia", "hospital-birmingham", 4), ("mina", "hospital-coventry", 2), ("lou", "iris", 3),
    ("ada", "mvp", 5), ("noor", "routes", 1), ("bill", "resettlement", 0), ("vic", "dvpp", 2), ("jo", "dvpp", 2),
)  # fmt: skip
RESTATED, QUERIED, LATE, BY_FILE = "hospital-birmingham", "iris", "resettlement", "routes"
ASKED = CellKey("referrals-received", "all", "")
BROUGHT_LATE, CORRECTED = 9, 5
SUMMARIES = (
    "A steady quarter. Most referrals came on weekday evenings, and we met nearly everybody within the agreed time.",
    "More referrals than we had planned for. A new colleague started half-way through and took over a third of them.",
    "Quieter than usual over the holidays. We used the time to train partners and to ask people again who had finished.",
    "We changed how we ring people first, and more of them came to a first meeting.",
)
RISKS = (
    "One vacancy. Nobody waited longer because of it, but the team could not take on more.",
    "Rooms are hard to find in the evenings; two partners are helping.",
    "No new risks. The one of last quarter is solved.",
)
STORY = (
    "Sparrow came to us after an attack by people they knew. They did not leave the house, and school seemed far away."
    " We met at their pace: first a walk, then a talk with a teacher they trusted, then the first lessons. Some weeks"
    " later they went back. They say that they look over their shoulder less, and that they know whom to ring."
)


def steps(stage: Stage) -> Iterator[Step]:
    """Every return that was asked for, newest last."""
    for number, (who, commission, early) in enumerate(REPORTERS):
        for quarter in quarters(stage):
            if commission == LATE and quarter >= newest_due(stage):
                continue
            due = day_due(quarter) - timedelta(days=early)
            yield from _reported(stage, who, commission, quarter, due, number)
    yield from _restated(stage)


def quarters(stage: Stage) -> list[Quarter]:
    """The quarters that returns are asked for and that are over, oldest first."""
    found, quarter = [], places.first_return(stage.today)
    while quarter.end <= stage.today:
        found.append(quarter)
        quarter = quarter.after
    return found


def newest_due(stage: Stage) -> Quarter:
    """The newest quarter whose returns should be there, so that one is overdue on any day."""
    newest = latest_whole()
    return newest if day_due(newest) < stage.today else newest.before


def day_due(quarter: Quarter) -> date:
    """The fifteenth working day after a quarter, as the definitions of the demo say."""
    day, left = quarter.end - timedelta(days=1), 15
    while left:
        day += timedelta(days=1)
        left -= clocks.is_working_day(day)
    return day


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clocks.LONDON)


def _reported(
    stage: Stage, who: str, commission: str, quarter: Quarter, due: date, number: int
) -> Iterator[Step]:
    if commission == RESTATED and quarter == latest_whole():
        day = due - timedelta(days=3)
        yield Step(_moment(day, 11), "joel", lambda database: write_study(stage, quarter, database))
        yield Step(_moment(day, 16), "nadia", approve_study)
    yield Step(
        _moment(due, 14), who, lambda database: report(stage, commission, quarter, number, database)
    )
    asked = commission == QUERIED and quarter == latest_whole()
    move = ask if asked else accept
    # The newest stay to be read.
    if asked or quarter != latest_whole():
        # In a month of its own: who reports and who reads play in different halves of the story.
        day = due + timedelta(days=6) if asked else (due.replace(day=1) + timedelta(days=34))
        side = str(stage.viewers[who].side)
        yield Step(
            _moment(day, 10),
            "helen",
            lambda database: move(stage, commission, quarter, side, database),
        )


def report(
    stage: Stage, commission: str, quarter: Quarter, number: int, database: Database
) -> None:
    """Write the texts, say why numbers moved, sign."""
    found = find_return(database, stage.commissions[commission].id, quarter)
    row = preparing.begin(database, found.commission, quarter, found.definition)
    now = figures_now(database, found)
    if commission == BY_FILE and quarter == latest_whole():
        name, system = "autumn-counts.csv", "Route Tally"
        preparing.bring_file(
            database, row, name=name, system=system, cells=list(now.figures.cells.items())
        )
        found = find_return(database, stage.commissions[commission].id, quarter)
        now = figures_now(database, found)
    turn = number + quarter.number + quarter.year
    for part in found.definition.narrative:
        words = {"summary": SUMMARIES, "risks": RISKS}.get(part.key, ())
        if words:
            preparing.answer(database, row, f"narrative:{part.key}", words[turn % len(words)])
    for key, _, is_now, was in big_changes(found.definition, now.figures.cells, now.before):
        why = (
            "More people came our way"
            if is_now > was
            else "Fewer than before, after a full quarter"
        )
        preparing.answer(database, row, f"change:{key}", f"{why}.")
    submitting.submit(database, row, found.asked, now.figures)


def _return_of(
    stage: Stage, commission: str, quarter: Quarter, side: str, database: Database
) -> QuarterReturn:
    return database.exec(
        select(QuarterReturn)
        .where(
            QuarterReturn.commission_id == stage.commissions[commission].id,
            QuarterReturn.side == side,
            QuarterReturn.year == quarter.year,
            QuarterReturn.quarter == quarter.number,
        )
        .with_for_update(key_share=True)
    ).one()


def accept(stage: Stage, commission: str, quarter: Quarter, side: str, database: Database) -> None:
    """Accept what was reported; the editions of the story are ordered by themselves."""
    row = _return_of(stage, commission, quarter, side, database)
    reviewing.accept(database, row, edition=False)


def ask(stage: Stage, commission: str, quarter: Quarter, side: str, database: Database) -> None:
    """Ask about one number."""
    row = _return_of(stage, commission, quarter, side, database)
    version = versions_of(database, row.id)[0]
    words = "This is lower than we expected from the practices that joined. Do you know why?"
    reviewing.query(database, row, version.id, ASKED, words)


def write_study(stage: Stage, quarter: Quarter, database: Database) -> None:
    """A worker writes a case study."""
    found = find_return(database, stage.commissions[RESTATED].id, quarter)
    row = preparing.begin(database, found.commission, quarter, found.definition)
    case_studies.write(
        database,
        row,
        pseudonym="Sparrow",
        age_band="14-17",
        words=STORY,
        consent="read-to-them",
        consent_on=clocks.today() - timedelta(days=5),
    )


def approve_study(database: Database) -> None:
    """Their manager approves it."""
    study = database.exec(select(CaseStudy).order_by(col(CaseStudy.written_at).desc())).first()
    if study is not None:
        case_studies.approve(database, study)


def _restated(stage: Stage) -> Iterator[Step]:
    """Late notes and corrections after a return was sent, and the restatement that says so."""
    quarter = latest_whole().before
    due = day_due(quarter)
    for days, who, do in ((2, "joel", bring_late), (3, "nadia", correct), (5, "nadia", restate)):
        moment = _moment(due + timedelta(days=days), 12)
        yield Step(moment, who, partial(do, stage, quarter))


def _cases_of(
    stage: Stage, quarter: Quarter, database: Database, *, open_only: bool = False
) -> list[Case]:
    """Cases that were opened in a quarter and not in its last days, newest first."""
    first, last = _moment(quarter.start, 0), _moment(quarter.end - timedelta(days=14), 0)
    found = select(Case).where(
        Case.commission_id == stage.commissions[RESTATED].id,
        Case.opened_at >= first,
        Case.opened_at < last,
        col(Case.restricted).is_(False),
    )
    if open_only:
        found = found.where(Case.state == CaseState.active)
    return list(database.exec(found.order_by(col(Case.opened_at).desc()).limit(BROUGHT_LATE)).all())


def bring_late(stage: Stage, quarter: Quarter, database: Database) -> None:
    """Notes of sessions that were held in the quarter and never written up."""
    for number, case in enumerate(_cases_of(stage, quarter, database, open_only=True)):
        day = quarter.end - timedelta(days=8 + number)
        new = NewSession(
            kind="community", starts_at=_moment(day, 13), minutes=45, method="face-to-face"
        )
        sessions.record(database, case, new, status="attended")


def correct(stage: Stage, quarter: Quarter, database: Database) -> None:
    """What people said of themselves later, and two who did not come after all."""
    found = _cases_of(stage, quarter, database)
    # Of two kinds of people: within one transaction nothing counted is corrected twice.
    cases, others = found[:CORRECTED], found[CORRECTED:]
    for case in cases:
        person = database.find(Person, case.person_id, lock=True)
        known = {name: getattr(person, name) for name in PersonDetails._fields if name != "contact"}
        other = "A1" if person.ethnicity != "A1" else "B1"
        people.change_person(database, person, PersonDetails(**known | {"ethnicity": other}))
    first, last = _moment(quarter.start, 0), _moment(quarter.end, 0)
    came = database.exec(
        select(Attendance)
        .join(Session, col(Session.id) == Attendance.session_id)
        .where(
            col(Attendance.case_id).in_([case.id for case in others]),
            Attendance.status == "attended",
            Session.starts_at >= first,
            Session.starts_at < last,
        )
        .order_by(col(Attendance.id))
        .limit(2)
    ).all()
    for attendance in came:
        sessions.mark(database, attendance, status="did-not-attend")


def restate(stage: Stage, quarter: Quarter, database: Database) -> None:
    """Tell the commissioner."""
    database.flush()
    found = find_return(database, stage.commissions[RESTATED].id, quarter)
    if found.row is None:
        return
    version = versions_of(database, found.row.id)[0]
    crossings, moment = restatement(database, found, version)
    if any(one.changes for one in crossings):
        words = "One worker wrote up sessions late, and we corrected what people told us about themselves."
        stored = database.find(ReturnVersion, version.id)
        restating.restate(database, stored, crossings, known_at=moment, words=words)
