"""What was printed, and what is asked beyond it."""

from collections.abc import Mapping

from app.access.conditions import ALL, C, DatabaseRole, N, Q, Rows, S

P = DatabaseRole.publishing
# Editions are of all that an organisation commissions: for those whose membership covers all of it.
OWN = (
    "organisation_id = {organisation} AND"
    " (SELECT current_setting('app.every_commission', true)) = 'yes'"
)
# A return's is for whoever's membership covers its commission.
EDITION = (
    "organisation_id = {organisation} AND"
    " ((SELECT current_setting('app.every_commission', true)) = 'yes'"
    " OR (audience = 'return' AND {covers}))"
)
OF_EDITION = "edition_id IN (SELECT e.id FROM edition e)"
ASKED = "(SELECT q.id FROM figure_question q)"
SAID = f"organisation_id = {{organisation}} AND question_id IN {ASKED}"

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "edition_order": {
        Q: Rows(see=OWN, add=OWN),
        N: Rows(see=ALL),
        S: Rows(see=ALL, add=ALL, change=ALL, may_set=("state", "ended_at", "edition_id", "said")),
    },
    "edition": {
        Q: Rows(see=EDITION),
        N: Rows(see=ALL),
        S: Rows(see=ALL, add=ALL),
        P: Rows(see="audience = 'public'"),
    },
    "edition_table": {
        Q: Rows(see=OF_EDITION),
        N: Rows(see=ALL),
        S: Rows(add=ALL),
        P: Rows(see=OF_EDITION),
    },
    "edition_cell": {
        Q: Rows(see=OF_EDITION),
        N: Rows(see=ALL),
        S: Rows(add=ALL),
        P: Rows(see=OF_EDITION),
    },
    # The counts behind what is printed: written once, read by those who count.
    "edition_proof": {N: Rows(see=ALL), S: Rows(add=ALL)},
    "figure_question": {
        Q: Rows(see=OWN, add=OWN),
        C: Rows(see="provider_id = {organisation} AND side = {side}"),
    },
    "figure_answer": {
        Q: Rows(see=f"question_id IN {ASKED}", add=SAID),
        C: Rows(see=f"question_id IN {ASKED}", add=SAID),
    },
}

RECORDED = frozenset({"figure_question", "figure_answer"})
