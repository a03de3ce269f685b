"""What a search finds: cases, referrals sent and offers in the queue, as far as they exist for us."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.database import Database
from app.models import LIVE
from app.queries.ages import age_from
from app.queries.persons_cases import persons_cases
from app.queries.tables import (
    CASE,
    COMMISSION,
    ORGANISATION,
    PERSON,
    REFERRAL,
    REFERRAL_OFFER,
)

SHOWN = 50
# Live offers are few; more than so many are not looked through for a name.
LOOKED_THROUGH = 500


class Found(NamedTuple):
    """One record that fits: a case, a referral sent, or an offer in the queue."""

    kind: str
    url: str
    name: str
    age: int | None
    reference: str
    state: str
    commission: str
    with_whom: str | None


def cases(database: Database, condition: ColumnElement[bool]) -> list[tuple[UUID, Found]]:
    """The cases that fit, each with its person's id."""
    return [
        (
            one.person_id,
            Found(
                "Case",
                f"/cases/{one.case_id}",
                one.name,
                one.age,
                one.reference,
                one.state,
                one.commission,
                one.worker,
            ),
        )
        for one in persons_cases(database, condition, most=SHOWN)
    ]


def sent(database: Database, condition: ColumnElement[bool]) -> list[tuple[UUID, Found]]:
    """Referrals that the viewer's organisation sent, without those that became its own case."""
    viewer = database.viewer
    rows = database.execute(
        select(
            PERSON.c.id,
            REFERRAL.c.id,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            PERSON.c.born_on,
            PERSON.c.age_given,
            PERSON.c.age_given_on,
            REFERRAL.c.reference,
            REFERRAL.c.state,
            COMMISSION.c.name,
            ORGANISATION.c.name,
            REFERRAL.c.provider_id,
        )
        .select_from(REFERRAL)
        .join(PERSON, PERSON.c.id == REFERRAL.c.person_id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.provider_id)
        .outerjoin(CASE, CASE.c.referral_id == REFERRAL.c.id)
        .where(
            REFERRAL.c.organisation_id == viewer.organisation_id,
            REFERRAL.c.sender_side == viewer.side,
            CASE.c.id.is_(None),
            condition,
        )
        .limit(SHOWN)
    )
    found = []
    for row in rows:
        # What staff logged for their own service waits in the queue.
        queued = row[11] == viewer.organisation_id and row[8] in LIVE
        kind, url = ("Offer in the queue", "queue") if queued else ("Referral sent", "referrals")
        found.append(
            (
                row[0],
                Found(
                    kind,
                    f"/{url}/{row[1]}",
                    f"{row[2]} {row[3]}".strip(),
                    age_from(row[4], row[5], row[6]),
                    row[7],
                    row[8],
                    row[9],
                    row[10],
                ),
            )
        )
    return found


def received(database: Database, *conditions: ColumnElement[bool]) -> list[Found]:
    """The live offers that fit, the newest first, under the name they show."""
    rows = database.execute(
        select(
            REFERRAL.c.id,
            REFERRAL_OFFER.c.answers,
            REFERRAL.c.reference,
            REFERRAL.c.state,
            COMMISSION.c.name,
            ORGANISATION.c.name,
        )
        .join(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.organisation_id)
        .where(*conditions, REFERRAL.c.state.in_(LIVE))
        .order_by(REFERRAL.c.sent_at.desc())
        .limit(LOOKED_THROUGH)
    )
    return [
        Found(
            "Offer in the queue",
            f"/queue/{row[0]}",
            str(row[1].get("preferred_name", "")),
            int(row[1]["age"]) if str(row[1].get("age", "")).isdigit() else None,
            row[2],
            row[3],
            row[4],
            row[5],
        )
        for row in rows
    ]
