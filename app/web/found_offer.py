"""What the handlers of an offer ask for: the offer to us, as far as it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from app import pathway
from app.access import Permission, may
from app.actions import looking, referrals
from app.database import Database
from app.errors import NotFound, Refused
from app.models import LIVE, Referral, ReferralState
from app.pathway import Move, Party
from app.programmes.definition import Definition
from app.programmes.parts import UNKNOWN
from app.programmes.questions import CORE_FIELDS
from app.queries import offers
from app.queries.ended_offers import EndedOffer, ended_offer
from app.queries.offers import Alike, OfferParts
from app.queries.shown import shown_age, shown_name
from app.reference import areas
from app.web.door import Db
from app.web.words import day, moment

# What stands on top of the page and need not be said twice.
IN_BANNER = frozenset({"preferred_name", "age", "immediate_risk"})
ENDED = frozenset({ReferralState.declined, ReferralState.withdrawn})


class OfferGone(Refused):
    """The offer was declined or taken back; `ended` is all that its receiver still knows of it."""

    def __init__(self, sentence: str, ended: EndedOffer) -> None:
        super().__init__(sentence)
        self.ended = ended


@dataclass
class OfferFile:
    """An offer with what its page needs. `definition` is that of the referral's own side."""

    referral: Referral
    definition: Definition
    parts: OfferParts
    alike: Sequence[Alike]
    moves: Sequence[Move]

    @property
    def url(self) -> str:
        """The address of the offer's page."""
        return f"/queue/{self.referral.id}"

    @property
    def name(self) -> str:
        """What the offer calls the person."""
        return shown_name(self.parts.answers)

    @property
    def age(self) -> str | None:
        """The age the offer shows, if any."""
        return shown_age(self.parts.answers)

    @property
    def is_live(self) -> bool:
        """Whether it still waits for a decision."""
        return self.referral.state in LIVE

    @property
    def people(self) -> list[Alike]:
        """Those of the look-alikes whom we know as people, each once, our open cases first."""
        found: dict[UUID, Alike] = {}
        for one in self.alike:
            if one.person_id:
                found.setdefault(one.person_id, one)
        return list(found.values())

    @property
    def said(self) -> list[tuple[str, str]]:
        """The offer in words, in the order of the programme's document."""
        answers = self.parts.answers or {}
        return [
            _in_words(self.definition, key, answers[key])
            for key in self.definition.referral.offer
            if key in answers and key not in IN_BANNER
        ]


def _in_words(definition: Definition, key: str, value: Any) -> tuple[str, str]:
    question = definition.question(key)
    if question is None:
        return CORE_FIELDS.get(key, key), _core_in_words(key, value)
    if question.type == "date" and value != UNKNOWN:
        return question.short_label, day(date.fromisoformat(str(value)))
    return question.short_label, question.in_words(value)


def _core_in_words(key: str, value: Any) -> str:
    if key == "area":
        area = areas().get(str(value))
        return area.name if area else str(value)
    return "Not known" if value in (None, UNKNOWN) else str(value)


def find_offer(database: Database, referral_id: UUID, *, lock: bool = False) -> OfferFile:
    """The offer, if it was made to the viewer's organisation and side.

    Raises NotFound, or OfferGone with what became of one that is gone.
    """
    try:
        referral = database.find(Referral, referral_id, lock=lock)
    except NotFound:
        refuse_ended(database, referral_id)
        raise
    if Party.provider not in pathway.parties(referral, database.viewer):
        raise NotFound
    if referral.state in ENDED:
        # What staff logged for their own service: theirs as its sender, gone as an offer.
        refuse_ended(database, referral_id)
    definition = referrals.definition_for(database, referral).for_side(referral.side)
    file = OfferFile(
        referral,
        definition,
        offers.parts_of(database, referral),
        (),
        pathway.moves_open_to(database.viewer, referral),
    )
    if file.is_live:
        file.alike = looking.who_was_offered(database, referral, file.name, offers.whole(file.age))
    return file


def refuse_ended(database: Database, referral_id: UUID) -> None:
    """Say in words that an offer was declined or taken back. Raises OfferGone."""
    ended = ended_offer(database, referral_id)
    if ended is None:
        return
    how = f"declined now, by {ended.by}" if ended.by else "taken back by its sender now"
    said = f"Referral {ended.reference} is {how} ({moment(ended.ended_at)}). Nothing was changed."
    raise OfferGone(said, ended)


def offer_to_see(referral_id: UUID, database: Db) -> OfferFile:
    """The offer for those who work cases; opened, and so recorded as seen. Raises NotFound."""
    if not may(database.viewer.role, Permission.work):
        raise NotFound
    file = find_offer(database, referral_id, lock=False)
    if file.referral.seen_at is None and file.is_live:
        database.find(Referral, referral_id, lock=True)
        referrals.mark_seen(database, file.referral)
    database.view(file.referral, page="offer")
    return file


def offer_to_decide(request: Request, referral_id: UUID, database: Db) -> OfferFile:
    """The offer for those who decide; locked when the request changes it. Raises NotFound."""
    if not may(database.viewer.role, Permission.decide):
        raise NotFound
    changing = request.method != "GET"
    file = find_offer(database, referral_id, lock=changing)
    if not changing:
        database.view(file.referral, page="decision")
    return file


SeenOffer = Annotated[OfferFile, Depends(offer_to_see)]
DecidedOffer = Annotated[OfferFile, Depends(offer_to_decide)]
