"""What every page with a referral form needs: the service, the place, the draft, the choices."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app import clocks
from app.actions import drafts
from app.database import Database
from app.errors import NotFound
from app.models import Draft, Side
from app.models.naming import new_id
from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.programmes.questions import Question
from app.queries import commissions_open
from app.queries.commissions_open import Service, Site
from app.web.forms import Form, Typed
from app.web.kept import id_in
from app.web.posted import Posted

# Boxes that say what to do with a form, and are not part of what somebody typed about a person.
NOT_KEPT = frozenset({"do", "same_as"})


@dataclass
class Desk:
    """A service as somebody is about to refer to it. `page` is the path of the form's page."""

    database: Database
    service: Service
    side: str
    page: str
    draft_id: UUID
    draft: Draft | None = None
    shared: bool = False
    site: Site | None = None
    # Staff log what somebody else sent: then the viewer's place says nothing about who refers.
    logged: bool = False

    @property
    def definition(self) -> Definition:
        """The programme's document for the side the referral is about."""
        return self.service.definition.for_side(self.side or None)

    @property
    def url(self) -> str:
        """The address that shows the form under its draft and takes it: the draft's `form`."""
        return self.at(self.page)

    def at(self, path: str) -> str:
        """An address of this form: the same draft, about the same side."""
        said = {"about": self.side} if self.side else {}
        return f"{path}?{urlencode({**said, 'draft': str(self.draft_id)})}"

    @property
    def quick_questions(self) -> list[Question]:
        """The programme's own questions on the one-page form, in its order."""
        found = (self.definition.question(key) for key in self.definition.referral.quick)
        return [question for question in found if question is not None]

    def begun(self, box: str) -> str:
        """What the draft holds in a box: whoever takes it over works in another place, maybe."""
        texts = self.draft.typed.get(box) if self.draft else None
        first = texts[0] if isinstance(texts, list) and texts else texts
        return first if isinstance(first, str) else ""

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """The places of the kind the programme works in: (id, name)."""
        kept = self.definition.settings
        if kept is None:
            return []
        found = commissions_open.places(self.database, kept.kind, self.service.areas)
        if self.site and self.site.kind == kept.kind:
            found = with_place(found, str(self.site.id), self.site.name)
        begun_at = id_in(self.begun("setting_id"))
        if begun_at is None and self.draft:
            begun_at = self.draft.setting_id
        if begun_at and all(id_ != str(begun_at) for id_, _ in found):
            names = commissions_open.place_names(self.database, [begun_at])
            for id_, name in names.items():
                found = with_place(found, id_, name)
        return found

    @cached_property
    def sources(self) -> list[Any]:
        """Who may refer from here, as entries of the list `referral-source`."""
        every = self.definition.referral.sources
        site = None if self.logged else self.site
        here = commissions_open.sources_here(site, every) or every
        begun_by = self.begun("source")
        codes = {*here, begun_by} & set(every)
        return [
            entry
            for entry in code_list("referral-source").on(clocks.today())
            if entry.code in codes
        ]

    @property
    def source(self) -> str | None:
        """The one source that is the likeliest here: nobody is asked where there is no doubt."""
        if self.logged or not self.sources:
            return None
        order = list(self.definition.referral.sources)
        likeliest = min((entry.code for entry in self.sources), key=order.index)
        return likeliest if self.site or len(self.sources) == 1 else None

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """Where people may live: the areas of the commission first, then the others."""
        entries = code_list("area").on(clocks.today())
        near = [entry for entry in entries if entry.code in self.service.areas]
        far = [entry for entry in entries if entry.code not in self.service.areas]
        return [(entry.code, entry.label) for entry in near + far]

    @property
    def agreements(self) -> list[Any]:
        """What the person may have said, as this programme asks it."""
        kinds = self.definition.referral.agreement.kinds
        return [entry for entry in code_list("agreement").on(clocks.today()) if entry.code in kinds]

    @property
    def notices(self) -> list[Any]:
        """How the privacy notice may have been given."""
        return list(code_list("notice-given").on(clocks.today()))

    @property
    def ethnicities(self) -> list[Any]:
        """Ethnic groups."""
        return list(code_list("ethnicity").on(clocks.today()))

    def save(self, posted: Posted) -> Draft:
        """Keep what was typed as the draft of this form, for the shift if it is shared."""
        return keep(
            self.database,
            self.url,
            posted,
            draft_id=self.draft_id,
            shared=self.shared,
            site=self.site,
        )

    def end(self, how: Any) -> None:
        """End the draft; a save that is still on its way is then ignored."""
        drafts.end_form(self.database, self.draft_id, form=self.url, how=how, shared=self.shared)


def keep(
    database: Database,
    form: str,
    posted: Posted,
    *,
    draft_id: UUID | None,
    shared: bool,
    site: Site | None,
) -> Draft:
    """Save the boxes of a referral form as a draft, at the place they name or the viewer's."""
    typed = {name: texts for name, texts in posted.boxes.items() if name not in NOT_KEPT}
    chosen = known_place(database, next(iter(typed.get("setting_id", [])), "")) or (
        site.id if site else None
    )
    return drafts.save(
        database, form=form, typed=typed, shared=shared, setting_id=chosen, draft_id=draft_id
    )


def with_place(places: list[tuple[str, str]], id_: str, name: str) -> list[tuple[str, str]]:
    """The places with one more on top, if it is not among them."""
    known = any(one == id_ for one, _ in places)
    return places if known else [(id_, name), *places]


def known_place(database: Database, text: str) -> UUID | None:
    """The id of a place that was typed, if there is such a place."""
    wanted = id_in(text)
    return wanted if wanted and commissions_open.place_names(database, [wanted]) else None


def desk_at(
    database: Database,
    commission_id: UUID,
    *,
    page: str,
    about: str = "",
    draft: str | None = None,
    shared: bool = False,
    logged: bool = False,
) -> Desk:
    """The desk for a service. Raises NotFound if it is closed, or the draft ended.

    `logged`: what somebody else sent is logged for one's own service only.
    """
    service = commissions_open.service_of(database, commission_id)
    if logged and not service.own:
        # In the words of a service that does not exist.
        raise NotFound("This service takes no referrals today.")
    names = service.definition.side_names
    side = about if about in names else ""
    if names and not side:
        raise NotFound("Say first whom the referral is about.")
    kept = draft_of(database, draft)
    site = commissions_open.site_of(database)
    chosen = id_in(draft) or new_id()
    return Desk(database, service, Side(side), page, chosen, kept, shared, site, logged)


def draft_of(database: Database, text: str | None) -> Draft | None:
    """The open draft of an address. Raises NotFound for one that was sent or ended."""
    wanted = id_in(text)
    found = database.get(Draft, wanted) if wanted else None
    if found is not None and found.ended_at is not None:
        raise NotFound(
            "This draft was sent or ended. What became of it is under Referrals and Drafts."
        )
    return found


def rescued(desk: Desk, form: Form[Any]) -> bool:
    """Put back what a draft of this desk's form holds, if there is one; the form is kept under it."""
    draft = desk.draft or drafts.restore(desk.database, desk.page)
    if draft:
        desk.draft, desk.draft_id = draft, draft.id
    form.draft = str(desk.draft_id)
    if draft is None:
        return False
    refill(form, draft.typed)
    desk.database.view(draft)
    return True


def refill(form: Form[Any], typed: dict[str, Any]) -> None:
    """Put the boxes of a draft back into a form."""
    kept: Typed = {}
    for name, texts in typed.items():
        listed = [texts] if isinstance(texts, str) else [str(text) for text in texts]
        if listed:
            kept[name] = listed if len(listed) > 1 else listed[0]
    form.typed.update(kept)
