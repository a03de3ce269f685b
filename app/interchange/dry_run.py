"""A dry run of a spreadsheet: which rows would come in, which are known, which are refused, and why."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from app.actions import imports, looking
from app.actions.imports import OpenCase
from app.actions.people import Contact, PersonDetails
from app.database import Database
from app.interchange import incoming
from app.interchange.incoming import Columns, Incoming, Values, Wrong
from app.interchange.spreadsheets import Sheet
from app.models import ImportRun, Person
from app.queries.allocation import Worker, workers
from app.queries.known_people import Known

NEW = "new"
# Of the list `referral-source`: an old list need not say who referred.
NOT_SAID = "not-known"


class Ready(NamedTuple):
    """A row that can come in, the key it is known by, and the people it may be about."""

    row: Incoming
    key: str
    details: PersonDetails
    worker_id: UUID | None
    alike: list[Known]

    @property
    def box(self) -> str:
        """The name of the box in which it is decided who this is."""
        return f"same-{self.row.row}"


class Plan(NamedTuple):
    """What would become of every row of a spreadsheet."""

    ready: list[Ready]
    known: list[Incoming]
    wrong: list[Wrong]

    @property
    def refused(self) -> int:
        """How many rows are refused; one row may have several faults."""
        return len({one.row for one in self.wrong})


def plan(
    database: Database, run: ImportRun, sheet: Sheet, columns: Columns, values: Values
) -> Plan:
    """Read every row and look up what only the database can tell. Nothing is written."""
    good, wrong = incoming.read_rows(sheet, columns, values)
    before, team = imports.known_keys(database, run), workers(database)
    held_by: dict[str, UUID | None] = {}
    ready: list[Ready] = []
    known: list[Incoming] = []
    rows: dict[str, int] = {}
    for row in good:
        key = key_of(row)
        worker = row.get("worker")
        if worker and worker not in held_by:
            held_by[worker] = _holder(database, worker, team)
        if key in before:
            known.append(row)
        elif key in rows:
            field = "own_reference" if row.get("own_reference") else "preferred_name"
            wrong.append(_fault(row, columns, field, "twice", other=rows[key]))
        elif worker and held_by[worker] is None:
            wrong.append(_fault(row, columns, "worker", "no_colleague"))
        else:
            rows[key] = row.row
            details = details_of(row)
            alike = looking.who_it_may_be(database, details)
            ready.append(Ready(row, key, details, held_by.get(worker) if worker else None, alike))
    return Plan(ready, known, sorted(wrong, key=lambda one: one.row))


def _holder(database: Database, worker: str, team: Sequence[Worker]) -> UUID | None:
    """Who of the team a row names, by email address or by name; None where that is not one person."""
    if "@" in worker:
        found = imports.colleague(database, worker)
        return found if found in {one.id for one in team} else None
    named = [one.id for one in team if one.name.casefold() == worker.casefold()]
    return named[0] if len(named) == 1 else None


def key_of(row: Incoming) -> str:
    """The key under which a row is known again: its reference, or who and since when."""
    return imports.key_of(
        row.get("own_reference"),
        row.get("preferred_name"),
        row.get("family_name"),
        row.get("born_on"),
        row.get("referred_on"),
    )


def _fault(row: Incoming, columns: Columns, key: str, code: str, **details: Any) -> Wrong:
    field = incoming.BY_KEY[key]
    given = str(row.get(key) or "")
    return Wrong(row.row, columns.get(key, field.label), given, code, field.title, details)


def details_of(row: Incoming) -> PersonDetails:
    """Who a row is about. Nothing says what is safe: so nothing is, until somebody asks."""
    phone, postcode = row.get("phone"), row.get("postcode")
    return PersonDetails(
        preferred_name=row.get("preferred_name"),
        family_name=row.get("family_name") or "",
        born_on=row.get("born_on"),
        age_given=None if row.get("born_on") else row.get("age"),
        sex=row.get("sex") or "U",
        ethnicity=row.get("ethnicity") or "NK",
        nhs_number=row.get("nhs_number"),
        area=row.get("area"),
        contact=Contact(phone=phone, postcode=postcode) if phone or postcode else None,
    )


def decided(
    database: Database,
    run: ImportRun,
    ready: list[Ready],
    chosen: Callable[[str], str],
) -> tuple[list[OpenCase], dict[str, str]]:
    """The cases to bring in under what was decided on screen, and what is wrong, by box.

    `chosen` answers what was chosen in a box: a person's id, `new`, or nothing.
    """
    found, wrong, taken = [], {}, set()
    for one in ready:
        said = chosen(one.box) if one.alike else NEW
        person: PersonDetails | Person = one.details
        if said not in {NEW, *(str(known.id) for known in one.alike)}:
            wrong[one.box] = f"Select whether row {one.row.row} is somebody you know"
        elif said != NEW:
            person_id = UUID(said)
            if person_id in taken or imports.has_open_case(database, person_id, run.commission_id):
                wrong[one.box] = (
                    f"Row {one.row.row}: this person has an open case in this service already. "
                    "Choose somebody new, or take the row out of the file"
                )
            taken.add(person_id)
            person = database.find(Person, person_id, lock=True)
        found.append(_case(one, person))
    return found, wrong


def _case(one: Ready, person: PersonDetails | Person) -> OpenCase:
    row = one.row
    return OpenCase(
        row_key=one.key,
        person=person,
        referred_on=row.get("referred_on"),
        source=row.get("source") or NOT_SAID,
        accepted_on=row.get("accepted_on"),
        first_contact_on=row.get("first_contact_on"),
        agreed_on=row.get("agreed_on"),
        last_contact_on=row.get("last_contact_on"),
        worker_id=one.worker_id,
    )
