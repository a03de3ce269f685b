"""Drafts that the viewer can go on with: their own, and those of the site's shift."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from app.database import Database
from app.models import Account, Draft, Setting

MOST = 50


class OpenDraft(NamedTuple):
    """A draft that goes on. `form` is the path of its page."""

    id: UUID
    form: str
    shared: bool
    made_at: datetime
    saved_at: datetime
    saved_by: str
    site: str | None
    typed: dict[str, Any]

    @property
    def label(self) -> str:
        """Enough to tell it from the others and no more: the first letter of the name."""
        name = self.said("preferred_name")
        return f"{name[0].upper()}." if name else "No name yet"

    @property
    def url(self) -> str:
        """The page where it goes on."""
        if "draft=" in self.form:
            return self.form
        # What was kept when a sign-in had ended is found again under its id.
        name = "draft" if self.form.startswith("/referrals/") else "kept"
        return f"{self.form}{'&' if '?' in self.form else '?'}{name}={self.id}"

    def said(self, name: str) -> str:
        """What stands in a box, or nothing."""
        value = self.typed.get(name) or ""
        return value if isinstance(value, str) else str(value[0])


def open_drafts(database: Database, *, everywhere: bool = False) -> list[OpenDraft]:
    """The newest drafts that go on: one's own, and those shared at one's site (or at any)."""
    viewer = database.viewer
    statement = (
        select(
            col(Draft.id),
            col(Draft.form),
            col(Draft.shared),
            col(Draft.made_at),
            col(Draft.saved_at),
            col(Account.name),
            col(Setting.name),
            col(Draft.typed),
        )
        .join(Account, col(Account.id) == Draft.saved_by_id)
        .outerjoin(Setting, col(Setting.id) == Draft.setting_id)
        .where(
            col(Draft.organisation_id) == viewer.organisation_id,
            col(Draft.side) == viewer.side,
            col(Draft.ended_at).is_(None),
        )
        .order_by(col(Draft.saved_at).desc(), col(Draft.id).desc())
        .limit(MOST)
    )
    if viewer.setting_id is not None and not everywhere:
        site = col(Draft.setting_id)
        mine = col(Draft.account_id) == viewer.account_id
        statement = statement.where(or_(mine, site == viewer.setting_id, site.is_(None)))
    return [OpenDraft(*row) for row in database.execute(statement)]
