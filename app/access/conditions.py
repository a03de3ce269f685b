"""The words of the table of rows: the roles, the rights, and the conditions by name.

The words in braces stand for the viewer, read once per statement: {organisation}, {side},
{account}, {membership}; {now} is the moment their transaction began; {guest} is the hash of a mailed
link. {covers} is true when the viewer's membership covers the row's commission; {open} when the row's
case is not restricted, or the viewer is on its list.
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
    # What a changed row must be afterwards, where that is not what it had to be before.
    becomes: str | None = None
    remove: str | None = None
    # Only these columns may be read (None: all) or changed (None: all).
    columns: tuple[str, ...] | None = None
    may_set: tuple[str, ...] | None = None


ALL = "true"
MINE = "organisation_id = {organisation} AND side = {side}"
# What somebody was typing when their sign-in ended.
OWN_DRAFT = MINE + " AND account_id = {account} AND NOT shared"
ON_CASE = MINE + " AND {covers} AND {open}"
OF_PROVIDER = MINE + " AND {covers}"
# A referral of a restricted case is for the people on its list, also one that was joined to it.
# (The functions are in `migrations/casework/00_listed.sql`.)
LISTED = "(NOT restricted OR on_list_of_referral(id) OR joined_to_seen_case(id))"
SENDER = (
    "organisation_id = {organisation} AND sender_side = {side}"
    f" AND (provider_id <> {{organisation}} OR {LISTED})"
    # What was sent from a case is for those who may see the case.
    " AND (from_case_id IS NULL OR sees_case(from_case_id))"
)
# A receiver's while it waits and once it is accepted. Declined or taken back it is gone for them
# with the transaction that ended it; of a decline `decline_ground` keeps who, when and why.
RECEIVER = (
    "provider_id = {organisation} AND side = {side} AND {covers}"
    " AND (state IN ('sent', 'asked', 'waiting', 'accepted')"
    " OR (state IN ('declined', 'withdrawn') AND coalesce(declined_at, withdrawn_at) >= {now}))"
    f" AND {LISTED}"
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
PERSON = (  # the words of ROWS become SQL in policies.py; nothing here comes from outside
    MINE + ' AND (EXISTS (SELECT FROM "case" c WHERE c.person_id = person.id)'
    " OR EXISTS (SELECT FROM referral r WHERE r.person_id = person.id))"
)
# How to reach somebody with a restricted case is for those on its list: for them alone it exists.
REACHED = (
    MINE + " AND EXISTS (SELECT FROM person p WHERE p.id = person_id AND (NOT p.guarded"
    ' OR EXISTS (SELECT FROM "case" c WHERE c.person_id = p.id AND c.restricted)))'
)
# A commissioner's own commissions, and those that an evaluator's membership names.
COMMISSIONED = (
    "(commissioner_id = {organisation} AND {covers_own}) OR id IN (SELECT m.commission_id"
    " FROM membership_commission m WHERE m.membership_id = {membership})"
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
