"""The path of a return: open → submitted → queried → accepted. Decides, and draws the buttons."""

from typing import NamedTuple

from app.database import Viewer
from app.errors import Refused
from app.models import Party, QuarterReturn, ReturnState, Role


class Move(NamedTuple):
    """One step of a return: whose it is, the states it starts from, and where it ends."""

    name: str
    label: str
    party: Party
    role: Role
    at: tuple[ReturnState, ...]
    to: ReturnState


R = ReturnState
MOVES = (
    Move("submit", "Sign and submit", Party.provider, Role.manager, (R.open, R.submitted, R.queried), R.submitted),
    Move("query", "Ask about it", Party.commissioner, Role.commissioner, (R.submitted, R.queried, R.accepted), R.queried),
    Move("accept", "Accept", Party.commissioner, Role.commissioner, (R.submitted, R.queried), R.accepted),
)  # fmt: skip


def moves_open_to(viewer: Viewer, found: QuarterReturn) -> list[Move]:
    """The steps that this viewer may take now. Row policies decide whose return it is."""
    return [move for move in MOVES if viewer.role is move.role and found.state in move.at]


def advance(found: QuarterReturn, name: str, viewer: Viewer) -> Move:
    """Take a step, or say why it cannot be taken. Raises Refused; changes only `state`."""
    move = next(one for one in MOVES if one.name == name)
    if viewer.role is not move.role:
        raise Refused(f"Only a {move.role} can do this. Ask one of them.")
    if found.state not in move.at:
        raise Refused(
            f"This return is {found.state} now, so this step is no longer open. Nothing was changed."
        )
    found.state = move.to
    return move
