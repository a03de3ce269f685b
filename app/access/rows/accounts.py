"""Who works here: organisations, accounts, memberships, sign-ins."""

from collections.abc import Mapping

from app.access.conditions import ALL, A, C, DatabaseRole, I, Q, Rows, S, everyone_reads

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "organisation": everyone_reads(extra={I: Rows(see=ALL)}),
    "account": {
        I: Rows(see=ALL, change=ALL, may_set=("password", "totp", "totp_step", "version")),
        C: Rows(see=ALL, columns=("id", "name", "job", "disabled_at")),
        Q: Rows(see=ALL, columns=("id", "name", "job", "disabled_at")),
        S: Rows(see=ALL, columns=("id", "name", "mail", "disabled_at")),
        A: Rows(see=ALL, add=ALL, change=ALL),
    },
    "membership": {
        I: Rows(see=ALL),
        C: Rows(see="organisation_id = {organisation}"),
        Q: Rows(see="organisation_id = {organisation}"),
        S: Rows(see=ALL),
        A: Rows(see=ALL, add=ALL, change=ALL),
    },
    "membership_commission": {
        I: Rows(see=ALL),
        C: Rows(see="membership_id = {membership}"),
        Q: Rows(see="membership_id = {membership}"),
        A: Rows(see=ALL, add=ALL, remove=ALL),
    },
    "sign_in": {
        I: Rows(see=ALL, add=ALL, change=ALL),
        A: Rows(
            see=ALL,
            change=ALL,
            columns=("id", "account_id", "started_at", "seen_at", "ended_at"),
            may_set=("ended_at",),
        ),
    },
    "sign_in_attempt": {I: Rows(see=ALL, add=ALL), A: Rows(see=ALL)},
    "recovery_code": {
        I: Rows(see=ALL, add=ALL, change=ALL, may_set=("used_at",), remove=ALL),
        A: Rows(see=ALL, remove=ALL, columns=("id", "account_id")),
    },
    "invitation": {
        I: Rows(see=ALL, add=ALL, change=ALL, may_set=("used_at",)),
        A: Rows(see=ALL, add=ALL, columns=("id", "account_id", "made_at", "expires_at", "used_at")),
    },
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset({"organisation", "account", "membership", "membership_commission"})
