"""Bringing open cases in from a spreadsheet: begin a run, remember how it is read, bring in, drop.

A case that comes in is referred, accepted and worked through the same steps as any other, each on
the day on which it really was. So its milestones keep their days, and its facts are late entries:
happened then, known now.
"""

from datetime import date, datetime, time
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import col, select

from app import clocks, facts, pathway
from app.actions import allocation, cases, milestones, people, referrals, standards
from app.actions.people import PersonDetails
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    Case,
    CaseState,
    Commission,
    ImportedCase,
    ImportMapping,
    ImportRun,
    ImportState,
    Person,
    Referral,
    ReferralContent,
    ReferralOffer,
)
from app.models.encrypted import blind
from app.models.naming import copied_from_case

CHANNEL = "imported"


class OpenCase(NamedTuple):
    """One open case as a row says it, every code checked. `row_key` is from `key_of`."""

    row_key: str
    person: PersonDetails | Person
    referred_on: date
    source: str
    accepted_on: date | None = None
    first_contact_on: date | None = None
    agreed_on: date | None = None
    last_contact_on: date | None = None
    worker_id: UUID | None = None


def key_of(reference: str | None, *parts: object) -> str:
    """The blind key of a row: its own reference, or who it is about and since when."""
    own = [reference.casefold()] if reference else [str(part or "").casefold() for part in parts]
    return blind("import row", "\0".join(own))


def begin(
    database: Database,
    commission: Commission,
    *,
    name: str,
    content: bytes,
    header: list[str],
    rows: list[list[str]],
) -> ImportRun:
    """Take a spreadsheet in. The same file again leads to the run that brought it in whole."""
    viewer = database.viewer
    if commission.provider_id != viewer.organisation_id:
        raise Refused("You can bring in cases only for a service of your own organisation.")
    file_key = blind("import file", sha256(content).hexdigest())
    before = database.exec(
        select(ImportRun).where(
            ImportRun.organisation_id == viewer.organisation_id,
            ImportRun.side == viewer.side,
            ImportRun.commission_id == commission.id,
            ImportRun.file_key == file_key,
            ImportRun.state == ImportState.done,
            ImportRun.n_refused == 0,
        )
    ).first()
    if before is not None:
        return before
    run = ImportRun(
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        commission_id=commission.id,
        account_id=viewer.account_id,
        file_key=file_key,
        file_name=name,
        content={"header": header, "rows": rows},
        n_rows=len(rows),
    )
    database.add(run)
    database.flush()
    database.record(run, "begun")
    return run


def mapping_of(database: Database, run: ImportRun) -> ImportMapping | None:
    """How the last file for this commission was read, if there was one."""
    return database.exec(
        select(ImportMapping).where(
            ImportMapping.organisation_id == run.organisation_id,
            ImportMapping.side == run.side,
            ImportMapping.commission_id == run.commission_id,
        )
    ).first()


def remember(
    database: Database,
    run: ImportRun,
    *,
    columns: dict[str, str] | None = None,
    values: dict[str, dict[str, str]] | None = None,
) -> None:
    """Keep how columns and their values are read, for this run and for the next file."""
    kept = mapping_of(database, run)
    if kept is None:
        kept = ImportMapping(
            organisation_id=run.organisation_id,
            side=run.side,
            commission_id=run.commission_id,
            columns={},
            values={},
        )
        database.add(kept)
    if columns is not None:
        kept.columns = columns
    if values is not None:
        # What an earlier file called something is still known.
        kept.values = {
            key: {**kept.values.get(key, {}), **values.get(key, {})}
            for key in kept.values.keys() | values.keys()
        }
    kept.saved_at = clocks.now()
    database.flush()
    database.record(run, "mapped")


def colleague(database: Database, mail: str) -> UUID | None:
    """Who of the viewer's own organisation and side signs in with an email address."""
    found = database.scalar(select(func.colleague_with_mail(mail)))
    return UUID(str(found)) if found else None


def known_keys(database: Database, run: ImportRun) -> set[str]:
    """The keys of rows that were brought in before."""
    return set(
        database.exec(
            select(ImportedCase.row_key).where(
                ImportedCase.organisation_id == run.organisation_id,
                ImportedCase.side == run.side,
                ImportedCase.commission_id == run.commission_id,
            )
        )
    )


def has_open_case(database: Database, person_id: UUID, commission_id: UUID) -> bool:
    """Whether a person has an open case of the viewer's organisation under a commission."""
    return (
        database.exec(
            select(Case.id).where(
                Case.organisation_id == database.viewer.organisation_id,
                Case.side == database.viewer.side,
                Case.person_id == person_id,
                Case.commission_id == commission_id,
                col(Case.state) != CaseState.closed,
            )
        ).first()
        is not None
    )


def bring_in(database: Database, run: ImportRun, found: list[OpenCase], *, refused: int) -> None:
    """Bring every case of a run in, all or none, and forget the spreadsheet.

    A row that came in before is left out, also when two people press at once. Raises Refused.
    """
    if run.state != ImportState.begun:
        raise Refused("This spreadsheet was brought in or thrown away before. Nothing was changed.")
    if not found:
        raise Refused("There is no row to bring in. Correct the file, and send it again.")
    commission = database.find(Commission, run.commission_id)
    database.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 744))"), {"id": str(commission.id)}
    )
    known = known_keys(database, run)
    fresh = [one for one in found if one.row_key not in known]
    for account_id in {one.worker_id for one in fresh if one.worker_id}:
        allocation.refuse_outsider(database, account_id, allocation.NO_HOLDER)
    with database.together():
        for one in fresh:
            case = _bring_in_one(database, commission, one)
            database.add(ImportedCase(**copied_from_case(case), run_id=run.id, row_key=one.row_key))
            database.record(case, "brought-in")
    run.n_brought, run.n_known, run.n_refused = len(fresh), len(found) - len(fresh), refused
    _end(run, ImportState.done)
    database.record(run, "brought-in", brought=len(fresh), refused=refused)
    database.flush()


def _bring_in_one(database: Database, commission: Commission, row: OpenCase) -> Case:
    agreed = "agreed" if row.agreed_on else "not-asked"
    referral = referrals.log_received(
        database,
        referrals.NewReferral(
            commission=commission,
            person=row.person,
            answers={},
            source=row.source,
            agreement=agreed,
            channel=CHANNEL,
            received_at=moment(row.referred_on),
            side=str(database.viewer.side),
        ),
    )
    case = _accept(database, referral, row.accepted_on or row.referred_on)
    if row.agreed_on:
        _agree(database, case, row.agreed_on)
    for day in (row.first_contact_on, row.last_contact_on):
        if day:
            milestones.seen(database, case, moment(day))
    if row.worker_id:
        allocation.allocate(database, case, account_id=row.worker_id, is_holder=True)
    # Written at the end with the referral as it stands then, not as it was drafted.
    for part in (ReferralOffer, ReferralContent):
        database.find(part, referral.id).state = referral.state
    return case


def _accept(database: Database, referral: Referral, day: date) -> Case:
    """Accept on the day on which it was: the case opens then, and its clocks start then."""
    definition, at = referrals.definition_for(database, referral), moment(day)
    pathway.advance(referral, "accept", database.viewer)
    referral.accepted_at = at
    database.flush()
    person = people.person_of(database, referral)
    case = cases.open_case(database, referral, person, definition)
    case.opened_at = at
    database.record(referral, "accepted", case_id=case.id)
    database.state(facts.about_person(Kind.accepted, referral, person, definition.code, on=day))
    standards.join_case(database, referral, case)
    standards.stop(database, referral, definition, "accepted", at, person)
    standards.start(database, referral, definition, "accepted", at, case=case)
    return case


def _agree(database: Database, case: Case, day: date) -> None:
    definition, referral, person = milestones.context(database, case)
    pathway.advance(case, "engage", database.viewer)
    case.agreed_on = day
    database.flush()
    database.record(case, "agreed")
    database.state(
        facts.about_person(
            Kind.agreed, referral, person, definition.code, on=day, source_id=case.id
        )
    )
    standards.stop(database, referral, definition, "agreed", moment(day), person)
    standards.start(database, referral, definition, "agreed", moment(day), case=case)


def drop(database: Database, run: ImportRun) -> None:
    """Throw a spreadsheet away that was not brought in."""
    if run.state == ImportState.begun:
        _end(run, ImportState.dropped)
        database.record(run, "dropped")
        database.flush()


def _end(run: ImportRun, state: ImportState) -> None:
    run.state, run.content, run.ended_at = state, None, clocks.now()


def moment(day: date) -> datetime:
    """The moment that stands for a day of which only the day is known: noon, or now."""
    return min(datetime.combine(day, time(12), clocks.LONDON), clocks.now())


def sheet_in(run: ImportRun) -> dict[str, Any]:
    """What a run holds while it is under way. Raises Refused once it has ended."""
    if run.content is None:
        raise Refused("This spreadsheet was brought in or thrown away before.")
    return run.content
