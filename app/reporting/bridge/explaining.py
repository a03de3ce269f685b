"""Why a thing is counted differently at two moments: one reason, read off the chains of `closes`."""

from collections.abc import Iterator
from enum import StrEnum

from app.reporting.bridge.ledger import Entry, Ledger
from app.reporting.bridge.units import Thing


class Reason(StrEnum):
    """Why a number of a return is another one today. The first that applies is the reason."""

    identity = "identity"
    withdrawn = "withdrawn"
    moved = "moved"
    dated = "dated"
    details = "details"
    said = "said"
    late = "late"
    definition = "definition"


ORDER = tuple(Reason)
LABELS = {
    Reason.identity: "Records of one person joined, or parted again",
    Reason.withdrawn: "Withdrawn or erased",
    Reason.moved: "Belongs to another service",
    Reason.dated: "The day was corrected",
    Reason.details: "What is known of the person was corrected",
    Reason.said: "What was recorded was corrected",
    Reason.late: "Entered after the return",
    Reason.definition: "The definition changed",
}
BELONGS = ("commission_id", "programme")
KNOWN_OF_A_PERSON = ("age", "sex", "ethnicity", "area", "source", "subject")
"""Columns of a statement that say whom it is about; a change of one of them is a detail."""


def step_says(old: Entry, new: Entry) -> Reason:
    """What one step of a chain means, by what the two statements say differently."""
    if new.kind == 0:
        return Reason.withdrawn
    if any(getattr(old, name) != getattr(new, name) for name in BELONGS):
        return Reason.moved
    if old.happened_on != new.happened_on:
        return Reason.dated
    said = (old.kind, old.code, old.n, old.value, old.audience) != (
        new.kind,
        new.code,
        new.n,
        new.value,
        new.audience,
    )
    if not said and any(getattr(old, name) != getattr(new, name) for name in KNOWN_OF_A_PERSON):
        return Reason.details
    return Reason.said


def reason_for(
    ledger: Ledger,
    was: Thing | None,
    now: Thing | None,
    moments: tuple[int, int],
    *,
    of_people: bool,
) -> Reason:
    """The one reason why a thing came, went or weighs differently between two moments.

    `of_people` says that statements are grouped by human being, so that a thing can differ although
    no statement does: two records of one person were joined, or parted.
    """
    found = set(_reasons(ledger, was, now, moments, of_people=of_people))
    return next((reason for reason in ORDER if reason in found), Reason.identity)


def _reasons(
    ledger: Ledger,
    was: Thing | None,
    now: Thing | None,
    moments: tuple[int, int],
    *,
    of_people: bool,
) -> Iterator[Reason]:
    known_at, until = moments
    before = was.rests_on if was else frozenset()
    after = now.rests_on if now else frozenset()
    for seq in before ^ after:
        entry = ledger.entries[seq]
        if entry.seq > known_at:
            yield from _how_it_came(ledger, entry, known_at)
        elif steps := [step_says(old, new) for old, new in ledger.forward(entry, until)]:
            yield from steps
        elif of_people:
            yield Reason.identity


def _how_it_came(ledger: Ledger, entry: Entry, known_at: int) -> Iterator[Reason]:
    """A new statement: what corrected an older one, or what nobody had stated at that moment."""
    if ledger.root(entry) > known_at:
        yield Reason.late
        return
    for old, new in ledger.back(entry):
        if new.seq > known_at:
            yield step_says(old, new)
