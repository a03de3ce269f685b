"""What a search finds: cases, referrals sent and offers in the queue, as far as they exist for us."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as choose
from sqlalchemy.dialects.postgresql import array

from app.database import Database
from app.models import LIVE
from app.queries.ages import age_from
from app.queries.tables import (
    ACCOUNT,
    CASE,
    COMMISSION,
    ORGANISATION,
    PERSON,
    REFERRAL,
    REFERRAL_OFFER,
)

SHOWN = 50
PAGES = {"Case": "/cases", "Offer in the queue": "/queue", "Referral sent": "/referrals"}
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


def of_people(database: Database, ids: Sequence[UUID]) -> list[tuple[UUID, Found]]:
    """The cases about these people, and the referrals sent about them, each with the person's id."""
    return _known(database, _known_of_people(), {"people": ids})


def under(database: Database, reference: str) -> list[Found]:
    """The case and the referral sent under a reference."""
    return [one for _, one in _known(database, _known_under(), {"reference": reference})]


@cache
def _known_of_people() -> CompoundSelect[Any]:
    # An array: the statement is the same for any number of people, so its plan is kept.
    people = any_(bindparam("people", type_=ARRAY(Uuid)))
    return _cases_and_sent(CASE.c.person_id == people, REFERRAL.c.person_id == people)


@cache
def _known_under() -> CompoundSelect[Any]:
    reference = bindparam("reference", type_=Text)
    return _cases_and_sent(CASE.c.reference == reference, REFERRAL.c.reference == reference)


def _cases_and_sent(
    of_case: ColumnElement[bool], of_referral: ColumnElement[bool]
) -> CompoundSelect[Any]:
    """Cases that fit; and referrals sent that fit, without those that became the sender's own case."""
    here, side = bindparam("organisation", type_=Uuid), bindparam("side", type_=Text)
    person = (
        PERSON.c.id.label("person_id"),
        PERSON.c.preferred_name,
        PERSON.c.family_name,
        PERSON.c.born_on,
        PERSON.c.age_given,
        PERSON.c.age_given_on,
    )
    cases = (
        select(
            literal("Case").label("kind"),
            CASE.c.id,
            *person,
            CASE.c.reference,
            CASE.c.state,
            COMMISSION.c.name.label("commission"),
            ACCOUNT.c.name.label("with_whom"),
        )
        .select_from(CASE)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .join(COMMISSION, COMMISSION.c.id == CASE.c.commission_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == CASE.c.worker_id)
        .where(CASE.c.organisation_id == here, CASE.c.side == side, of_case)
        .limit(SHOWN)
    )
    # What staff logged for their own service waits in the queue.
    is_queued = (REFERRAL.c.provider_id == here) & (
        REFERRAL.c.state == any_(array([str(one) for one in LIVE]))
    )
    sent = (
        select(
            choose((is_queued, "Offer in the queue"), else_="Referral sent"),
            REFERRAL.c.id,
            *person,
            REFERRAL.c.reference,
            REFERRAL.c.state,
            COMMISSION.c.name,
            ORGANISATION.c.name,
        )
        .select_from(REFERRAL)
        .join(PERSON, PERSON.c.id == REFERRAL.c.person_id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.provider_id)
        .outerjoin(CASE, CASE.c.referral_id == REFERRAL.c.id)
        .where(
            REFERRAL.c.organisation_id == here,
            REFERRAL.c.sender_side == side,
            CASE.c.id.is_(None),
            of_referral,
        )
        .limit(SHOWN)
    )
    return union_all(cases, sent)


def _known(
    database: Database, statement: CompoundSelect[Any], what: dict[str, Any]
) -> list[tuple[UUID, Found]]:
    viewer = database.viewer
    given = {"organisation": viewer.organisation_id, "side": viewer.side}
    return [
        (
            row.person_id,
            Found(
                row.kind,
                f"{PAGES[row.kind]}/{row.id}",
                f"{row.preferred_name} {row.family_name}".strip(),
                age_from(row.born_on, row.age_given, row.age_given_on),
                row.reference,
                row.state,
                row.commission,
                row.with_whom,
            ),
        )
        for row in database.execute(statement, given | what)
    ]


def offers_under(database: Database, reference: str) -> list[Found]:
    """The live offer made to the viewer's organisation under a reference, with the name it shows."""
    return _offers(database, _offers_under(), {"reference": reference})


def offers_sounding(database: Database, sounds: Sequence[str]) -> list[Found]:
    """The live offers of others that may show a name of these sounds, the newest first."""
    return _offers(database, _offers_sounding(), {"sounds": sounds})


@cache
def _offers_under() -> Select[Any]:
    return _live_offers(
        REFERRAL.c.provider_id == bindparam("organisation"),
        REFERRAL.c.side == bindparam("side"),
        REFERRAL.c.reference == bindparam("reference"),
    )


@cache
def _offers_sounding() -> Select[Any]:
    offer = REFERRAL_OFFER.c
    sounds = bindparam("sounds", type_=Text, expanding=True)
    return _live_offers(
        offer.provider_id == bindparam("organisation"),
        offer.side == bindparam("side"),
        offer.state.in_(LIVE),
        # Older ones have no key of their name.
        or_(
            offer.name_sound.in_(sounds), offer.other_sound.in_(sounds), offer.name_sound.is_(None)
        ),
        REFERRAL.c.organisation_id != bindparam("organisation"),
    )


def _live_offers(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
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


def _offers(database: Database, statement: Select[Any], what: dict[str, Any]) -> list[Found]:
    viewer = database.viewer
    given = {"organisation": viewer.organisation_id, "side": viewer.side}
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
        for row in database.execute(statement, given | what)
    ]
