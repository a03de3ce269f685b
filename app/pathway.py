"""The path a referral and a case may take.

`MOVES` decides, draws the buttons, feeds the exhaustive test and prints the diagram of the README.
Dates and reasons that a state requires are CHECK constraints of the tables.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from app.errors import Refused
from app.models import Case, CaseState, Referral, ReferralState, Role, Side
from app.models.referral import LIVE


class Party(StrEnum):
    """Whose move it is."""

    sender = "sender"
    provider = "provider"


class Move(NamedTuple):
    """One move: `at` the states it starts from, `to` where it ends, `asks` what its form asks."""

    name: str
    label: str
    noun: str
    by: Party
    roles: frozenset[Role]
    at: Sequence[str]
    to: str
    asks: str = ""


SENDERS = frozenset({Role.navigator, Role.referrer, Role.worker, Role.manager})
DECIDERS = frozenset({Role.manager})
WORKERS = frozenset({Role.worker, Role.manager, Role.navigator})
R, C = ReferralState, CaseState

MOVES = (
    Move("send", "Send", "referral", Party.sender, SENDERS, (R.draft,), R.sent),
    # A provider's own navigator: accepting is part of sending.
    Move(
        "take_on", "Send and take on", "referral", Party.provider, SENDERS, (R.draft,), R.accepted
    ),
    Move("accept", "Accept", "referral", Party.provider, DECIDERS, LIVE, R.accepted),
    Move(
        "decline",
        "Decline",
        "referral",
        Party.provider,
        DECIDERS,
        LIVE,
        R.declined,
        "reason, and whose",
    ),
    Move(
        "ask",
        "Ask for more",
        "referral",
        Party.provider,
        DECIDERS,
        (R.sent,),
        R.asked,
        "what is missing",
    ),
    Move("answer", "Answer", "referral", Party.sender, SENDERS, (R.asked,), R.sent, "the answer"),
    Move(
        "wait",
        "Put on the waiting list",
        "referral",
        Party.provider,
        DECIDERS,
        (R.sent, R.asked),
        R.waiting,
        "review date",
    ),
    Move("withdraw", "Take back", "referral", Party.sender, SENDERS, LIVE, R.withdrawn, "reason"),
    Move(
        "engage",
        "Record agreement",
        "case",
        Party.provider,
        WORKERS,
        (C.open,),
        C.active,
        "day of agreement",
    ),
    Move(
        "pause",
        "Pause",
        "case",
        Party.provider,
        WORKERS,
        (C.open, C.active),
        C.paused,
        "reason and review date",
    ),
    Move("resume", "Resume", "case", Party.provider, WORKERS, (C.paused,), C.active),
    Move(
        "close",
        "Close",
        "case",
        Party.provider,
        WORKERS,
        (C.open, C.active, C.paused),
        C.closed,
        "reason, planned or not",
    ),
    Move(
        "reopen", "Reopen", "case", Party.provider, frozenset({Role.manager}), (C.closed,), C.active
    ),
)


class Mover(Protocol):
    """What of the viewer matters for a move (the door's `Viewer`)."""

    @property
    def organisation_id(self) -> UUID:
        """On whose behalf."""

    @property
    def role(self) -> Role:
        """In which role."""

    @property
    def side(self) -> Side:
        """On which side of a wall."""


def parties(row: Referral | Case, viewer: Mover) -> set[Party]:
    """Which parties of the record this viewer belongs to."""
    found = set()
    if isinstance(row, Case):
        return (
            {Party.provider}
            if (row.organisation_id, row.side) == (viewer.organisation_id, viewer.side)
            else set()
        )
    if (row.organisation_id, row.sender_side) == (viewer.organisation_id, viewer.side):
        found.add(Party.sender)
    if (row.provider_id, row.side) == (viewer.organisation_id, viewer.side):
        found.add(Party.provider)
    return found


def moves_open_to(viewer: Mover, row: Referral | Case) -> list[Move]:
    """The moves this viewer may make now, in the order of the table."""
    mine, noun = parties(row, viewer), str(row.__tablename__)
    return [
        move
        for move in MOVES
        if move.noun == noun
        and move.by in mine
        and viewer.role in move.roles
        and row.state in move.at
    ]


def open_move(row: Referral | Case, name: str, viewer: Mover) -> Move:
    """The move of this name, if the viewer may make it now. Raises Refused with the reason."""
    for move in moves_open_to(viewer, row):
        if move.name == name:
            return move
    raise Refused(refusal(row, name, viewer))


def advance(row: Referral | Case, name: str, viewer: Mover) -> Move:
    """Move the record on, or say why it cannot move. Raises Refused; changes only `state`."""
    move = open_move(row, name, viewer)
    # Nobody is "active" who has not agreed: such a case goes back to "open".
    agreed = not isinstance(row, Case) or row.agreed_on or move.name == "engage"
    to = C.open if move.to == C.active and not agreed else move.to
    row.state = to  # type: ignore[assignment]  # a move leads to a state of its own noun
    return move


def refusal(row: Referral | Case, name: str, viewer: Mover) -> str:
    """Why a move is not open, in a sentence."""
    noun = str(row.__tablename__)
    move = next((one for one in MOVES if one.noun == noun and one.name == name), None)
    if move is None:
        return f"There is no such step for a {noun}."
    if row.state not in move.at:
        return (
            f"This {noun} is {row.state} now, so this step is no longer open. Nothing was changed."
        )
    if viewer.role not in move.roles:
        who = " or ".join(sorted(move.roles))
        return f"Only a {who} can do this. Ask one of them."
    return f"Only the {move.by} of this {noun} can do this."


def diagram() -> str:
    """The pathway as text for the README, one line per move."""
    width = max(len(move.name) for move in MOVES)
    lines = []
    for move in MOVES:
        asks = f"  (asks: {move.asks})" if move.asks else ""
        lines.append(
            f"{move.noun:8} {move.name:{width}}  {', '.join(move.at)} → {move.to}  by {move.by}{asks}"
        )
    return "\n".join(lines)
