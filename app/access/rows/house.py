"""The house itself: installation, posted forms, refusals, mails."""

from collections.abc import Mapping

from app.access.conditions import ALL, A, C, DatabaseRole, I, N, Q, Rows, S

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "installation": {role: Rows(see=ALL) for role in (C, Q, A, N, I)}
    | {S: Rows(see=ALL, change=ALL)},
    "submission": {
        role: Rows(
            see="account_id = {account}",
            add="account_id = {account}",
            change="account_id = {account}",
        )
        for role in (C, Q, A)
    },
    "refusal": {
        I: Rows(add=ALL),
        C: Rows(see="organisation_id = {organisation}"),
        A: Rows(see=ALL),
    },
    "mail": {
        C: Rows(add=ALL),
        A: Rows(add=ALL),
        I: Rows(add=ALL),
        S: Rows(see=ALL, add=ALL, change=ALL, may_set=("sent_at",)),
    },
}

RECORDED: frozenset[str] = frozenset()
