"""Posts that are sent beside a form while somebody still types in it.

htmx sends the whole form along, with its key. Only sending the form itself may use the key up, or
the form would be taken for one that was sent before. Put `KEYLESS` before anything that opens the
door.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from app.web.posted import Posted, PostedForm


def without_key(request: Request, posted: PostedForm) -> Posted:
    """What was posted, without the key of its form."""
    kept = {name: text for name, text in posted.carried.items() if name != "_key"}
    found = replace(posted, carried=kept)
    request.state.posted = found
    return found


KEYLESS = Depends(without_key)
KeylessForm = Annotated[Posted, KEYLESS]
