"""Where a case may be handed over to, what goes with it, and what became of what was offered."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app import clocks
from app.database import Database
from app.models import LIVE, Case, ReferralContent
from app.programmes.definition import Definition
from app.queries.commissions_open import services
from app.queries.onward import SIDES, Target
from app.queries.tables import (
    COMMISSION,
    ORGANISATION,
    REFERRAL,
)

# As what a transfer is counted at the receiver, where its programme names it.
SOURCES = ("other-programme", "other")


def targets(
    database: Database, side: str, *, leaving: UUID, programme: str | None = None
) -> list[Target]:
    """The services open today, on the same side of a wall, that a case could go to; by name.

    Other providers' and one's own, without the service that it leaves. With `programme` (its code)
    only those of one programme.
    """
    found = []
    for service in services(database):
        sides = service.definition.side_names
        if service.id == leaving or (programme and service.definition.code != programme):
            continue
        # Nobody crosses from a side, or into one.
        if bool(sides) == bool(side) and (not side or side in sides):
            found.append(Target(service, side, service.definition.for_side(side)))
    return found


def label_of(target: Target) -> str:
    """The service with its provider and, where there is one, its side."""
    side = f", {SIDES[target.side]}" if target.side else ""
    whose = "your own" if target.service.own else target.service.provider
    return f"{target.service.name}{side} ({whose})"


def source_for(definition: Definition, source: str) -> str:
    """As what the transfer of somebody who first came from `source` is counted."""
    known = definition.referral.sources
    return next((code for code in (*SOURCES, source) if code in known), known[0])


def carried(database: Database, case: Case, definition: Definition) -> dict[str, Any]:
    """The answers of the case's own referral that the next programme asks for as well."""
    content = database.get(ReferralContent, case.referral_id)
    if content is None:
        return {}
    clean, errors = definition.validate_answers(
        content.answers, today=clocks.today(), complete=False
    )
    return {key: value for key, value in clean.items() if key not in errors}


class Offered(NamedTuple):
    """The newest transfer of a case, as its sender may know it."""

    referral_id: UUID
    state: str
    provider: str
    commission: str
    sent_at: datetime
    decided_at: datetime | None
    act_by: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the receiver has not decided yet."""
        return self.state in LIVE


def offered(database: Database, case: Case) -> Offered | None:
    """The newest transfer of a case, if it was ever offered to another provider."""
    row = database.execute(
        select(
            REFERRAL.c.id,
            REFERRAL.c.state,
            ORGANISATION.c.name,
            COMMISSION.c.name,
            REFERRAL.c.sent_at,
            func.coalesce(REFERRAL.c.accepted_at, REFERRAL.c.declined_at, REFERRAL.c.withdrawn_at),
            REFERRAL.c.act_by,
        )
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.provider_id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .where(
            REFERRAL.c.organisation_id == case.organisation_id,
            REFERRAL.c.sender_side == case.side,
            REFERRAL.c.from_case_id == case.id,
            REFERRAL.c.transfer,
        )
        .order_by(REFERRAL.c.sent_at.desc())
        .limit(1)
    ).first()
    return Offered(*row) if row else None
