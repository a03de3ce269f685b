"""What commissioned work costs: profiles, spend, targets, variations, and a commissioner's budget."""

from collections.abc import Mapping

from app.access.conditions import ALL, A, C, DatabaseRole, N, Q, Rows, S

# A commission's own policy says which exist for a commissioner or an evaluator; only whose it is
# may write. The administrator sets commissions up, and a correction of theirs is a variation too.
SEEN = "EXISTS (SELECT FROM commission c WHERE c.id = commission_id)"
BOUGHT = (
    "EXISTS (SELECT FROM commission c WHERE c.id = commission_id"
    " AND c.commissioner_id = {organisation})"
)
PROVIDED = (
    "EXISTS (SELECT FROM commission c WHERE c.id = commission_id"
    " AND c.provider_id = {organisation}) AND {covers}"
)
OF_PROFILE = "EXISTS (SELECT FROM spend_profile p WHERE p.id = profile_id)"
OF_VARIATION = "EXISTS (SELECT FROM commission_variation v WHERE v.id = variation_id)"
BOUGHT_ALONG = (
    " JOIN commission c ON c.id = commission_id WHERE c.commissioner_id = {organisation} AND "
)
OWN = "organisation_id = {organisation}"
BUDGET = {Q: Rows(see=OWN, add=OWN, change=OWN, remove=OWN)}

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    # The job that reminds of spend nobody has stated reads for which quarters, and no statement.
    "spend_profile": {
        C: Rows(see=PROVIDED),
        Q: Rows(see=SEEN, add=BOUGHT),
        S: Rows(see=ALL, columns=("id", "commission_id", "number")),
    },
    "profile_quarter": {
        C: Rows(see=OF_PROFILE),
        S: Rows(see=ALL),
        Q: Rows(
            see=OF_PROFILE,
            add=f"EXISTS (SELECT FROM spend_profile p{BOUGHT_ALONG}p.id = profile_id)",
        ),
    },
    # Whoever says what was spent says it for their own organisation.
    "spend_statement": {
        C: Rows(see=PROVIDED, add=f"{OWN} AND {PROVIDED}"),
        Q: Rows(see=SEEN, add=f"{OWN} AND {BOUGHT}"),
        S: Rows(see=ALL, columns=("commission_id", "year", "quarter")),
    },
    "commission_target": {
        # The other side does not exist for a viewer, not even what it is held against.
        C: Rows(see=f"side = {{side}} AND {PROVIDED}"),
        Q: Rows(see=SEEN, add=BOUGHT),
    },
    "commission_variation": {
        C: Rows(see=PROVIDED),
        Q: Rows(see=SEEN, add=BOUGHT),
        A: Rows(see=ALL, add=ALL),
    },
    "variation_funding": {
        C: Rows(see=OF_VARIATION),
        Q: Rows(
            see=OF_VARIATION,
            add=f"EXISTS (SELECT FROM commission_variation v{BOUGHT_ALONG}v.id = variation_id)",
        ),
        A: Rows(see=ALL, add=ALL),
    },
    # A series: what was printed keeps the threshold of its quarter.
    "agreed_threshold": {
        C: Rows(see=PROVIDED),
        Q: Rows(see=SEEN, add=BOUGHT),
        A: Rows(see=ALL),
        N: Rows(see=ALL),
    },
    "award": BUDGET,
    "budget_line": BUDGET,
}

# Tables whose changes must leave an event.
RECORDED = frozenset(ROWS)
