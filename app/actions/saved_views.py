"""Saved views: a page of figures gets a name, and loses it again."""

import re

from sqlalchemy.exc import IntegrityError

from app.database import Database
from app.errors import Refused
from app.models import SavedView

# A page of figures of ours: the quarter, perhaps a section, perhaps one thing to keep to.
ADDRESS = re.compile(
    r"/quarter/(?P<quarter>20[0-9]{2}-[1-4]|latest)(?P<rest>(/[a-z]+)?(\?within=[\w:%-]+)?)",
    re.ASCII,
)


def save(
    database: Database, *, name: str, address: str, newest: bool = False, shared: bool = False
) -> SavedView:
    """Give a page of figures a name. Raises Refused for a name one has already, or another page."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise Refused("Only pages of figures can be saved. Open one and save it from there.")
    chosen = f"/quarter/latest{found['rest']}" if newest else address
    made = SavedView(
        organisation_id=database.viewer.organisation_id,
        account_id=database.viewer.account_id,
        name=name,
        address=chosen,
        shared=shared,
    )
    try:
        with database.begin_nested():
            database.add(made)
            database.flush()
    except IntegrityError as taken:
        raise Refused("You have a view of this name already. Choose another name.") from taken
    database.record(made, "saved", shared=shared or None)
    return made


def remove(database: Database, view: SavedView) -> None:
    """Take a view away. Raises Refused for a colleague's."""
    if view.account_id != database.viewer.account_id:
        raise Refused("Only who saved a view can take it away.")
    database.record(view, "removed")
    database.delete(view)
    database.flush()
