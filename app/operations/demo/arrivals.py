"""What comes from outside: a handful of cases from an old spreadsheet, a referral by an emailed link."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import guest_questions, guests, imports, referrals
from app.actions.guests import Sender
from app.actions.people import Contact, PersonDetails
from app.actions.referrals import NewReferral
from app.database import Database, transaction
from app.errors import NotFound
from app.interchange import dry_run, incoming, spreadsheets
from app.models import GUESTS, Commission, GuestLink, Mail, Referral
from app.operations.demo.places import BIRMINGHAM
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import at
from app.queries import commissions_open
from app.queries.guests import link_here, question_here, viewer_of
from app.queries.sign_ins import hash_of

SERVICE, NURSE = "hospital-birmingham", "school.nurse@elmgrove.example.org"
HEADINGS = "Ref,First name,Surname,DOB,Sex,Referral date,Referred by,First contact,Date agreed,Worker email"
# From the old list: first name, family name, birth date, sex, days since the referral, who holds it.
OLD_CASES = (
    ("Ptolemy", "Lorem", "14/03/2007", "M", 96, "joel"),
    ("Isolde", "Ipsum", "2/11/2005", "F", 88, "ruth"),
    ("Caspian", "Dolor", "30/06/2008", "M", 81, "dev"),
    ("Briony", "Amet", "9/9/2006", "F", 74, "joel"),
)


def steps(stage: Stage) -> Iterator[Step]:
    """An administrator lets guests in, the manager brings old cases in, and a school nurse refers."""
    yield Step(at(stage, 60, 8), "sam", partial(let_guests_in, stage))
    yield Step(at(stage, 45, 11), "nadia", partial(bring_in, stage))
    # In the half of the story that `nadia` belongs to, which is played where guests have a login.
    yield Step(at(stage, 1, 15), "nadia", partial(arrive, stage))
    yield Step(at(stage, 1, 16), "nadia", ask_nurse)
    # Somebody else's step: what one person does in a row is kept only when all of it is done.
    yield Step(at(stage, 1, 17), "joel", answer_question)


def let_guests_in(stage: Stage, database: Database) -> None:
    """Open the hospital service to people without an account."""
    commission = database.find(Commission, stage.commissions[SERVICE].id)
    guests.open_to_guests(database, commission, takes=True)


def bring_in(stage: Stage, database: Database) -> None:
    """Bring in what stood in the old spreadsheet, with the days it had."""
    today = clocks.today()
    lines = [HEADINGS]
    for number, (name, family, born, sex, ago, worker) in enumerate(OLD_CASES, start=1):
        came, met = today - timedelta(days=ago), today - timedelta(days=ago - 3)
        days = f"{came:%d/%m/%Y},school,{met:%d/%m/%Y},{met:%d/%m/%Y}"
        lines.append(f"OLD-{number},{name},{family},{born},{sex},{days},{worker}@example.org")
    content = "\n".join(lines).encode()
    sheet = spreadsheets.read(content)
    run = imports.begin(
        database,
        database.find(Commission, stage.commissions[SERVICE].id),
        name="Open cases at the change-over.csv",
        content=content,
        header=sheet.header,
        rows=sheet.rows,
    )
    columns = incoming.guessed_columns(sheet.header)
    values = {"sex": {"M": "M", "F": "F"}, "source": {"school": "school"}}
    imports.remember(database, run, columns=columns, values=values)
    found = dry_run.plan(database, run, sheet, columns, values)
    cases, _undecided = dry_run.decided(database, run, found.ready, lambda _box: dry_run.NEW)
    imports.bring_in(database, run, cases, refused=found.refused)


def arrive(stage: Stage, _database: Database) -> None:
    """A school nurse asks for a link, and refers with it: all under the guests' own login."""
    service = stage.commissions[SERVICE].id
    guests.mail_link(commission_id=service, mail=NURSE, address="192.0.2.44")
    with as_nurse() as (database, link):
        guests.opened(database, link)
        new = NewReferral(
            commission=database.find(Commission, service),
            person=PersonDetails(
                preferred_name="Fenella",
                family_name="Quodlibet",
                age_given=15,
                sex="F",
                area=BIRMINGHAM,
                contact=Contact(phone="07700 900 417", may_text=True, may_call=False),
            ),
            answers={"reason": ["assault"], "what_matters": "To walk home without looking round"},
            source="school-nurse" if "school-nurse" in _sources(stage) else "school",
            agreement="agreed",
        )
        guests.send(database, link, new, Sender("Nell Pryce", "School nurse", "Elm Grove School"))


def ask_nurse(database: Database) -> None:
    """The manager needs to know more before deciding."""
    found = database.exec(select(Referral).where(Referral.organisation_id == GUESTS)).one()
    referral = database.find(Referral, found.id, lock=True)
    referrals.ask(database, referral, question="Is there a place at school where we can meet?")


def answer_question(_database: Database) -> None:
    """The nurse answers by the link of the second email."""
    with as_nurse() as (database, link):
        question = question_here(database)
        own = commissions_open.service_of(database, link.commission_id).definition
        if question is not None:
            words = "Yes, the quiet room by the library, in any second lesson."
            guest_questions.answer(database, link, question, own, words=words)


@contextmanager
def as_nurse() -> Iterator[tuple[Database, GuestLink]]:
    """The guests' own login, with the link of the newest email to the nurse."""
    newest = select(col(Mail.words)).where(col(Mail.address) == NURSE).order_by(col(Mail.id).desc())
    with transaction(role=DatabaseRole.system) as reading:
        words = reading.exec(newest).first()
    token = re.findall(r"/refer/open/(\S+)", str(words))[0]
    with transaction(guest=hash_of(token)) as database:
        link = link_here(database)
        if link is None:
            raise NotFound
        database.viewer_or_none = viewer_of(link.id)
        yield database, link


def _sources(stage: Stage) -> tuple[str, ...]:
    return stage.definition(SERVICE).referral.sources
