"""A person's line: people, referrals, cases and what hangs on them."""

from collections.abc import Mapping

from app.access.conditions import (
    ALL,
    CONTENT,
    MINE,
    OF_PROVIDER,
    OFFER,
    ON_CASE,
    OWN_CASES,
    OWN_DRAFT,
    PART_OF_SENDER,
    PERSON,
    REACHED,
    RECEIVER,
    SENDER,
    A,
    C,
    DatabaseRole,
    Q,
    Rows,
    S,
    worked_by_provider,
    worked_on_case,
)

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "person": {C: Rows(see=PERSON, add=MINE, change=PERSON)},
    "safe_contact": {
        C: Rows(
            see=REACHED,
            add=MINE,
            change=REACHED,
        )
    },
    "referral": {
        C: Rows(
            see=f"({SENDER}) OR ({RECEIVER})",
            add="organisation_id = {organisation} AND sender_side = {side}",
            change=f"({SENDER}) OR ({RECEIVER})",
        ),
        # Jobs find what is due and whose it is; they change it as the sender, in its own words.
        S: Rows(
            see=ALL,
            columns=(
                "id",
                "organisation_id",
                "sender_side",
                "sent_by_id",
                "state",
                "act_by",
                "unacted_at",
                "transfer",
                "handed_over_at",
            ),
        ),
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
    "note": {C: Rows(see=ON_CASE, add=ON_CASE, change=ON_CASE, may_set=("pinned",))},
    "task": {
        **worked_on_case(),
        # Who is to be reminded of how many tasks; and to ask again at 16 and 18, once.
        S: Rows(
            see=ALL,
            add=ALL,
            columns=(
                "id",
                "organisation_id",
                "side",
                "account_id",
                "due_on",
                "done_at",
                "case_id",
                "kind",
            ),
        ),
    },
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
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset(
    {
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
