"""The record and the ledger: events, seals, facts."""

from collections.abc import Mapping

from app.access.conditions import ALL, MINE, A, C, DatabaseRole, I, N, Q, Rows, S

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "event": {
        C: Rows(see=MINE, add=MINE),
        Q: Rows(see="account_id = {account}", add="organisation_id = {organisation} AND side = ''"),
        A: Rows(
            see="noun IN ('organisation', 'account', 'membership', 'setting', 'commission', 'programme', 'installation')",
            add=ALL,
        ),
        I: Rows(add=ALL),
        S: Rows(see=ALL, add=ALL),
    },
    "seal": {S: Rows(see=ALL, add=ALL)},
    "fact": {
        C: Rows(
            see="provider_id = {organisation} AND side = {side} AND {covers}",
            add="stated_by = {organisation}",
        ),
        N: Rows(
            see=ALL,
            columns=(
                "seq",
                "known_from",
                "closes",
                "stated_by",
                "reason",
                "kind",
                "code",
                "happened_on",
                "basis",
                "subject",
                "referral",
                "group_id",
                "n",
                "value",
                "commission_id",
                "programme",
                "provider_id",
                "side",
                "area",
                "setting_id",
                "audience",
                "age",
                "sex",
                "ethnicity",
                "source",
            ),
        ),
    },
    "same_person": {N: Rows(see=ALL), S: Rows(see=ALL, add=ALL)},
}

RECORDED: frozenset[str] = frozenset()
