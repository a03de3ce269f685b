"""Keeping the ledger true to one record, however often it is corrected.

A record states a set of facts of one kind: a session its head counts, a shift its hours. After a
change the set is stated anew: what still holds stays untouched, what changed is closed and stated
as it is now, what is gone is withdrawn. So a press of "save" without a change writes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import col, select

from app import facts
from app.database import Database
from app.facts import Kind, Statement
from app.models import Fact


def restate(
    database: Database,
    source_id: UUID,
    kind: Kind,
    fresh: Sequence[Statement],
    *,
    reason: str = "corrected",
) -> None:
    """Make `fresh` what the record `source_id` states of a kind; an empty `fresh` withdraws all."""
    stored = [] if source_id in database.made else standing(database, source_id, kind)
    _drop_unwritten(database, source_id, kind, {fact.seq for fact in stored})
    left = list(fresh)
    changed = []
    for fact in stored:
        says = replace(facts.of_row(fact), closes=None, reason=None)
        if says in left:
            left.remove(says)
        else:
            changed.append(fact)
    for fact in changed:
        instead = _nearest(fact, left)
        if instead is None:
            database.state(facts.withdraw(fact, reason))
        else:
            left.remove(instead)
            database.state(facts.correct(fact, instead, reason))
    database.state(*left)


def standing(database: Database, source_id: UUID, kind: Kind) -> list[Fact]:
    """The facts of a kind that a record states now, oldest first."""
    ended = select(col(Fact.closes)).where(
        Fact.source_id == source_id, col(Fact.closes).is_not(None)
    )
    return list(
        database.exec(
            select(Fact)
            .where(Fact.source_id == source_id, Fact.kind == int(kind), col(Fact.seq).not_in(ended))
            .order_by(col(Fact.seq))
        ).all()
    )


def _drop_unwritten(
    database: Database, source_id: UUID, kind: Kind, stored: set[int | None]
) -> None:
    """Forget what this transaction was going to say of the record: it is said anew."""
    database.stated = [
        one
        for one in database.stated
        if one.source_id != source_id
        or not (one.kind == kind or (one.kind == Kind.withdrawn and one.closes in stored))
    ]


def _nearest(fact: Fact, left: Sequence[Statement]) -> Statement | None:
    """What takes the place of a fact: the statement about the same part of the count, or any."""
    same = [one for one in left if (one.audience, one.sex) == (fact.audience, fact.sex)]
    return next(iter(same or left), None)
