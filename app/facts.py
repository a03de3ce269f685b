"""The countable statements that actions make true.

An action builds a `Statement` and gives it to `database.state(…)`. The door writes all of them in one
INSERT at the end of the transaction. Nothing is ever changed: `correct` and `withdraw` close an old
row with a new one. A fact carries no name, only the random subject of one organisation's person.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from app import clocks
from app.models import Commission, Fact, Group, Person, Referral, Session


class Kind(IntEnum):
    """What a fact says. Numbers are kept for ever; `withdrawn` only closes another row.

    In the remark: what `code`, `n` and `value` hold.
    """

    withdrawn = 0
    received = 1  # a referral reached the provider; code = source
    accepted = 2
    declined = 3  # code = decline reason
    retracted = 4  # the sender took the offer back; code = reason
    waiting = 5  # accepted in principle, no place
    clock = 6  # a standard ended; code = its name, n = 1 met or 0 missed, value = working minutes
    first_attempt = 7
    first_contact = 8  # value = hours from sent (elapsed, round the clock)
    agreed = 9
    engaged = 10  # first session seen after agreement
    session = (
        11  # one person's place in a session; code = attendance status, value = minutes if seen
    )
    goal_set = 12  # code = domain
    goal_ended = 13  # code = result
    measure = 14  # code = "key:occasion", value = score
    closed = 15  # code = closure reason, n = 1 planned or 0 unplanned
    reopened = 16
    onward = 17  # an onward referral made from a case; code = programme it went to
    onward_accepted = 18
    approach = 19  # offered and declined, or not approached; code = outcome
    delivered = 20  # a group, universal or training session held; code = its kind, value = minutes
    headcount = 21  # n people at a session; code = kind of session, audience said
    shift_planned = 22
    shift_delivered = 23  # value = staff hours
    incident = 24  # code = kind of incident, n = 1; value = 1 de-escalated without police
    setting_stage = 25  # a setting reached a stage; code = stage
    trained = 26  # n professionals at a training session; code = kind of session
    exposed = 27  # an estimate of people who could be reached; basis estimate
    followed_up = 32  # asked again after the end; code = result, value = months since the end
    concern_raised = 30  # a safeguarding concern; nothing of what it is about
    concern_action = 31  # something was done about a concern; code = what, n = 1 in time or 0 late
    joined = 28  # an accepted referral of somebody already worked with: no case of its own
    unacted = 29  # nobody did anything with a referral by the day it was due
    compared = 40  # records of another organisation were looked through for them; code = its id


@dataclass(frozen=True)
class Statement:
    """A fact before it is written. `known_from` and `seq` come with the commit."""

    kind: Kind
    stated_by: UUID
    happened_on: date
    commission_id: UUID
    programme: str
    provider_id: UUID
    source_id: UUID
    side: str = ""
    code: str = ""
    basis: str = "named"
    subject: UUID | None = None
    referral: UUID | None = None
    group_id: UUID | None = None
    n: int = 1
    value: float | None = None
    area: str | None = None
    setting_id: UUID | None = None
    audience: str = ""
    age: int | None = None
    sex: str = "U"
    ethnicity: str = "NK"
    source: str = ""
    closes: int | None = None
    reason: str | None = None

    def row(self, *, known_from: datetime) -> dict[str, Any]:
        """The columns of the ledger. A day long past is a late entry and says so."""
        known_on = known_from.astimezone(clocks.LONDON).date()
        late = self.reason is None and (known_on - self.happened_on).days > LATE_AFTER_DAYS
        return self.__dict__ | {
            "kind": int(self.kind),
            "known_from": known_from,
            "reason": "late" if late else self.reason,
        }


# Entered more than a week after it happened: the bridge between two moments names it "late".
LATE_AFTER_DAYS = 7


def age_of(person: Person, on: date) -> int | None:
    """Age in whole years on a day; a guessed age grows with the years since it was guessed."""
    if person.born_on:
        return clocks.age_on(person.born_on, on)
    if person.age_given is not None and person.age_given_on:
        return clocks.grown(person.age_given, person.age_given_on, on)
    return None


def about_person(
    kind: Kind,
    referral: Referral,
    person: Person,
    programme: str,
    *,
    on: date,
    source_id: UUID | None = None,
    stated_by: UUID | None = None,
    code: str = "",
    n: int = 1,
    value: float | None = None,
    setting_id: UUID | None = None,
) -> Statement:
    """A named fact of one referral and the case it becomes.

    `person` is the provider's copy (or the sender's, before there is one); `programme` its code.
    """
    return Statement(
        kind=kind,
        stated_by=stated_by or referral.provider_id,
        happened_on=on,
        commission_id=referral.commission_id,
        programme=programme,
        provider_id=referral.provider_id,
        source_id=source_id or referral.id,
        side=referral.side,
        code=code,
        subject=person.subject,
        referral=referral.id,
        n=n,
        value=value,
        area=person.area,
        setting_id=setting_id or referral.setting_id,
        age=age_of(person, on),
        sex=person.sex,
        ethnicity=person.ethnicity,
        source=referral.source,
    )


def about_delivery(
    kind: Kind,
    commission: Commission,
    programme: str,
    *,
    on: date,
    source_id: UUID,
    basis: str = "record",
    code: str = "",
    group: Group | None = None,
    session: Session | None = None,
    setting_id: UUID | None = None,
    area: str | None = None,
    audience: str = "",
    sex: str = "U",
    n: int = 1,
    value: float | None = None,
    stated_by: UUID | None = None,
) -> Statement:
    """A fact about delivery that names nobody: a session held, a head count, a stage, a shift."""
    return Statement(
        kind=kind,
        stated_by=stated_by or commission.provider_id,
        happened_on=on,
        commission_id=commission.id,
        programme=programme,
        provider_id=commission.provider_id,
        source_id=source_id,
        side=(session.side if session else group.side if group else ""),
        code=code,
        basis=basis,
        group_id=group.id if group else None,
        n=n,
        value=value,
        area=area,
        setting_id=setting_id or (session.setting_id if session else None),
        audience=audience,
        sex=sex,
    )


def again(fact: Fact, kind: Kind, *, stated_by: UUID, on: date, code: str = "") -> Statement:
    """A further fact about the same referral, with what an earlier one said of the person."""
    return replace(
        of_row(fact),
        kind=kind,
        stated_by=stated_by,
        happened_on=on,
        code=code,
        n=1,
        value=None,
        closes=None,
        reason=None,
    )


def withdraw(fact: Fact, reason: str) -> Statement:
    """Close a fact that should not stand; `reason` is a code such as 'entered-in-error'."""
    return replace(of_row(fact), kind=Kind.withdrawn, closes=fact.seq, reason=reason)


def correct(fact: Fact, instead: Statement, reason: str = "corrected") -> Statement:
    """State `instead` and close `fact` in one row."""
    return replace(instead, closes=fact.seq, reason=reason)


def of_row(fact: Fact) -> Statement:
    """The statement that a stored fact makes."""
    kept = {name: getattr(fact, name) for name in Statement.__dataclass_fields__}
    return Statement(**kept | {"kind": Kind(fact.kind)})


def with_person(statement: Statement, person: Person) -> Statement:
    """The same statement with the person's present age, area, sex and ethnicity."""
    return replace(
        statement,
        age=age_of(person, statement.happened_on),
        area=person.area,
        sex=person.sex,
        ethnicity=person.ethnicity,
    )
