"""A request that the database ended because of a deadlock is tried once more, unseen.

The answer is sent only after the commit, so nobody has read anything of the first try, and nothing of
it was kept. Its body was read already: it is handed to the second try again.
"""

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIRST = "throughline.first_try"


class TryAgain(Exception):  # noqa: N818 - read as words
    """Passed by the error handler to the middleware below, and no further."""


def is_first_try(request: Request) -> bool:
    """Whether a request may be tried again."""
    return bool(request.scope.get(FIRST))


class OnceMore:
    """Hand a request on, and once more if the first try ends in TryAgain."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; what it leaves in its scope is not seen by the second try."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read: list[Message] = []

        async def keeping() -> Message:
            message = await receive()
            read.append(message)
            return message

        async def again() -> Message:
            return read.pop(0) if read else await receive()

        state = dict(scope.get("state", {}))
        try:
            await self.app({**scope, "state": dict(state), FIRST: True}, keeping, send)
        except TryAgain:
            await self.app({**scope, "state": state}, again, send)
