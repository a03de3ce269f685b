"""The table of who sees which rows: one entry per table and database role.

The words in braces stand for the viewer, read once per statement: {organisation}, {side},
{account}, {membership}. {covers} is true when the viewer's membership covers the row's commission;
{open} when the row's case is not restricted, or the viewer is on its list.
A role without an entry has no right at all on the table.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class DatabaseRole(StrEnum):
    """The roles a transaction can run as."""

    signing_in = "signing_in"
    casework = "casework"
    commissioning = "commissioning"
    counting = "counting"
    administration = "administration"
    publishing = "publishing"
    guest = "guest"
    system = "system"


class Rows(NamedTuple):
    """Conditions for one role on one table; None means: no such right."""

    see: str | None = None
    add: str | None = None
    change: str | None = None
    remove: str | None = None
    # Only these columns may be read (None: all) or changed (None: all).
    columns: tuple[str, ...] | None = None
    may_set: tuple[str, ...] | None = None


ALL = "true"
MINE = "organisation_id = {organisation} AND side = {side}"
ON_CASE = MINE + " AND {covers} AND {open}"
OF_PROVIDER = MINE + " AND {covers}"
SENDER = (
    "organisation_id = {organisation} AND sender_side = {side}"
    " AND (provider_id <> {organisation} OR NOT restricted"
    " OR EXISTS (SELECT FROM case_access a WHERE a.referral_id = referral.id AND a.account_id = {account}))"
)
RECEIVER = (
    "provider_id = {organisation} AND side = {side} AND state <> 'draft' AND {covers}"
    " AND (NOT restricted"
    " OR EXISTS (SELECT FROM case_access a WHERE a.referral_id = referral.id AND a.account_id = {account}))"
)
PART_OF_SENDER = "(organisation_id = {organisation} AND sender_side = {side})"
# The referral's own policy decides about commissions and restricted cases.
WHOLE = " AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id)"
OFFER = (
    f"({PART_OF_SENDER} OR (provider_id = {{organisation}} AND side = {{side}}"
    f" AND state IN ('sent', 'asked', 'waiting', 'accepted'))){WHOLE}"
)
CONTENT = (
    f"({PART_OF_SENDER} OR (provider_id = {{organisation}} AND side = {{side}}"
    f" AND state = 'accepted')){WHOLE}"
)
PERSON = (
    MINE + ' AND (EXISTS (SELECT FROM "case" c WHERE c.person_id = person.id)'
    " OR EXISTS (SELECT FROM referral r WHERE r.person_id = person.id))"
)
OWN_CASES = ON_CASE.replace("{open}", "{open_case}")

C, Q, A = DatabaseRole.casework, DatabaseRole.commissioning, DatabaseRole.administration
N, S, I = DatabaseRole.counting, DatabaseRole.system, DatabaseRole.signing_in  # noqa: E741


def everyone_reads(
    *, administered: bool = True, extra: Mapping[DatabaseRole, Rows] | None = None
) -> dict[DatabaseRole, Rows]:
    """Shared knowledge: staff read it, the administrator keeps it."""
    rows = {role: Rows(see=ALL) for role in (C, Q, N, S)}
    rows[A] = Rows(see=ALL, add=ALL, change=ALL) if administered else Rows(see=ALL)
    return rows | dict(extra or {})


def worked_on_case() -> dict[DatabaseRole, Rows]:
    """What hangs on a case: its provider's staff whose membership covers it."""
    return {C: Rows(see=ON_CASE, add=ON_CASE, change=ON_CASE)}


def worked_by_provider() -> dict[DatabaseRole, Rows]:
    """What a provider delivers: staff whose membership covers the commission."""
    return {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, change=OF_PROVIDER)}


ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    # --- who works here -------------------------------------------------------------------
    "organisation": everyone_reads(extra={I: Rows(see=ALL)}),
    "account": {
        I: Rows(see=ALL, change=ALL, may_set=("password", "totp_step", "version")),
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
    "invitation": {
        I: Rows(see=ALL, add=ALL, change=ALL, may_set=("used_at",)),
        A: Rows(see=ALL, add=ALL, columns=("id", "account_id", "made_at", "expires_at", "used_at")),
    },
    # --- what is offered, to whom, where --------------------------------------------------
    "programme": everyone_reads(),
    "programme_version": everyone_reads(),
    "commission": everyone_reads(
        extra={Q: Rows(see="commissioner_id = {organisation} AND {covers_own}")}
    ),
    "commission_area": everyone_reads(extra={A: Rows(see=ALL, add=ALL, remove=ALL)}),
    "commission_funding": {
        Q: Rows(see="EXISTS (SELECT FROM commission c WHERE c.id = commission_id)"),
        A: Rows(see=ALL, add=ALL, change=ALL, remove=ALL),
    },
    "setting": everyone_reads(),
    "setting_stage": {
        C: Rows(
            see="organisation_id = {organisation}",
            add="organisation_id = {organisation} AND {covers}",
        ),
        Q: Rows(see="EXISTS (SELECT FROM commission c WHERE c.id = commission_id)"),
        N: Rows(see=ALL),
        A: Rows(see=ALL, add=ALL),
    },
    # --- a person's line ------------------------------------------------------------------
    "person": {C: Rows(see=PERSON, add=MINE, change=PERSON)},
    "safe_contact": {
        C: Rows(
            see=MINE + " AND EXISTS (SELECT FROM person p WHERE p.id = person_id)",
            add=MINE,
            change=MINE + " AND EXISTS (SELECT FROM person p WHERE p.id = person_id)",
        )
    },
    "referral": {
        C: Rows(
            see=f"({SENDER}) OR ({RECEIVER})",
            add="organisation_id = {organisation} AND sender_side = {side}",
            change=f"({SENDER}) OR ({RECEIVER})",
        )
    },
    "referral_offer": {C: Rows(see=OFFER, add=PART_OF_SENDER, change=PART_OF_SENDER)},
    "referral_content": {C: Rows(see=CONTENT, add=PART_OF_SENDER, change=PART_OF_SENDER)},
    "referral_question": {
        C: Rows(see=OFFER, add="provider_id = {organisation} AND side = {side}", change=OFFER)
    },
    "approach": {C: Rows(see=MINE, add=MINE)},
    "draft": {
        C: Rows(
            see=MINE + " AND (shared OR account_id = {account})",
            add=MINE,
            change=MINE + " AND (shared OR account_id = {account})",
        ),
        S: Rows(
            see=ALL,
            change=ALL,
            columns=("id", "organisation_id", "side", "form", "shared", "saved_at", "ended_at"),
            may_set=("ended_at", "ended_as"),
        ),
    },
    "case": {C: Rows(see=OWN_CASES, add=OF_PROVIDER, change=OWN_CASES)},
    "case_access": {C: Rows(see=MINE, add=MINE, remove=MINE)},
    "allocation": worked_on_case(),
    "case_date": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "group": worked_by_provider(),
    "group_member": worked_on_case(),
    "session": worked_by_provider(),
    "attendance": worked_on_case(),
    "headcount": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, remove=OF_PROVIDER)},
    "incident": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER)},
    "goal": worked_on_case(),
    "measure": {C: Rows(see=ON_CASE, add=ON_CASE, change=ON_CASE, may_set=("replaced",))},
    "note": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "task": worked_on_case(),
    "handover": {C: Rows(see=MINE, add=MINE)},
    "clock": {
        C: Rows(
            see=OF_PROVIDER + " AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id)",
            # A sender starts the receiver's clock by sending.
            add="EXISTS (SELECT FROM referral r WHERE r.id = referral_id)",
            change=f"({OF_PROVIDER}) OR EXISTS (SELECT FROM referral r WHERE r.id = referral_id)",
        )
    },
    # The letterbox: one side writes, the other reads. No RETURNING, no refresh on writing.
    "letter": {
        C: Rows(
            see="organisation_id = {organisation} AND to_side = {side} AND {covers}",
            add="organisation_id = {organisation} AND from_side = {side} AND {covers}",
            change="organisation_id = {organisation} AND to_side = {side} AND {covers}",
            may_set=("read_at",),
        )
    },
    "letter_link": {C: Rows(see=ON_CASE, add=ON_CASE, remove=ON_CASE)},
    # --- the record -----------------------------------------------------------------------
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
    # --- the house itself -----------------------------------------------------------------
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

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset(
    {
        "organisation",
        "account",
        "membership",
        "membership_commission",
        "programme_version",
        "commission",
        "commission_area",
        "commission_funding",
        "setting",
        "setting_stage",
        "person",
        "safe_contact",
        "referral",
        "referral_offer",
        "referral_content",
        "referral_question",
        "approach",
        "case",
        "case_access",
        "allocation",
        "case_date",
        "group",
        "group_member",
        "session",
        "attendance",
        "headcount",
        "incident",
        "goal",
        "measure",
        "note",
        "task",
        "handover",
        "letter",
        "letter_link",
    }
)
