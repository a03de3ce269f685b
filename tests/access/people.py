"""Who is who in the world of these proofs: everybody of `tests/world.py`, by whom they belong to."""

from typing import Any

import pytest

TRUST = frozenset({"navigator", "colleague"})
PRACTICE = frozenset({"referrer"})
PROVIDER = frozenset({"manager", "worker", "second_worker", "guardian", "own_navigator"})
RIVAL = frozenset({"rival_manager", "rival_worker"})
MEN = frozenset({"men_manager", "men_worker"})
PARTNER = frozenset({"partner_manager", "partner_worker"})
OFFICE = frozenset({"commissioner"})
OTHER_OFFICE = frozenset({"other_commissioner"})
HOUSE = frozenset({"evaluator"})
ADMINISTRATION = frozenset({"administrator"})
LISTED = frozenset({"manager", "worker"})  # on the list of the restricted case
EVERYBODY = frozenset().union(
    TRUST, PRACTICE, PROVIDER, RIVAL, MEN, PARTNER, OFFICE, OTHER_OFFICE, HOUSE, ADMINISTRATION
)

# Who works in the same role as somebody else here, for the same party or for one that is to the first
# as the first is to it: asked in the long run only. What is theirs is asked for by the others.
TWINS = frozenset(
    {"colleague", "second_worker", "rival_manager", "rival_worker", "other_commissioner"}
)
# The roles of these are asked for every route by the manager and the worker of another provider.
SAME_ROLES = frozenset({"men_manager", "men_worker", "partner_manager", "partner_worker"})
# One of each party, for what does not depend on the role because every role may do everything.
OF_EACH_PARTY = frozenset(
    {
        "navigator",
        "manager",
        "men_manager",
        "partner_manager",
        "commissioner",
        "administrator",
    }
)


def everybody(now: frozenset[str] = EVERYBODY - TWINS) -> list[Any]:
    """Everybody as the parameters of a test; who is not asked `now` is asked in the long run."""
    return [
        pytest.param(name, marks=[] if name in now else pytest.mark.long)
        for name in sorted(EVERYBODY)
    ]
