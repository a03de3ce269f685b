"""Returns: a provider's exact figures and what of them its commissioner reads."""

from collections.abc import Mapping

from app.access.conditions import (
    ALL,
    OF_PROVIDER,
    A,
    C,
    DatabaseRole,
    N,
    Q,
    Rows,
    S,
    everyone_reads,
)

# The commission's own policy says whose it is, and which an evaluator's membership names.
REPORTED = "EXISTS (SELECT FROM commission c WHERE c.id = commission_id)"
HANGING = ("organisation_id", "commission_id", "side")
STATED = Rows(see=OF_PROVIDER, add=OF_PROVIDER)
OWN = f"{REPORTED} AND by_id = {{account}} AND party = 'commissioner'"

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "return_document": everyone_reads(),
    # A version never changes: no role has UPDATE.
    "return_document_version": everyone_reads(extra={A: Rows(see=ALL, add=ALL)}),
    "quarter_return": {
        C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, change=OF_PROVIDER),
        Q: Rows(
            see=REPORTED,
            change=REPORTED,
            may_set=("state", "version", "accepted_at", "accepted_by_id"),
        ),
        N: Rows(see=ALL),
        S: Rows(see=ALL),
    },
    # What is being written or brought in is nobody's but the provider's until it is submitted.
    "return_answer": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, change=OF_PROVIDER)},
    "return_file": {C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, remove=OF_PROVIDER)},
    "return_version": {
        C: STATED,
        Q: Rows(
            see=REPORTED,
            columns=(
                "id",
                "return_id",
                *HANGING,
                "number",
                "document_version_id",
                "source",
                "system",
                "known_at",
                "hash",
                "signed_as",
                "submitted_at",
            ),
        ),
        N: Rows(see=ALL),
        S: Rows(see=ALL, columns=("id", "return_id", *HANGING, "number")),
    },
    # Exact: for the provider, and for the gate, which counts them and prints what may be printed.
    "return_cell": {C: STATED, N: Rows(see=ALL)},
    "return_words": {C: STATED, Q: Rows(see=REPORTED)},
    "return_print": {
        C: Rows(see=OF_PROVIDER, columns=("version_id", *HANGING, "cells", "below", "printed_at")),
        Q: Rows(see=REPORTED, columns=("version_id", *HANGING, "cells", "below", "printed_at")),
        N: Rows(see=ALL),
        S: Rows(see=ALL, add=ALL),
    },
    "return_remark": {
        C: Rows(see=OF_PROVIDER, add=OF_PROVIDER + " AND party = 'provider'"),
        Q: Rows(see=REPORTED, add=OWN),
    },
    "return_restatement": {
        C: STATED,
        Q: Rows(
            see=REPORTED, columns=("id", "version_id", *HANGING, "words", "signed_as", "made_at")
        ),
        N: Rows(see=ALL),
    },
    "restatement_print": {
        C: Rows(
            see=OF_PROVIDER,
            columns=("restatement_id", "version_id", *HANGING, "crossings", "below", "printed_at"),
        ),
        Q: Rows(
            see=REPORTED,
            columns=("restatement_id", "version_id", *HANGING, "crossings", "below", "printed_at"),
        ),
        N: Rows(see=ALL),
        S: Rows(see=ALL, add=ALL),
    },
    "case_study": {
        C: Rows(see=OF_PROVIDER, add=OF_PROVIDER, change=OF_PROVIDER),
        # Approved, and sent with a version; not who wrote it, and nothing of the consent.
        Q: Rows(
            see=f"{REPORTED} AND state = 'approved'"
            " AND EXISTS (SELECT FROM return_study s WHERE s.study_id = case_study.id)",
            columns=("id", "return_id", *HANGING, "pseudonym", "age_band", "words", "state"),
        ),
    },
    "return_study": {C: STATED, Q: Rows(see=REPORTED)},
    "return_reminder": {S: Rows(see=ALL, add=ALL)},
}

# Tables whose changes must leave an event. What the gate prints leaves the version's own event.
RECORDED = frozenset(
    {
        "return_document_version",
        "quarter_return",
        "return_answer",
        "return_file",
        "return_version",
        "return_remark",
        "return_restatement",
        "case_study",
    }
)
