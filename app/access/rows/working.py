"""What keeps the work on a case together: mentions, documents, follow-ups, supervision, reminders."""

from collections.abc import Mapping

from app.access.conditions import ALL, MINE, ON_CASE, C, DatabaseRole, I, Rows, S, worked_on_case

AS_MANAGER = "EXISTS (SELECT FROM membership m WHERE m.id = {membership} AND m.role = 'manager')"

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "mention": {C: Rows(see=ON_CASE, add=ON_CASE, change=ON_CASE, may_set=("seen_at",))},
    # Nothing of a document is ever changed, but it can be emptied with a reason.
    "document": {
        C: Rows(
            see=ON_CASE,
            add=ON_CASE,
            change=ON_CASE,
            may_set=(
                "title",
                "about",
                "file_name",
                "content",
                "words",
                "removed_at",
                "removed_by_id",
                "removed_reason",
            ),
        )
    },
    "follow_up": worked_on_case(),
    # The worker it is about, and the managers of their organisation and side.
    "supervision_note": {
        C: Rows(
            see=f"{MINE} AND (account_id = {{account}} OR {AS_MANAGER})",
            add=f"{MINE} AND by_id = {{account}} AND {AS_MANAGER}",
        )
    },
    "reminder": {S: Rows(see=ALL, add=ALL)},
    "reminder_choice": {
        I: Rows(see=ALL, add=ALL, change=ALL, may_set=("by_mail", "said_at")),
        S: Rows(see=ALL),
    },
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset({"mention", "document", "follow_up", "supervision_note"})
