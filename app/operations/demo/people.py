"""Two records of one boy that were joined, a family, competence, labels, agreement and sharing."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlmodel import col, select

from app import clocks
from app.actions import labels, links, network, people, sharing, taking_over
from app.actions.people import Contact, PersonDetails
from app.database import Database
from app.models import Case, Person, Professional, Relative, SafeContact
from app.operations.demo.courses import COURSES
from app.operations.demo.lines import Line
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import at, begun, line

HOSPITAL = COURSES[0]
HIM = PersonDetails(
    preferred_name="Theodore",
    family_name="Placeholder",
    sex="M",
    ethnicity="B1",
    ethnicity_source="self",
    contact=Contact(
        phone="07700 900471", may_call=False, may_text=True, may_leave_message=False,
        best_time="After four", ask_for="Theo", postcode="B9 5SS",
    ),
)  # fmt: skip


def steps(stage: Stage) -> Iterator[Step]:
    """A boy of fourteen who came twice, under two names, and what Joel wrote down about him."""
    born = date(stage.today.year - 14, 2, 11)
    him = HIM._replace(born_on=born, area=stage.areas("hospital-birmingham")[0])
    first, second = line(stage, HOSPITAL, "theodore", 52), line(stage, HOSPITAL, "teddy", 26)
    first.person, second.person = him, him._replace(preferred_name="Teddy")
    yield from begun(stage, first, 52, "joel")
    yield Step(at(stage, 45, 12), "joel", partial(write_first, first))
    yield Step(at(stage, 30, 12), "joel", lambda database: first.close(database, "withdrew"))
    yield from begun(stage, second, 26, "joel")
    yield Step(at(stage, 23, 10), "joel", partial(write_down, second))
    yield Step(at(stage, 22, 11), "joel", partial(share, second))
    yield Step(at(stage, 18, 11), "nadia", partial(join, first, second))
    yield Step(at(stage, 17, 10), "joel", partial(take_over, first, second))
    yield Step(at(stage, 9, 16), "joel", partial(call_first, second))


def write_first(one: Line, database: Database) -> None:
    """What his first case knew: a grandmother, and two people who helped then."""
    case = one.own(database)
    network.add_relative(
        database, case, relation="grandparent", name="Nan", age=67, lives="elsewhere",
        contact="safe", phone="+447700900473", words="He goes there when it is loud at home.",
    )  # fmt: skip
    for name, job in (("Mx Makebelieve", "Youth club leader"), ("Dr Stand-In", "GP")):
        network.add_professional(
            database, case, name=name, job=job, employer=None, phone=None, may_tell="yes"
        )


def take_over(first: Line, second: Line, database: Database) -> None:
    """His grandmother and the youth club go over to the second case; his GP is still offered."""
    before = first.own(database).id
    relatives = database.exec(select(Relative).where(Relative.case_id == before)).all()
    club = database.exec(
        select(Professional).where(Professional.case_id == before).order_by(col(Professional.id))
    ).first()
    taking_over.take_over(database, second.own(database), [*relatives, *([club] if club else [])])


def write_down(one: Line, database: Database) -> None:
    """His mother, his sister, who else helps, what he can decide, and what others say of him."""
    case, today = one.own(database), clocks.today()
    network.add_relative(
        database, case, relation="parent", name="M., his mother", age=None, lives="here",
        contact="knows", phone="+447700900472", words="Works nights. Wants to be told of meetings.",
    )  # fmt: skip
    network.add_relative(
        database, case, relation="child", name="L.", age=9, lives="here", contact="not-known",
        phone=None, words="His sister. Was there when it happened.",
    )  # fmt: skip
    network.add_relative(
        database, case, relation="other", name="Uncle D.", age=None, lives="elsewhere",
        contact="not-safe", phone=None, words="Must not hear that he comes here.",
    )  # fmt: skip
    network.add_professional(
        database, case, name="Ms Pretend", job="Head of year", employer="His school",
        phone="+441214960999", may_tell="yes",
    )  # fmt: skip
    network.add_professional(
        database, case, name="PC Notreal", job="Schools officer", employer="Police", phone=None,
        may_tell="no",
    )  # fmt: skip
    network.assess_competence(
        database, case, question="take-part", decision="able", assessor="Joel, navigator",
        assessed_on=today, review_on=today + timedelta(days=180),
        ground="He said in his own words what we do, what we do not keep secret, and that he can stop.",
    )  # fmt: skip
    labels.put_label(
        database, case, kind="gang", detail="gang-association:agency-assessed", victim="yes",
        said_by="police", said_on=today, review_by=today + timedelta(days=90),
        ground="Police told the ward that he was seen with an older group.",
        disputed="They are boys from my street. I do not run with anybody.",
    )  # fmt: skip
    labels.put_label(
        database, case, kind="missing", detail=None, victim="not-known", said_by="family",
        said_on=today, review_by=today + timedelta(days=14),
        ground="His mother did not know where he slept on two nights in the spring.", disputed=None,
    )  # fmt: skip


def share(one: Line, database: Database) -> None:
    """What he agreed to, the basis for keeping data, and two decisions."""
    case, today = one.own(database), clocks.today()
    sharing.record_agreement(
        database, case, answer="agreed", given_by="person-and-parent", manner="spoken",
        given_on=today, about="Meeting once a week until the summer. He can stop whenever he likes.",
    )  # fmt: skip
    sharing.record_basis(
        database, case, purpose="support", basis="f", condition="9-2-g-18", from_on=today,
        ground="The assessment of legitimate interests is kept by our data protection lead.",
    )  # fmt: skip
    sharing.record_decision(
        database, case, shared=True, recipient="school", recipient_name="Ms Pretend, his school",
        what="that he is back from hospital and meets us on Tuesdays", agreed=True, ground=None,
        reasons=None, decider="Joel, navigator", decided_on=today, told=True, safe_to_show=True,
    )  # fmt: skip
    sharing.record_decision(
        database, case, shared=False, recipient="police", recipient_name="PC Notreal",
        what="Asked which days he comes here", agreed=False, ground=None,
        reasons="He said no, and nobody is at risk if they do not know.",
        decider="Nadia, manager", decided_on=today, told=True, safe_to_show=False,
    )  # fmt: skip


def join(first: Line, second: Line, database: Database) -> None:
    """Nadia sees that Theodore and Teddy are one boy."""
    case = second.own(database)
    one, other = (database.find(Person, found.person_id) for found in (first.own(database), case))
    links.decide(
        database, one, other, same=True, case_id=case.id,
        reason="Same birth date and phone; his mother says that everybody calls him Teddy.",
    )  # fmt: skip


def call_first(one: Line, database: Database) -> None:
    """His phone was taken: how to reach him changes, and what stood there is kept."""
    case: Case = one.own(database)
    person = database.find(Person, case.person_id)
    known = people.details_of(people.snapshot(person, database.get(SafeContact, person.id)))
    reach = known.contact or Contact()
    now = reach._replace(may_text=False, may_write=False, other_phones="His mother, 07700 900472")
    people.change_person(database, person, known._replace(contact=now))
