"""Who is who in the world of these proofs: everybody of `tests/world.py`, by whom they belong to."""

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
