"""Forms in the making, kept on the server until they are sent or ended.

The autosave of a form may arrive after the form itself was sent. So every form carries the id of
its draft, ending a draft leaves an empty row with that id, and saves for it are ignored after that.
"""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import NotFound, Refused
from app.models import Draft, DraftEnd
from app.models.naming import new_id

Typed = dict[str, list[str]]
# In characters; far more than the longest form of ours holds, far less than a nuisance.
LONGEST = 200_000


def save(
    database: Database,
    *,
    form: str,
    typed: Typed,
    shared: bool = False,
    setting_id: UUID | None = None,
    draft_id: UUID | None = None,
) -> Draft:
    """Keep what stands in a form; returns its draft, untouched if it was ended before.

    `form` is the path of the form's page, `typed` its boxes by name. A shared draft belongs to the
    shift at `setting_id`; a private one to the account, one for each `form`. Raises NotFound for an
    id that is somebody else's, Refused for more text than a draft holds.
    """
    typed = _storable(typed)
    draft = _found_or_made(database, form, draft_id, shared=shared, setting_id=setting_id)
    if draft.ended_at is not None:
        return draft
    if draft.saved_by_id != database.viewer.account_id:
        draft.saved_by_id = database.viewer.account_id
        database.record(draft, "taken-over")
    draft.form, draft.typed, draft.saved_at = form, typed, clocks.now()
    # What was kept for one person when their sign-in had ended goes back to the shift.
    draft.shared = draft.shared or shared
    if setting_id is not None:
        draft.setting_id = setting_id
    database.flush()
    return draft


def end(database: Database, draft: Draft, *, how: DraftEnd, reason: str | None = None) -> None:
    """End a draft and forget what was typed. `reason` is a code. Ended twice is ended once."""
    if draft.ended_at is not None:
        return
    draft.ended_at, draft.ended_as, draft.ended_reason = clocks.now(), how, reason
    draft.typed = {}
    database.record(draft, "ended", how=how, reason=reason)
    database.flush()


def end_form(
    database: Database, draft_id: UUID, *, form: str, how: DraftEnd, shared: bool = False
) -> None:
    """End the draft that a form was kept under, also when none of it was ever saved."""
    draft = _found_or_made(database, form, draft_id, shared=shared, setting_id=None)
    end(database, draft, how=how)


def restore(database: Database, form: str) -> Draft | None:
    """The viewer's own private draft of the form at this path, if there is one that goes on."""
    return database.exec(
        select(Draft).where(
            Draft.organisation_id == database.viewer.organisation_id,
            Draft.side == database.viewer.side,
            Draft.account_id == database.viewer.account_id,
            Draft.form == form,
            col(Draft.shared).is_(False),
            col(Draft.ended_at).is_(None),
        )
    ).first()


def _found_or_made(
    database: Database, form: str, draft_id: UUID | None, *, shared: bool, setting_id: UUID | None
) -> Draft:
    """The locked draft of this id, or of this private form; made if there is none."""
    viewer = database.viewer
    chosen = draft_id or new_id()
    if draft_id is None and not shared and (kept := restore(database, form)):
        chosen = kept.id
    now = clocks.now()
    # Of two saves at once one makes the row and the other finds it.
    made = database.scalar(
        insert(Draft)
        .values(
            id=chosen,
            organisation_id=viewer.organisation_id,
            side=viewer.side,
            account_id=viewer.account_id,
            saved_by_id=viewer.account_id,
            shared=shared,
            setting_id=setting_id,
            form=form,
            typed={},
            version=1,
            made_at=now,
            saved_at=now,
        )
        .on_conflict_do_nothing()
        .returning(col(Draft.id))
    )
    draft = database.get(Draft, chosen, with_for_update={"key_share": True}, populate_existing=True)
    if draft is None and not shared and (kept := restore(database, form)):
        # A private draft of the same page under another id: it goes on.
        draft = database.find(Draft, kept.id, lock=True)
    if draft is None:
        raise NotFound
    if made is not None:
        database.record(draft, "started")
    return draft


def _storable(typed: dict[str, Any]) -> Typed:
    """The boxes as they can be stored. Raises Refused for more text than a draft holds."""
    text = json.dumps(typed, ensure_ascii=False).encode("utf-8", "replace").decode()
    if len(text) > LONGEST:
        raise Refused("This is too long to be kept as a draft. Shorten it, then save again.")
    kept: Typed = json.loads(text)
    return kept
