"""The table of who sees which rows: one entry per table and database role.

The conditions are named and explained in `conditions.py`. A role without an entry has no right at
all on the table.
"""

from collections.abc import Mapping

from app.access.conditions import (
    ALL,
    COMMISSIONED,
    CONTENT,
    MINE,
    OF_PROVIDER,
    OFFER,
    ON_CASE,
    OWN_CASES,
    OWN_DRAFT,
    PART_OF_SENDER,
    PERSON,
    RECEIVER,
    SENDER,
    A,
    C,
    DatabaseRole,
    I,
    N,
    Q,
    Rows,
    S,
    everyone_reads,
    worked_by_provider,
    worked_on_case,
)

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
    # A version never changes: no role has UPDATE.
    "programme_version": everyone_reads(extra={A: Rows(see=ALL, add=ALL)}),
    "commission": everyone_reads(extra={Q: Rows(see=COMMISSIONED)}),
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
        Q: Rows(see=OWN_DRAFT, add=OWN_DRAFT, change=OWN_DRAFT),
        A: Rows(see=OWN_DRAFT, add=OWN_DRAFT, change=OWN_DRAFT),
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
