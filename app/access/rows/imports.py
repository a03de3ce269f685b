"""Bringing open cases in: for the provider's own staff whose membership covers the commission."""

from collections.abc import Mapping

from app.access.conditions import ALL, OF_PROVIDER, C, DatabaseRole, Rows, S

OWN = Rows(see=OF_PROVIDER, add=OF_PROVIDER, change=OF_PROVIDER)

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "import_run": {
        C: OWN,
        # The nightly job forgets what was left lying.
        S: Rows(
            see=ALL,
            change=ALL,
            columns=("id", "state", "made_at"),
            may_set=("state", "content", "ended_at"),
        ),
    },
    "import_mapping": {C: OWN},
    # Also of restricted cases: a row must not come twice, and its key says nothing of the case.
    "imported_case": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER)},
}

RECORDED: frozenset[str] = frozenset({"imported_case"})
