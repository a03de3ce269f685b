"""Tasks, notes, documents, follow-ups and supervision of the filled partnership."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from app import clocks
from app.actions import cases, documents, follow_ups, notes, supervision, tasks
from app.actions.documents import NewDocument
from app.models import Case, Clock, Mention, Task
from tests.access.filled_safeguarding import LINES
from tests.access.people import PROVIDER, RIVAL

if TYPE_CHECKING:
    from tests.access.filled import Filled


def fill_working(made: Filled) -> None:
    """What hangs on the case of every line, closed cases to ask again, and two workers spoken with."""
    for name, (worker, seen_by) in LINES.items():
        _work(made, name, worker, seen_by)
    _rest(made)
    for name, worker, manager, seen_by in (
        ("hospital", "worker", "manager", PROVIDER),
        ("rival", "rival_worker", "rival_manager", RIVAL),
    ):
        _ask_again(made, name, worker, manager, seen_by)
        _supervise(made, name, worker, manager)


def _rest(made: Filled) -> None:
    """A case nobody has met yet, so that a standard still runs."""
    case = made.world.case()
    with made.world.as_(made.world.worker) as database:
        clock = database.exec(
            select(col(Clock.id)).where(
                Clock.referral_id == case.referral_id, Clock.name == "first-contact"
            )
        ).one()
    made.keep("resting", "hospital", PROVIDER, case_id=case.id, clock_id=clock)


def _work(made: Filled, name: str, worker: str, seen_by: frozenset[str]) -> None:
    def hide(about: str, *, shown: bool = False) -> str:
        return made.secrets.word(f"{name}: {about}", seen_by, shown=shown)

    me = made.world.viewers[worker]
    with made.world.as_(me) as database:
        case = database.find(Case, made.cases[name].id, lock=True)
        task = tasks.make(database, case, words=hide("task"), due_on=clocks.today())
        note = notes.write(database, case, words=hide("pinned note", shown=True), pinned=True)
        document = documents.add(
            database,
            case,
            NewDocument(
                kind="letter",
                title=hide("title of a document"),
                about=hide("what a document is about"),
                dated=clocks.today(),
                form="pdf",
                content=hide("content of a document").encode(),
                file_name=hide("name of a file") + ".pdf",
                template="closing",
                words=hide("words of a letter"),
            ),
        )
        clock = database.exec(
            select(col(Clock.id)).where(
                Clock.referral_id == case.referral_id, col(Clock.stopped_at).is_(None)
            )
        ).first()
        mention = Mention(
            case_id=case.id,
            organisation_id=case.organisation_id,
            commission_id=case.commission_id,
            side=case.side,
            restricted=case.restricted,
            note_id=note.id,
            account_id=me.account_id,
        )
        database.add(mention)
        database.record(mention, "named")
    made.keep(
        "working", name, seen_by, case_id=case.id, task_id=task.id, note_id=note.id,
        document_id=document.id, template="receipt", clock_id=clock or uuid4(),
    )  # fmt: skip
    made.keep("mention", name, seen_by, mention_id=mention.id)


def _ask_again(made: Filled, name: str, worker: str, manager: str, seen_by: frozenset[str]) -> None:
    world = made.world
    if name == "hospital":
        case = world.case()
    else:
        sent = world.refer("resettlement", by=world.rival_worker, answers={}, source="self")
        case = world.accept(sent, by=world.viewers[manager], worker=world.viewers[worker])
    words = made.secrets.word(f"{name}: words of a follow-up", seen_by, shown=False)
    with world.as_(world.viewers[worker]) as database:
        row = database.find(Case, case.id, lock=True)
        cases.engage(database, row, agreed_on=clocks.today())
    world.meet(case, by=world.viewers[worker])
    with world.as_(world.viewers[worker]) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="goals-met", planned=True)
        found = database.exec(select(Task).where(Task.case_id == case.id)).all()
        extra = Task(
            **{
                column: getattr(found[0], column)
                for column in (
                    "case_id",
                    "organisation_id",
                    "commission_id",
                    "side",
                    "restricted",
                    "account_id",
                    "kind",
                )
            },
            due_on=clocks.today() + timedelta(days=90),
        )
        database.add(extra)
        database.record(extra, "made")
        database.flush()
        follow_ups.record(
            database, row, found[0], asked_on=clocks.today(), result="reached", words=words
        )
    made.keep("follow up", name, seen_by, case_id=case.id, task_id=extra.id)


def _supervise(made: Filled, name: str, worker: str, manager: str) -> None:
    world, readers = made.world, frozenset({worker, manager})
    about = world.viewers[worker].account_id
    with world.as_(world.viewers[manager]) as database:
        supervision.write(
            database,
            account_id=about,
            met_on=clocks.today(),
            words=made.secrets.word(f"{name}: supervision", readers),
            agreed=made.secrets.word(f"{name}: agreed in supervision", readers),
        )
    made.keep("supervised", name, readers, account_id=about)
    made.keep("to supervise", name, frozenset({manager}), account_id=about)
