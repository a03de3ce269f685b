"""Planning the work: calendars, courses, tries to reach people, and who stands in for whom."""

from collections.abc import Mapping

from app.access.conditions import (
    ALL,
    MINE,
    OF_PROVIDER,
    ON_CASE,
    C,
    DatabaseRole,
    I,
    Rows,
)

OWN_FEED = MINE + " AND account_id = {account} AND membership_id = {membership}"
OF_ORGANISATION = "organisation_id = {organisation}"

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "session_move": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER)},
    "session_cap": {C: Rows(see=ON_CASE, add=ON_CASE)},
    # Codes and moments of the receiver's own tries; the referral's own policy decides the rest.
    "offer_attempt": {
        C: Rows(
            see=OF_PROVIDER + " AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id)",
            add=OF_PROVIDER + " AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id)",
        )
    },
    "group_facilitator": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, remove=OF_PROVIDER)},
    "group_waiting": {C: Rows(see=ON_CASE, add=ON_CASE, change=ON_CASE)},
    "school_break": {C: Rows(see=OF_ORGANISATION, add=OF_ORGANISATION, remove=OF_ORGANISATION)},
    # Standing in opens nothing: what a cover sees is what their own membership covers, and of the
    # restricted cases only those on whose list they are.
    "absence": {
        C: Rows(see=MINE, add=MINE, change=MINE),
        # At the door it is known for whom somebody acts.
        I: Rows(see=ALL),
    },
    "calendar_feed": {
        C: Rows(
            see=OWN_FEED,
            add=OWN_FEED,
            change=OWN_FEED,
            may_set=("ended_at",),
        ),
        # A calendar program comes without a sign-in: its secret is looked up at the door.
        I: Rows(see=ALL, change=ALL, may_set=("read_at",)),
    },
}

# Tables whose changes must leave an event. A calendar that is read leaves when, no event.
RECORDED = frozenset(
    {
        "session_move",
        "session_cap",
        "offer_attempt",
        "group_facilitator",
        "group_waiting",
        "school_break",
        "absence",
    }
)
