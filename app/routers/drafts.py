"""Drafts: kept while somebody types, gone on with by them or a colleague, ended on purpose."""

import re
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app import clocks
from app.access import Permission
from app.actions import drafts as actions
from app.actions.approaches import record_approach
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.drafts import EndDraft
from app.models import ApproachOutcome, Commission, Draft, DraftEnd, Role
from app.programmes.lists import Entry, code_list
from app.queries import commissions_open, drafts
from app.queries.drafts import OpenDraft
from app.routers.referrals.desk import keep
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.kept import id_in
from app.web.keyless import KEYLESS, KeylessForm
from app.web.pages import own_path, page, see

router = APIRouter()

# The one-page form of navigators belongs to the shift at their site.
QUICK = re.compile(r"^/referrals/new/(?P<commission>[0-9a-f-]{36})/quick(\?|$)")
BY_MISTAKE = "opened-in-error"


@router.post("/drafts/{key}", dependencies=[KEYLESS])
def save_draft(request: Request, key: str, posted: KeylessForm, database: Db) -> Response:
    """Keep what stands in a form, as it is typed; answers only the words of the status line."""
    form = own_path(request.query_params.get("form"))
    shared = bool(QUICK.match(form)) and database.viewer.role is Role.navigator
    try:
        draft = keep(
            database,
            f"/drafts/{key}" if form == "/" else form,
            posted,
            draft_id=id_in(key),
            shared=shared,
            site=commissions_open.site_of(database) if shared else None,
        )
    except Refused as trouble:
        return PlainTextResponse(trouble.sentence)
    if draft.ended_at is not None:
        return PlainTextResponse("This draft was sent or ended; nothing more is kept.")
    return PlainTextResponse(f"Draft saved {clocks.now().astimezone(clocks.LONDON):%H:%M}")


@router.get("/drafts", dependencies=[allowed(Permission.refer)])
def list_drafts(request: Request, database: Db) -> Response:
    """List the drafts of the shift and one's own."""
    everywhere = request.query_params.get("everywhere") == "yes"
    found = drafts.open_drafts(database, everywhere=everywhere)
    services = (
        {str(one.id): one.name for one in commissions_open.services(database)} if found else {}
    )
    return page(
        request,
        "drafts/list.html",
        drafts=[(one, services.get(_commission_in(one.form), "Another form")) for one in found],
        everywhere=everywhere,
        site=commissions_open.site_of(database),
    )


@router.get("/drafts/{draft_id:uuid}/end", dependencies=[allowed(Permission.refer)])
def ask_how_it_ended(request: Request, database: Db, draft_id: UUID) -> Response:
    """Ask what became of somebody who was not referred in the end."""
    draft = open_draft(database, draft_id)
    return draw_end(request, draft, Form.empty(EndDraft, version=draft.version))


@router.post("/drafts/{draft_id:uuid}/end", dependencies=[allowed(Permission.refer)])
def end_draft(
    request: Request, database: Db, draft_id: UUID, form: Submitted[EndDraft]
) -> Response:
    """End a draft with a reason. Not approached is counted, without a name."""
    draft = open_draft(database, draft_id)
    if not draft.shared:
        # Nobody but its owner knows of it, and nobody was met: no reason is asked.
        actions.end(database, draft, how=DraftEnd.thrown_away)
        return see(request, "/drafts", message="draft-ended")
    if not form.errors and form.values.reason not in {one.code for one in _reasons()}:
        form.refuse("reason", "Select what became of it from the list")
    if form.errors:
        return draw_end(request, draft, form, status=422)
    try:
        database.expect(draft, form.version)
    except Stale as trouble:
        form.version = draft.version
        return draw_end(request, draft, form.troubled(trouble), status=409)
    reason = form.values.reason
    commission = _commission(database, draft)
    if reason == BY_MISTAKE or commission is None:
        actions.end(database, draft, how=DraftEnd.thrown_away, reason=reason)
        return see(request, "/drafts", message="draft-ended")
    record_approach(
        database,
        commission=commission,
        outcome=ApproachOutcome.not_approached,
        reason=reason,
        setting_id=draft.setting_id,
        happened_on=draft.made_at.astimezone(clocks.LONDON).date(),
    )
    actions.end(database, draft, how=DraftEnd.not_approached, reason=reason)
    return see(request, "/drafts", message="draft-ended")


def open_draft(database: Database, draft_id: UUID) -> Draft:
    """The locked draft, if it goes on. Raises NotFound."""
    draft = database.find(Draft, draft_id, lock=True)
    if draft.ended_at is not None:
        raise NotFound("This draft was sent or ended before.")
    return draft


def draw_end(request: Request, draft: Draft, form: Form[EndDraft], status: int = 200) -> Response:
    """Draw the form that asks why a draft ends."""
    label = OpenDraft(
        draft.id, draft.form, draft.shared, draft.made_at, draft.saved_at, "", None, draft.typed
    ).label
    return page(
        request,
        "drafts/end.html",
        status=status,
        draft=draft,
        label=label,
        form=form,
        reasons=_reasons(),
    )


def _reasons() -> list[Entry]:
    return list(code_list("not-approached-reason").on(clocks.today()))


def _commission_in(form: str) -> str:
    found = re.match(r"^/referrals/(?:new|received)/([0-9a-f-]{36})", form)
    return found[1] if found else ""


def _commission(database: Database, draft: Draft) -> Commission | None:
    """The commission of a navigator's draft: only they approach people who may say no."""
    found = id_in(_commission_in(draft.form))
    return database.get(Commission, found) if found and draft.shared else None
