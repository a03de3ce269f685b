"""What somebody with an emailed link may: insert one referral, read its status, answer one question.

The guest's own login can become no other role, and its first condition is a secret: without the hash
of a link's token `guest_link` has no row, and everything below follows from that row. The ids of
the one person and the one referral were minted with the link, so there can be no second.
"""

from collections.abc import Mapping

from app.access.conditions import ALL, OFFER, A, C, DatabaseRole, I, Rows, S
from app.models.organisation import GUESTS

G = DatabaseRole.guest
OF_LINK = "(SELECT l.{0} FROM guest_link l)"
# The link of a question that was mailed later opens the same one referral, until it ends.
QUESTION = "link_hash = {guest} AND link_until > {now}"
OF_QUESTION = f"(SELECT q.referral_id FROM referral_question q WHERE q.{QUESTION})"
HELD = f"token_hash = {{guest}} OR referral_id IN {OF_QUESTION}"
# Once their answer stands there, the referral is the receiver's to decide again.
ANSWERED = f"id IN (SELECT q.referral_id FROM referral_question q WHERE q.{QUESTION} AND q.answered_at IS NOT NULL)"
REFERRAL_ID, PERSON_ID = OF_LINK.format("referral_id"), OF_LINK.format("person_id")
PROVIDER_ID, COMMISSION_ID = OF_LINK.format("provider_id"), OF_LINK.format("commission_id")
OF_GUESTS = f"organisation_id = '{GUESTS}'"
OF_REFERRAL = f"{OF_GUESTS} AND referral_id IN {REFERRAL_ID}"
# The parties are the link's own, and it arrives as sent: the receiver decides what becomes of it.
SENT = (
    f"{OF_GUESTS} AND sender_side = '' AND side = '' AND state = 'sent' AND channel = 'guest-link'"
    " AND sent_by_id IS NULL AND NOT restricted AND EXISTS (SELECT FROM guest_link l"
    " WHERE l.referral_id = referral.id AND l.person_id = referral.person_id"
    " AND l.provider_id = referral.provider_id AND l.commission_id = referral.commission_id)"
)
# One fact of each referral: that it was received (kind 1; a unique index keeps it to one).
RECEIVED = (
    f"stated_by = '{GUESTS}' AND kind = 1 AND closes IS NULL AND source_id = referral"
    f" AND referral IN {REFERRAL_ID} AND commission_id IN {COMMISSION_ID}"
    f" AND provider_id IN {PROVIDER_ID}"
)

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "guest_link": {
        I: Rows(add=ALL),
        G: Rows(
            see=HELD,
            change=HELD,
            may_set=("typed", "opened_at", "saved_at", "sent_at", "expires_at"),
        ),
        S: Rows(
            see=ALL,
            change=ALL,
            columns=("id", "commission_id", "expires_at", "sent_at", "saved_at"),
            may_set=("typed", "saved_at"),
        ),
    },
    "guest_request": {I: Rows(see=ALL, add=ALL), A: Rows(see=ALL)},
    "guest_sender": {C: Rows(see=OFFER), G: Rows(add=OF_REFERRAL)},
    # --- what the one referral is made of ---------------------------------------------------------
    "referral": {
        G: Rows(
            see=f"id IN {REFERRAL_ID}",
            add=SENT,
            change=f"{ANSWERED} AND state = 'asked'",
            becomes=f"{ANSWERED} AND state = 'sent'",
            columns=(
                "id", "version", "reference", "sent_at", "accepted_at", "declined_at", "withdrawn_at",
                "closed_at",
            ),
            may_set=("state", "version", "act_by"),
        )
    },
    # The question that the link was mailed with: its answer is written once, while it is waited for.
    "referral_question": {
        G: Rows(
            see=QUESTION,
            change=f"{QUESTION} AND state = 'asked' AND answered_at IS NULL",
            becomes=f"{QUESTION} AND state = 'asked' AND answered_at IS NOT NULL",
            columns=("id", "referral_id", "asked_at", "question", "answered_at", "link_hash", "link_until"),
            may_set=("answer", "answered_at"),
        )
    },
    "person": {G: Rows(add=f"{OF_GUESTS} AND side = '' AND id IN {PERSON_ID}")},
    "safe_contact": {G: Rows(add=f"{OF_GUESTS} AND side = '' AND person_id IN {PERSON_ID}")},
    "referral_offer": {G: Rows(add=OF_REFERRAL)},
    "referral_content": {G: Rows(add=OF_REFERRAL)},
    "clock": {
        G: Rows(add=f"organisation_id IN {PROVIDER_ID} AND referral_id IN {REFERRAL_ID}")
    },
    "fact": {G: Rows(add=RECEIVED)},
    "event": {
        G: Rows(add=f"{OF_GUESTS} AND side = '' AND account_id IN {OF_LINK.format('id')}")
    },
    # The receiver's own address, and no other.
    "mail": {G: Rows(add="address IN (SELECT o.mail FROM organisation o)")},
    # --- what the form is drawn from ----------------------------------------------------------------
    "organisation": {G: Rows(see=f"id IN {PROVIDER_ID}", columns=("id", "name", "mail"))},
    "commission": {
        I: Rows(see="takes_guests"),
        G: Rows(see=f"id IN {COMMISSION_ID}"),
    },
    "commission_area": {
        I: Rows(see="commission_id IN (SELECT c.id FROM commission c)"),
        G: Rows(see=f"commission_id IN {COMMISSION_ID}"),
    },
    "programme": {G: Rows(see="id IN (SELECT c.programme_id FROM commission c)")},
    "programme_version": {
        I: Rows(see="programme_id IN (SELECT c.programme_id FROM commission c)"),
        G: Rows(see="programme_id IN (SELECT c.programme_id FROM commission c)"),
    },
    "setting": {G: Rows(see="active", columns=("id", "kind", "name", "area", "active"))},
    "installation": {G: Rows(see=ALL)},
}  # fmt: skip

# The link itself is like a draft; what is sent with it is recorded by the tables it goes to.
RECORDED: frozenset[str] = frozenset({"guest_sender"})
