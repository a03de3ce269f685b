"""Blind matching between two organisations, where a recorded agreement names both.

Nobody sees what it finds: the job writes pairs of subjects, and the ledger `same_person` follows.
It reads keys only: of the NHS number, and of name, birth date and postcode together. A key that two
people of one organisation share proves nothing and is left out.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlmodel import col

from app import clocks
from app.actions import comparing
from app.database import Database
from app.errors import Refused
from app.models import (
    Fact,
    IdentityMatch,
    JoinedSubject,
    MatchingAgreement,
    Organisation,
    Person,
    Side,
)
from app.programmes.loading import definition_of, newest_versions

# A key → the subjects of one organisation that have it, joined records as one.
Keyed = Mapping[str, set[UUID]]
Pairs = dict[tuple[UUID, UUID], str]


class Keys(NamedTuple):
    """The people of an organisation by NHS key and by match key, and who has one of their own."""

    by_number: Keyed
    by_name: Keyed
    subjects: frozenset[UUID]


def agree(
    database: Database,
    *,
    one_id: UUID,
    other_id: UUID,
    reference: str,
    from_day: date,
    to_day: date | None = None,
    includes_withheld: bool = False,
) -> MatchingAgreement:
    """Write down that two organisations agreed to be matched. Raises Refused for one that stands."""
    if one_id == other_id:
        raise Refused("An agreement is between two organisations.")
    first, second = sorted((one_id, other_id))
    for organisation_id in (first, second):
        if not database.find(Organisation, organisation_id).active:
            raise Refused("One of the two organisations is retired. Choose another.")
    standing = database.execute(
        select(col(MatchingAgreement.id)).where(
            col(MatchingAgreement.one_id) == first,
            col(MatchingAgreement.other_id) == second,
            col(MatchingAgreement.to_day).is_(None) | (col(MatchingAgreement.to_day) > from_day),
        )
    ).first()
    if standing:
        raise Refused("These two have an agreement already. End it before you record another.")
    made = MatchingAgreement(
        one_id=first,
        other_id=second,
        reference=reference,
        includes_withheld=includes_withheld,
        from_day=from_day,
        to_day=to_day,
    )
    database.add(made)
    database.flush()
    database.record(made, "agreed")
    database.later("match", made.id)
    return made


def end(database: Database, agreement: MatchingAgreement) -> None:
    """End an agreement today: what it matched is parted by the job. Raises Refused if it is over."""
    today = clocks.today()
    if agreement.to_day is not None and agreement.to_day <= today:
        raise Refused("This agreement has ended before.")
    # From that day on it stands for nothing; one that has not begun ends as it begins.
    agreement.to_day = max(agreement.from_day, today)
    database.flush()
    database.record(agreement, "ended")
    database.later("match", agreement.id)


def match(database: Database, agreement: MatchingAgreement) -> tuple[int, int]:
    """Bring the matches of one agreement up to date; how many were added and ended.

    Runs as `system`, one agreement a transaction: it reads what stands of those before. Only people
    who may be matched are looked at; outside its days an agreement matches nobody.
    """
    runs = _runs(agreement)
    nobody = Keys({}, {}, frozenset())
    one, other = _both(database, agreement) if runs else (nobody, nobody)
    wanted = _pairs(one, other)
    standing = {
        (row.subject, row.other_subject): row
        for row in database.execute(
            select(IdentityMatch).where(
                col(IdentityMatch.agreement_id) == agreement.id,
                col(IdentityMatch.ended_at).is_(None),
            )
        ).scalars()
    }
    gone = [row for pair, row in standing.items() if pair not in wanted]
    fresh = [pair for pair in wanted if pair not in standing]
    for row in gone:
        row.ended_at = clocks.now()
    for pair in fresh:
        database.add(
            IdentityMatch(
                agreement_id=agreement.id,
                subject=pair[0],
                other_subject=pair[1],
                by=wanted[pair],
            )
        )
    database.flush()
    if runs or not _followed(database, agreement):
        comparing.state(database, agreement.one_id, agreement.other_id, one.subjects)
        comparing.state(database, agreement.other_id, agreement.one_id, other.subjects)
    return len(fresh), len(gone)


def _runs(agreement: MatchingAgreement) -> bool:
    """Whether an agreement stands today; its last day is the day before `to_day`."""
    today = clocks.today()
    return agreement.from_day <= today and (agreement.to_day is None or today < agreement.to_day)


def _followed(database: Database, agreement: MatchingAgreement) -> bool:
    """Whether another agreement of the same two runs today: then who is compared is its to say."""
    others = database.execute(
        select(MatchingAgreement).where(
            col(MatchingAgreement.one_id) == agreement.one_id,
            col(MatchingAgreement.other_id) == agreement.other_id,
            col(MatchingAgreement.id) != agreement.id,
        )
    ).scalars()
    return any(_runs(other) for other in others)


def _both(database: Database, agreement: MatchingAgreement) -> tuple[Keys, Keys]:
    withheld = set() if agreement.includes_withheld else _withheld(database)
    one, other = (
        _keys(database, organisation, withheld, partners=agreement.includes_withheld)
        for organisation in (agreement.one_id, agreement.other_id)
    )
    return one, other


def _pairs(one: Keys, other: Keys) -> Pairs:
    """Who is one human being by either key; the NHS number has the last word."""
    numbers = {
        subject: key
        for side in (one, other)
        for key, of in side.by_number.items()
        for subject in of
    }
    found: Pairs = {}
    for ours_by, theirs_by, by in (
        (one.by_number, other.by_number, "nhs-number"),
        (one.by_name, other.by_name, "name-birth-postcode"),
    ):
        for key in ours_by.keys() & theirs_by.keys():
            ours, theirs = ours_by[key], theirs_by[key]
            if len(ours) != 1 or len(theirs) != 1:
                continue
            subject, other_subject = sorted((next(iter(ours)), next(iter(theirs))))
            known = {numbers[one] for one in (subject, other_subject) if one in numbers}
            if len(known) <= 1:
                found.setdefault((subject, other_subject), by)
    return found


def _keys(
    database: Database, organisation_id: UUID, withheld: set[UUID], *, partners: bool
) -> Keys:
    """The people of an organisation by their keys; joined records are one."""
    joins = database.execute(
        select(col(JoinedSubject.subject), col(JoinedSubject.counted_as)).where(
            col(JoinedSubject.organisation_id) == organisation_id
        )
    )
    joined = {row.subject: row.counted_as for row in joins}
    rows = database.execute(
        select(col(Person.subject), col(Person.side), col(Person.nhs_key), col(Person.match_key))
        .where(col(Person.organisation_id) == organisation_id)
        .where(col(Person.nhs_key).is_not(None) | col(Person.match_key).is_not(None))
    ).all()
    by_number, by_name = defaultdict(set), defaultdict(set)
    rows = [
        row
        for row in rows
        if row.subject not in withheld and (partners or row.side != Side.partner)
    ]
    for subject, _, nhs, name in rows:
        if nhs:
            by_number[nhs].add(joined.get(subject, subject))
        if name:
            by_name[name].add(joined.get(subject, subject))
    comparable = frozenset(
        subject
        for subject, _, nhs, name in rows
        if len(by_number.get(nhs, ())) == 1 or len(by_name.get(name, ())) == 1
    )
    return Keys(by_number, by_name, comparable)


def _withheld(database: Database) -> set[UUID]:
    """Everybody of whom a programme knows that stays out of matching, such as IRIS."""
    out = [
        (programme.code, side)
        for programme, version in newest_versions(database)
        for side in definition_of(version).side_names or ("",)
        if not definition_of(version).for_side(side).matched
    ]
    if not out:
        return set()
    rows = database.execute(
        select(col(Fact.subject))
        .where(tuple_(col(Fact.programme), col(Fact.side)).in_(out), col(Fact.subject).is_not(None))
        .distinct()
    )
    return {subject for (subject,) in rows}
