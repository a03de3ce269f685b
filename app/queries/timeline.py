"""The timeline of a case: sessions, contacts, notes and decisions, newest first, in sentences.

Three short statements, each cut to one page by the same key (moment, kind of row, id), are merged;
a page never needs more rows than it shows, and equal moments are never lost between two pages.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from heapq import nlargest
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    SEEN,
    Account,
    Attendance,
    AttendanceStatus,
    Event,
    Note,
    NoteKind,
    Session,
    SessionShape,
)
from app.programmes.lists import code_list
from app.queries.absences import for_whom
from app.queries.case_file import CaseFile
from app.queries.history import sentence
from app.queries.keyset import moment_in

PAGE = 50
ATTEMPT = "attempt"


class Show(StrEnum):
    """What of the timeline is shown."""

    all = "all"
    contacts = "contacts"
    sessions = "sessions"
    decisions = "decisions"
    notes = "notes"


class Item(NamedTuple):
    """One thing that happened, as `ui.timeline` draws it; `row` names the row it came from."""

    at: datetime
    rank: int
    row: UUID
    title: str
    byline: str
    text: str
    url: str | None

    @property
    def place(self) -> str:
        """Where a page that ends with this item goes on."""
        return f"{self.at.isoformat()}~{self.rank}~{self.row}"


class Timeline(NamedTuple):
    """One page of a timeline; `older` is the place where the next one goes on, or None."""

    items: list[Item]
    older: str | None


class Place(NamedTuple):
    """Where a page starts: after this key, newest first."""

    at: datetime
    rank: int
    row: UUID


def place_of(text: str | None) -> Place | None:
    """Read the place of an address; None for one that somebody made up."""
    try:
        at, rank, row = (text or "").split("~")
        return Place(moment_in(at), int(rank), UUID(row))
    except ValueError:
        return None


def after(place: Place | None, rank: int, moment: Any, row: Any) -> Sequence[ColumnElement[bool]]:
    """The condition that a row of this rank comes after the place, newest first."""
    if place is None:
        return ()
    same = {True: and_(moment == place.at, row < place.row), False: false()}[rank == place.rank]
    tied = moment == place.at if rank < place.rank else same
    return (or_(moment < place.at, tied),)


def timeline(
    database: Database,
    file: CaseFile,
    *,
    show: Show = Show.all,
    place: Place | None = None,
    most: int = PAGE,
) -> Timeline:
    """One page of the timeline of a case, in at most three statements."""
    found: list[Item] = []
    if show in {Show.all, Show.contacts, Show.sessions}:
        found += _sessions(database, file, show, place, most + 1)
    if show in {Show.all, Show.notes}:
        found += _notes(database, file, place, most + 1)
    if show in {Show.all, Show.decisions}:
        found += _decisions(database, file, place, most + 1)
    newest = nlargest(most + 1, found, key=lambda item: (item.at, item.rank, item.row))
    shown = newest[:most]
    return Timeline(shown, shown[-1].place if len(newest) > most else None)


def _sessions(
    database: Database, file: CaseFile, show: Show, place: Place | None, most: int
) -> list[Item]:
    wanted = [
        col(Attendance.case_id) == file.case.id,
        col(Attendance.status) != AttendanceStatus.expected,
    ]
    if show is Show.contacts:
        wanted.append(or_(col(Session.kind) == ATTEMPT, col(Attendance.status).in_(SEEN)))
    elif show is Show.sessions:
        wanted.append(col(Session.kind) != ATTEMPT)
    rows = database.execute(
        select(
            col(Session.starts_at),
            col(Attendance.id),
            col(Session.id),
            col(Session.shape),
            col(Session.kind),
            col(Session.method),
            col(Session.purpose),
            col(Session.minutes),
            col(Session.place),
            col(Session.group_id),
            col(Attendance.status),
            col(Attendance.note),
            col(Session.note),
            col(Account.name),
            for_whom(file.case.id, col(Session.led_by_id), col(Session.starts_at)),
        )
        .join(Session, col(Session.id) == col(Attendance.session_id))
        .outerjoin(Account, col(Account.id) == col(Session.led_by_id))
        .where(*wanted, *after(place, 3, col(Session.starts_at), col(Attendance.id)))
        .order_by(col(Session.starts_at).desc(), col(Attendance.id).desc())
        .limit(most)
    ).all()
    return [_session(file, row) for row in rows]


def _session(file: CaseFile, row: Any) -> Item:
    (
        at,
        row_id,
        session_id,
        shape,
        kind,
        method,
        purpose,
        minutes,
        place,
        group_id,
        status,
        note,
        common,
        by,
        whom,
    ) = row
    is_group = shape == SessionShape.group
    details = [
        code_list("session-method").label(method) if method else "",
        code_list("session-purpose").label(purpose) if purpose else "",
        place or "",
    ]
    said = note or ("" if is_group else common)
    text = "\n".join(line for line in (" · ".join(filter(None, details)), said or "") if line)
    url = f"/groups/{group_id}/sessions/{session_id}" if is_group and group_id else None
    if not is_group and kind != ATTEMPT and file.may_work:
        url = f"{file.path}/sessions/{session_id}/mark"
    return Item(
        at, 3, row_id, session_sentence(file, kind, status, minutes), done_by(by, whom), text, url
    )


def done_by(name: str | None, whom: str | None) -> str:
    """Who did something, and for whom if they stood in."""
    return f"{name or ''}, for {whom}" if whom else name or ""


def session_sentence(file: CaseFile, kind: str, status: str, minutes: int | None) -> str:
    """What became of one session, such as "Home visit: attended, 60 minutes"."""
    if kind == ATTEMPT:
        return "Tried to make contact: not reached"
    seen = status in SEEN
    mark = code_list("attendance").label(status).lower()
    length = f", {minutes} minutes" if minutes and seen else ""
    return f"{kind_label(file, kind)}: {mark}{length}"


def kind_label(file: CaseFile, kind: str) -> str:
    """The programme's words for a kind of session."""
    known = file.definition.sessions.kind(kind) if file.definition.sessions else None
    return known.label if known else kind.replace("-", " ").capitalize()


def _notes(database: Database, file: CaseFile, place: Place | None, most: int) -> list[Item]:
    first = aliased(Note)
    rows = database.execute(
        select(
            col(Note.made_at),
            col(Note.id),
            col(Note.words),
            col(Note.adds_to_id),
            col(Note.kind),
            col(first.made_at),
            col(Account.name),
            for_whom(file.case.id, col(Note.by_id), col(Note.made_at)),
        )
        .outerjoin(first, col(first.id) == col(Note.adds_to_id))
        .outerjoin(Account, col(Account.id) == col(Note.by_id))
        .where(col(Note.case_id) == file.case.id, *after(place, 2, col(Note.made_at), col(Note.id)))
        .order_by(col(Note.made_at).desc(), col(Note.id).desc())
        .limit(most)
    ).all()
    items = []
    for at, row_id, words, adds_to, kind, when, by, whom in rows:
        title = "Hand-over note" if kind == NoteKind.handover else "Note"
        if adds_to:
            day = when.astimezone(clocks.LONDON) if when else None
            title = f"Added to the note of {day.day} {day:%B %Y}" if day else "Added to a note"
        url = f"{file.path}/notes/new?adds_to={adds_to or row_id}" if file.may_work else None
        items.append(Item(at, 2, row_id, title, done_by(by, whom), words, url))
    return items


def _decisions(database: Database, file: CaseFile, place: Place | None, most: int) -> list[Item]:
    # Sessions and notes speak for themselves above; only their corrections are told here.
    told = or_(
        col(Event.noun).not_in(["session", "attendance", "note", "mention", "clock"]),
        and_(col(Event.noun) == "attendance", col(Event.what).in_(["corrected", "moved"])),
    )
    rows = database.execute(
        select(
            col(Event.at),
            col(Event.id),
            col(Event.noun),
            col(Event.what),
            col(Event.codes),
            col(Account.name),
            for_whom(file.case.id, col(Event.account_id), col(Event.at)),
        )
        .outerjoin(Account, col(Account.id) == col(Event.account_id))
        .where(
            col(Event.organisation_id) == file.case.organisation_id,
            col(Event.side) == file.case.side,
            col(Event.case_id) == file.case.id,
            ~col(Event.viewed),
            told,
            *after(place, 1, col(Event.at), col(Event.id)),
        )
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(most)
    ).all()
    return [
        Item(
            at,
            1,
            row_id,
            sentence(noun, what, codes, file.definition),
            done_by(by, whom),
            "",
            None,
        )
        for at, row_id, noun, what, codes, by, whom in rows
    ]
