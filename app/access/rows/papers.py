"""Board papers and saved views of those who commission."""

from collections.abc import Mapping

from app.access.conditions import DatabaseRole, Q, Rows

OURS = "organisation_id = {organisation}"
BEGUN = f"{OURS} AND account_id = {{account}}"
# Whoever answers for every commission of the office reads what colleagues wrote about some of them.
READ = (
    f"{OURS} AND (account_id = {{account}}"
    " OR (SELECT current_setting('app.every_commission', true)) = 'yes')"
)
OF_PAPER = "EXISTS (SELECT FROM board_paper p WHERE p.id = paper_id)"
OWN_PAPER = "EXISTS (SELECT FROM board_paper p WHERE p.id = paper_id AND p.account_id = {account})"
# What was made stays as it was made.
NOT_MADE = "NOT EXISTS (SELECT FROM board_paper_made m WHERE m.paper_id = {0})"
DRAFT_PART = f"{OWN_PAPER} AND {NOT_MADE.format('board_paper_part.paper_id')}"

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "board_paper": {
        Q: Rows(
            see=READ,
            add=BEGUN,
            change=f"{BEGUN} AND {NOT_MADE.format('board_paper.id')}",
            remove=f"{BEGUN} AND {NOT_MADE.format('board_paper.id')}",
            may_set=("title", "known_at", "known_on", "changed_at", "version"),
        )
    },
    "board_paper_part": {
        Q: Rows(see=OF_PAPER, add=DRAFT_PART, change=DRAFT_PART, remove=DRAFT_PART)
    },
    # By its own columns, because the paper's policies look here.
    "board_paper_made": {Q: Rows(see=READ, add=f"{BEGUN} AND {OWN_PAPER}")},
    "saved_view": {
        Q: Rows(see=f"{OURS} AND (account_id = {{account}} OR shared)", add=BEGUN, remove=BEGUN)
    },
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset({"board_paper", "board_paper_part", "board_paper_made", "saved_view"})
