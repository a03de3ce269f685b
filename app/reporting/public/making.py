"""Making a public edition: rounded after the rule of NHS Hospital Episode Statistics, then audited.

Nought stays, 1 to 7 becomes a mark, everything else is rounded to 5, each total by itself. A rounded
number says that the true one lies within 2 of it; whatever could still be worked out from all of
these is marked too. Nothing is published that does not follow from what the commissioner's own
edition prints (`backing.py`). What was published is never corrected cell by cell: a later edition of the same
period is printed only where every number is the same or changed by the threshold or more; otherwise
a dated note says that something changed.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from app import clocks
from app.access import DatabaseRole
from app.database import transaction
from app.errors import Refused
from app.models import Audience, TableState
from app.reporting.asked import may_ask_about
from app.reporting.counting import follow
from app.reporting.editions.making import MadeEdition, MadeTable, definition, names_of, row_of
from app.reporting.editions.span_counts import SpanCounts, count_span
from app.reporting.gate.issued import issued
from app.reporting.gate.linking import linked
from app.reporting.gate.marks import PUBLIC_THRESHOLD, Cell, Profile
from app.reporting.gate.places import Place, stored
from app.reporting.gate.protection import decide, holds
from app.reporting.gate.spots import Issue
from app.reporting.measure import By
from app.reporting.periods import Month, Span
from app.reporting.public.backing import NotBacked, backing, may_be_told
from app.reporting.public.tables import CROSSED, PUBLIC_TABLES, flags, may_break_down
from app.reporting.scopes import threshold_in

NEW = "new"
KEPT_BACK = Cell(None, "kept-back")
PAIRS = tuple((CROSSED, (table.by, table.across)) for table in PUBLIC_TABLES if table.across)
CHANGED = (
    "Later entries and corrections changed some figures of this period. They are too few to print"
    " without showing whom they are about, so what was published stands."
)


__all__ = ["Flagged", "NotBacked", "make"]


class Flagged(Refused):
    """Nothing was published yet: something has to be looked at first."""


def make(
    organisation_id: UUID, span: Span, *, confirmed: bool, frozen: dict[str, Any]
) -> MadeEdition:
    """Make a public edition.

    Raises Flagged until what is flagged is confirmed; NotBacked where the commissioner's own edition
    of the span has to be made first; or Refused.
    """
    if isinstance(span, Month):
        raise Refused("Only quarters and years are published.")
    snapshot = follow()
    with transaction(role=DatabaseRole.counting) as database:
        asked = may_ask_about(database, organisation_id)
        before = issued(database, organisation_id, span, (Audience.public,))
        inside = issued(database, organisation_id, span, (Audience.commissioner,))
    counts = count_span(asked, snapshot, span, snapshot.known_at, PAIRS)
    words = names_of(asked, counts)
    tables = _tables(counts)
    profile = Profile(max(PUBLIC_THRESHOLD, threshold_in(counts.scopes, ())), rounded=True)
    # A note printed no number: what stands is the edition before it.
    earlier = [one for one in before.issues if one.span == span and one.values]
    if earlier:
        changes = _changes(earlier[-1], counts, tables)
        if not changes:
            raise Refused("Nothing changed since it was published.")
        if min(changes) < profile.threshold:
            return _note(_nothing(snapshot.known_at, profile, words, frozen), earlier[-1])
    try:
        backed = backing(inside.issues, span, counts.single | counts.crossed, tables)
    except NotBacked:
        own = [one.known_at for one in inside.issues if one.span == span]
        if not earlier or not own or own[-1] < snapshot.known_at:
            raise
        # The commissioner's own edition of this moment stands as an earlier one: so does this.
        return _note(_nothing(snapshot.known_at, profile, words, frozen), earlier[-1])
    # That it is broken down at all says how many there are at least.
    tables = {place: line for place, line in tables.items() if _is_plain(backed, place)}
    told = {
        place: line
        for place, line in tables.items()
        if may_be_told(backed.get(place), profile.threshold)
    }
    new = Issue(NEW, span, snapshot.known_at, _known(counts, tables), {}, told)
    one = linked((*before.issues, new), counts.scopes, profile)
    spots = one.spots[NEW]
    decided = decide(one.problem)
    if decided.told & set(spots.values()) or not holds(one.problem, decided):
        if earlier:
            # Beside what was published it would tell more than either: that stands.
            return _note(_nothing(snapshot.known_at, profile, words, frozen), earlier[-1])
        raise Refused("It could not be published without giving small numbers away.")
    lines = {line for line in told.values() if line not in decided.left_out}
    shown = {
        place: one.problem.printed.get(spots[place]) or decided.cells.get(spots[place], KEPT_BACK)
        for place, line in tables.items()
        if line in lines
    }
    seen = {place for place, cell in shown.items() if not cell.is_hidden}
    found = flags(counts.single | counts.crossed, seen, words)
    if found and not confirmed:
        raise Flagged(" ".join(found))
    printed = set(shown)
    cells = tuple(
        row_of(tables[place].partition("|")[0], place, shown[place])
        for place in sorted(printed, key=repr)
    )
    body = json.dumps([cells, frozen], sort_keys=True, default=str)
    return MadeEdition(
        known_at=snapshot.known_at,
        threshold=profile.threshold,
        definition=definition(),
        hash=sha256(body.encode()).hexdigest(),
        words=words,
        tables=tuple(_table(table.code, tables, printed) for table in PUBLIC_TABLES),
        cells=cells,
        counts=tuple([*stored(place), new.values[place]] for place in sorted(printed, key=repr)),
        witnesses=decided.proof.as_text(),
        frozen=frozen,
    )


def _tables(counts: SpanCounts) -> dict[Place, str]:
    """The table and line of each place that may be published."""
    all_counts = counts.single | counts.crossed
    found: dict[Place, str] = {}
    for table in PUBLIC_TABLES:
        if table.by not in (By.all, By.programme) and not may_break_down(all_counts):
            continue
        for place in table.places(all_counts):
            programme = dict(place.where).get(By.programme)
            if table.across and not may_break_down(all_counts, programme):
                continue
            line = programme if table.across else f"{place.measure} {' '.join(place.by)}"
            found[place] = f"{table.code}|{line}"
    return found


def _is_plain(backed: Mapping[Place, Cell], place: Place) -> bool:
    """Whether the commissioner reads how many there are in all of what a cell breaks down."""
    if not place.where or place.by == (By.programme,):
        return True
    own = tuple(cell for cell in place.where if len(place.where) > 1 and cell[0] is By.programme)
    whole = backed.get(Place(CROSSED, own))
    return whole is not None and not whole.is_hidden


def _table(code: str, tables: dict[Place, str], printed: set[Place]) -> MadeTable:
    lines = {line for line in tables.values() if line.partition("|")[0] == code}
    there = {tables[place] for place in printed} & lines
    missing = tuple(sorted(line.partition("|")[2] for line in lines - there))
    state = TableState.printed if there else TableState.left_out
    return MadeTable(code, state, lines_left_out=missing)


def _known(counts: SpanCounts, tables: dict[Place, str]) -> dict[Place, int]:
    """What is published, and the lines of small programmes: these are known to exist."""
    all_counts = counts.protected
    measures = {place.measure for place in tables}
    return {
        place: n
        for place, n in all_counts.items()
        if place in tables or (place.measure in measures and len(place.where) > 1)
    }


def _changes(before: Issue, counts: SpanCounts, tables: dict[Place, str]) -> list[int]:
    """By how much each published number changed, where it did."""
    now = counts.single | counts.crossed
    places = {*before.values, *tables}
    changes = (abs(now.get(place, 0) - before.values.get(place, 0)) for place in places)
    return [change for change in changes if change]


def _nothing(
    known_at: int, profile: Profile, words: dict[str, dict[str, str]], frozen: dict[str, Any]
) -> MadeEdition:
    """An edition that prints nothing."""
    return MadeEdition(
        known_at, profile.threshold, definition(), "", words, (), (), (), "{}", frozen
    )


def _note(made: MadeEdition, before: Issue) -> MadeEdition:
    """An edition that prints nothing anew: the earlier one stands, with a dated note."""
    day = f"{clocks.today():%-d %B %Y}"
    said = made.frozen | {"note": f"{day}: {CHANGED}"}
    tables = tuple(
        MadeTable(table.code, TableState.stands, UUID(before.name), said["note"])
        for table in PUBLIC_TABLES
    )
    body = sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
    return made._replace(hash=body, tables=tables, frozen=said)
