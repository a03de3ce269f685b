"""Who looks at a page that anybody may see: their frame is drawn if they are signed in."""

from typing import Annotated

from fastapi import Depends, Request

from app.database import transaction
from app.errors import Trouble
from app.web import cookies
from app.web.door import sign_in_of


def look_who(request: Request) -> None:
    """Set the viewer of the frame if somebody is signed in and unlocked; never refuse.

    Help must be there for those who are signed out, locked out, or without a database.
    """
    if cookies.read(request) is None:
        return
    try:
        with transaction() as database:
            found = sign_in_of(request, database)
    except Trouble:
        return
    if found.viewer is not None and not found.locked:
        request.state.viewer = found.viewer


Visitor = Annotated[None, Depends(look_who)]
