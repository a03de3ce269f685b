"""Every state × move × role × party, against the table read another way."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from app.database import Viewer
from app.errors import Refused
from app.models import Case, CaseState, Referral, ReferralState, Role, Side
from app.pathway import MOVES, Move, Party, advance, diagram, moves_open_to

OURS, THEIRS, NOBODYS = uuid4(), uuid4(), uuid4()
ORGANISATIONS = {"sender": OURS, "provider": THEIRS, "stranger": NOBODYS}
STATES: dict[str, type[ReferralState] | type[CaseState]] = {
    "referral": ReferralState,
    "case": CaseState,
}


def viewer(organisation: str, role: Role, side: Side = Side.none) -> Viewer:
    """A viewer of one of the three organisations."""
    return Viewer(uuid4(), uuid4(), ORGANISATIONS[organisation], role, side)


def row(noun: str, state: str, **other: Any) -> Referral | Case:
    """A referral from OURS to THEIRS, or a case of THEIRS, in a state (never stored)."""
    if noun == "case":
        return Case(organisation_id=THEIRS, side=Side.none, state=CaseState(state), **other)
    return Referral(
        organisation_id=OURS,
        sender_side=Side.none,
        provider_id=THEIRS,
        side=Side.none,
        state=ReferralState(state),
        **other,
    )


CELLS = [
    (move, state, organisation, role)
    for move in MOVES
    for state, organisation, role in product(STATES[move.noun], ORGANISATIONS, Role)
]


def is_open(move: Move, state: str, organisation: str, role: Role) -> bool:
    """The rule in words: the right party, in the right role, from a state the move starts at."""
    return organisation == move.by and role in move.roles and state in move.at


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.noun}-{move.name}")
def test_every_state_move_and_role(move: Move) -> None:
    for one, state, organisation, role in CELLS:
        if one is not move:
            continue
        record = row(
            move.noun, state, **({"agreed_on": "2026-01-01"} if move.noun == "case" else {})
        )
        who = viewer(organisation, role)
        if is_open(move, state, organisation, role):
            assert move in moves_open_to(who, record)
            advance(record, move.name, who)
            assert record.state == move.to
        else:
            assert move not in moves_open_to(who, record)
            with pytest.raises(Refused) as refused:
                advance(record, move.name, who)
            assert record.state == state
            assert refused.value.sentence.endswith(".")


def test_the_other_side_of_the_wall_has_no_move() -> None:
    for move, state in [(one, state) for one in MOVES for state in one.at]:
        for organisation, role, side in product(
            ORGANISATIONS, Role, (Side.perpetrator, Side.partner)
        ):
            assert moves_open_to(viewer(organisation, role, side), row(move.noun, state)) == []


def test_nobody_is_active_without_agreement() -> None:
    paused = row("case", "paused")
    advance(paused, "resume", viewer("provider", Role.worker))
    assert paused.state == CaseState.open


def test_ended_referrals_have_no_way_on() -> None:
    for state in (ReferralState.accepted, ReferralState.declined, ReferralState.withdrawn):
        assert not [move for move in MOVES if move.noun == "referral" and state in move.at]


def test_every_move_says_its_party_and_roles() -> None:
    assert all(isinstance(move.by, Party) and move.roles and move.label for move in MOVES)


def test_the_readme_shows_the_pathway_as_it_is() -> None:
    from tests.test_architecture import ROOT

    assert diagram() in (ROOT / "README.md").read_text(encoding="utf-8")
