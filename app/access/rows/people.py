"""Who somebody is and who is around them; agreement and sharing; who is one human being."""

from collections.abc import Mapping

from app.access.conditions import ALL, MINE, ON_CASE, A, C, DatabaseRole, Rows, S, worked_on_case

SEEN_CONTACT = (
    MINE + " AND EXISTS (SELECT FROM safe_contact s WHERE s.person_id = contact_change.person_id)"
)
# A link exists for who sees both persons.
BOTH = (
    MINE
    + " AND EXISTS (SELECT FROM person p WHERE p.id = person_id)"
    + " AND EXISTS (SELECT FROM person p WHERE p.id = other_id)"
)

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "relative": worked_on_case(),
    "professional": worked_on_case(),
    "competence": {C: Rows(see=ON_CASE, add=ON_CASE)},
    "service_agreement": worked_on_case(),
    "processing_basis": worked_on_case(),
    "sharing_decision": worked_on_case(),
    "label": worked_on_case(),
    "contact_change": {C: Rows(see=SEEN_CONTACT, add=MINE)},
    "person_link": {C: Rows(see=BOTH, add=BOTH, change=BOTH)},
    # Subjects only, written by the trigger: own figures count by it, also what is restricted.
    "joined_subject": {C: Rows(see=MINE), S: Rows(see=ALL)},
    "matching_agreement": {A: Rows(see=ALL, add=ALL, change=ALL), S: Rows(see=ALL)},
    # Shown to nobody: no provider learns that another knows the person.
    "identity_match": {S: Rows(see=ALL, add=ALL, change=ALL, may_set=("ended_at",))},
    # What the jobs need: blind keys to match by, birth dates to ask again at 16 and 18; no name.
    "person": {
        S: Rows(
            see=ALL,
            columns=(
                "id", "organisation_id", "side", "subject", "nhs_key", "match_key", "born_on",
            ),
        )
    },
    "case": {
        S: Rows(
            see=ALL,
            columns=(
                "id", "organisation_id", "commission_id", "side", "restricted", "person_id",
                "worker_id", "state", "opened_at",
            ),
        )
    },
    # With what it states: whose records were compared with those of whom.
    "fact": {
        S: Rows(
            see=ALL,
            add="referral IS NULL AND (kind = 40 OR (kind = 0 AND reason = 'no-longer-compared'))",
            columns=(
                "seq", "closes", "kind", "code", "subject", "commission_id", "programme",
                "provider_id", "side",
            ),
        )
    },
}  # fmt: skip

RECORDED = frozenset(
    {
        "relative",
        "professional",
        "competence",
        "service_agreement",
        "processing_basis",
        "sharing_decision",
        "label",
        "contact_change",
        "person_link",
        "matching_agreement",
    }
)
