"""Bringing open cases in: the days they had, nothing twice, and a reason for whatever is refused."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import col, select

from app import clocks
from app.actions import sessions
from app.facts import Kind
from app.models import Attendance, Case, Fact, ImportedCase, ImportRun, Person, Referral
from tests.imports.files import COLUMNS, csv, days_ago, mapped, row, send
from tests.visits import Visit, Visits, text_of
from tests.worklists.statements import counted
from tests.world import World


def cases_of(world: World) -> dict[str, Case]:
    """The cases of the hospital commission by first name."""
    with world.as_(world.manager) as database:
        rows = database.exec(
            select(Person.preferred_name, Case).join(Case, col(Case.person_id) == Person.id)
        ).all()
    return dict(rows)


def day_of(moment: Any) -> Any:
    """The day in England of a moment."""
    return moment.astimezone(clocks.LONDON).date() if isinstance(moment, datetime) else moment


def start(world: World, visit: Visits, *rows: list[str]) -> tuple[Visit, str]:
    """A manager with a file that was read."""
    manager = visit(world.manager)
    run = send(manager, world.commissions["hospital"].id, csv(*rows))
    mapped(manager, run)
    return manager, run


def test_a_case_comes_in_with_the_days_it_had(world: World, visit: Visits, owner: Engine) -> None:
    worker = world.mails["worker"]
    manager, run = start(world, visit, row("A1", "Quillon", Worker_email=worker.upper()))
    said = text_of(manager.post(f"{run}/check", version=1))
    assert "1 case brought in" in said
    case = cases_of(world)["Quillon"]
    with world.as_(world.manager) as database:
        referral = database.find(Referral, case.referral_id)
        facts = {
            Kind(one.kind): one
            for one in database.exec(select(Fact).where(Fact.referral == referral.id)).all()
        }
    assert [day_of(one) for one in (referral.received_at, case.opened_at)] == [
        days_ago(60),
        days_ago(58),
    ]
    assert {day_of(case.first_contact_at), day_of(case.engaged_at), case.agreed_on} == {
        days_ago(55)
    }
    assert (case.worker_id, case.state, referral.channel) == (
        world.worker.account_id, "active", "imported",
    )  # fmt: skip
    happened = {kind: one.happened_on for kind, one in facts.items()}
    assert happened[Kind.received] == days_ago(60)
    assert happened[Kind.accepted] == days_ago(58)
    assert happened[Kind.first_contact] == happened[Kind.engaged] == days_ago(55)
    for kind, one in facts.items():
        assert one.reason == "late", kind
        assert clocks.now() - one.known_from < timedelta(minutes=5)
    # There is no session of that day here, and correcting one of today does not undo it.
    session = world.meet(case)
    with world.as_(world.worker) as database:
        place = database.exec(select(Attendance).where(Attendance.session_id == session)).one()
        sessions.mark(database, place, status="did-not-attend")
    with world.as_(world.worker) as database:
        now = database.find(Case, case.id)
    assert {day_of(now.first_contact_at), day_of(now.engaged_at)} == {days_ago(55)}
    assert "Brought in from a spreadsheet" in text_of(manager.get(f"/cases/{case.id}/history"))
    with owner.connect() as connection:
        kept = connection.scalar(
            text("SELECT content FROM import_run WHERE id = :id"), {"id": run.rpartition("/")[2]}
        )
    assert kept is None


def test_many_rows_come_in_with_few_statements(world: World, visit: Visits) -> None:
    names = ("Quillon", "Wystan", "Ottoline", "Peregrine", "Thaddeus", "Zuleika")
    rows = [
        row(
            f"B{number}",
            names[number % 6],
            f"{'abcdefgh'[number // 6]}invented",
            DOB=f"0{1 + number % 9}/0{1 + number // 9}/2005",
            Mobile="",
            Worker_email=world.mails["worker"],
        )
        for number in range(40)
    ]
    manager, run = start(world, visit, *rows)
    shown = manager.get(f"{run}/check").text
    boxes = dict.fromkeys(re.findall(r'name="(same-\d+)"', shown), "new")
    with counted() as sent:
        assert "40 cases brought in" in text_of(manager.post(f"{run}/check", boxes, version=1))
    # A look for who it may be, how to reach them, and the document; the rest once for all.
    assert len(sent) <= 3 * len(rows) + 40, len(sent)
    with world.as_(world.manager) as database:
        found = database.exec(select(Case).where(Case.worker_id == world.worker.account_id)).all()
    assert len(found) == len(rows)


def test_the_same_file_twice_changes_nothing(world: World, visit: Visits) -> None:
    rows = [row("A1", "Quillon"), row("A2", "Wystan", DOB="01/02/2009", Mobile="")]
    manager, run = start(world, visit, *rows)
    manager.post(f"{run}/check", version=1)
    before = set(cases_of(world))
    again = manager.post(
        "/imports",
        {"commission": str(world.commissions["hospital"].id)},
        files={"file": ("other name.csv", csv(*rows), "text/csv")},
    )
    assert "This very file was brought in before" in text_of(again)
    # The same rows in another order, and a new one among them: only that one comes in.
    third = row("A3", "Xanthe", DOB="05/06/2007", Mobile="")
    _, run = start(world, visit, third, *reversed(rows))
    check = text_of(manager.get(f"{run}/check"))
    assert "To bring in 1" in check
    assert "Here already 2" in check
    manager.post(f"{run}/check", version=1)
    assert set(cases_of(world)) - before == {"Xanthe"}
    # Pressed once more: it was brought in.
    manager.post(f"{run}/check", version=1)
    with world.as_(world.manager) as database:
        assert len(database.exec(select(ImportedCase)).all()) == 3


def test_each_refused_row_says_what_is_wrong_and_what_would_be_right(
    world: World, visit: Visits
) -> None:
    manager, run = start(
        world,
        visit,
        row("A1", "Quillon"),
        row("A1", "Quentin"),
        row("A2", ""),
        row("A3", "Yearshort", DOB="27/03/08"),
        row("A4", "Formula", Mobile='=HYPERLINK("x")'.replace('"', "")),
        row("A5", "Backwards", First_contact=days_ago(70).isoformat()),
        row("A6", "Stranger", Worker_email="nobody@example.org"),
        row("A7", "Serial", DOB="39534"),
        row("A8", "Tomorrow", Referral_date=days_ago(-3).isoformat()),
        row("A9", "Unmapped", Sex="of the sea"),
        row("A10", "Named", Worker_email=world.worker.name.lower(), Referred_by=""),
    )
    said = text_of(manager.get(f"{run}/check"))
    for sentence in (
        "To bring in 3",
        "Refused 8",
        "The same case stands in row 2 already",
        "First name is missing",
        "Year must have 4 numbers",
        "The cell holds a formula",
        "Day of the first contact lies before the day of the referral",
        "Nobody of your team who can hold cases has this name or email address",
        "Day of the referral must be today or in the past",
        "Sex has a text without a meaning",
    ):
        assert sentence in said
    manager.post(f"{run}/check", version=1)
    with world.as_(world.manager) as database:
        serial = database.exec(select(Person).where(Person.preferred_name == "Serial")).one()
    assert serial.born_on is not None
    assert serial.born_on.isoformat() == "2008-03-27"
    # A list names its workers, and need not say who referred.
    named = cases_of(world)["Named"]
    assert named.worker_id == world.worker.account_id
    with world.as_(world.manager) as database:
        assert database.find(Referral, named.referral_id).source == "not-known"


def test_who_is_known_is_decided_on_screen(world: World, visit: Visits) -> None:
    known = world.case(person=world.somebody("Quillon"))
    with world.as_(world.manager) as database:
        person = database.find(Person, known.person_id)
    commission = world.commissions["iris"].id
    manager = visit(world.manager)
    run = send(
        manager, commission, csv(row("A1", "Quillon"), row("A2", "Wystan", DOB="01/02/2009"))
    )
    mapped_for_iris(manager, run)
    undecided = manager.post(f"{run}/check", version=1)
    assert undecided.status_code == 422
    assert "Select whether row 2 is somebody you know" in text_of(undecided)
    manager.post(f"{run}/check", {"same-2": str(person.id)}, version=1)
    with world.as_(world.manager) as database:
        joined = database.exec(
            select(Case).where(Case.person_id == person.id, Case.commission_id == commission)
        ).one()
    assert joined.id != known.id
    # In a service where they have an open case already they cannot come in a second time.
    again = send(manager, world.commissions["hospital"].id, csv(row("B1", "Quillon")))
    mapped(manager, again)
    twice = manager.post(f"{again}/check", {"same-2": str(person.id)}, version=1)
    assert twice.status_code == 422
    assert "has an open case in this service already" in text_of(twice)


def mapped_for_iris(manager: Visit, run: str) -> None:
    """The columns as usual; the practice is the source."""
    manager.post(f"{run}/columns", COLUMNS)
    manager.post(f"{run}/values", {"v-5-0": "M", "v-12-0": "gp-practice"})


def test_what_was_mapped_is_remembered_for_the_next_file(world: World, visit: Visits) -> None:
    manager, run = start(world, visit, row("A1", "Quillon"))
    manager.post(f"{run}/drop")
    with world.as_(world.manager) as database:
        dropped = database.exec(select(ImportRun)).one()
    assert (dropped.state, dropped.content) == ("dropped", None)
    run = send(manager, world.commissions["hospital"].id, csv(row("A1", "Quillon")))
    values = manager.post(f"{run}/columns", dict.fromkeys((), "") | columns_in(manager, run))
    assert '<option value="ed" selected>' in values.text


def columns_in(manager: Visit, run: str) -> dict[str, str]:
    """What the page of columns proposes."""
    page = manager.get(f"{run}/columns").text
    found = re.findall(r'<select[^>]* name="(\w+)".*?</select>', page, re.DOTALL)
    chosen = {}
    for name in found:
        part = page.split(f'name="{name}"', 1)[1].split("</select>", 1)[0]
        if picked := re.search(r'<option value="([^"]+)" selected', part):
            chosen[name] = picked[1]
    return chosen


def test_a_run_exists_for_its_own_managers_only(world: World, visit: Visits) -> None:
    _, run = start(world, visit, row("A1", "Quillon"))
    for name in ("rival_manager", "men_manager", "worker", "guardian", "administrator"):
        stranger = visit(world.viewers[name])
        for page in ("", "/columns", "/values", "/check"):
            assert stranger.get(run + page).status_code == 404, (name, page)
    rival = visit(world.rival_manager)
    answer = rival.post(
        "/imports",
        {"commission": str(world.commissions["hospital"].id)},
        files={"file": ("cases.csv", csv(row("A1", "Quillon")), "text/csv")},
    )
    assert answer.status_code == 422


def test_a_bad_file_is_answered_in_words(world: World, visit: Visits) -> None:
    manager, commission = visit(world.manager), str(world.commissions["hospital"].id)
    for content, words in (
        (b"", "Choose a CSV or XLSX file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "This is no CSV or XLSX file"),
        (b"PK\x03\x04" + b"\0" * 50, "This XLSX file is damaged"),
        (b"Name,Name\nA,B\n", "a heading of its own"),
        (b"Name\n", "one row for each case"),
    ):
        answer = manager.post(
            "/imports",
            {"commission": commission},
            files={"file": ("cases.csv", content, "text/csv")},
        )
        assert answer.status_code == 422
        assert words in text_of(answer) or not content
