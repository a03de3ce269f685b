"""Taking over into a case what an earlier case of the same person knows: row by row, on purpose."""

from typing import Any

from app import clocks
from app.database import Database
from app.models import Case, Label, Professional, Relative
from app.models.naming import CASE_COLUMNS, copied_from_case

# What is the case's own; the rest of a row goes over as it stands.
OWN = {"id", "version", "made_at", "by_id", "taken_from_id", "ended_on", "ended_why", *CASE_COLUMNS}
# "Yes" is asked anew; a "no" stays one.
YES = {"safe", "knows", "yes"}


def take_over(database: Database, case: Case, rows: list[Relative | Professional | Label]) -> int:
    """Copy these rows of earlier cases into a case; returns how many.

    Whether somebody of the family may be contacted, and a professional told, was said for another
    piece of work: a yes becomes "not known" and is asked anew, a no stays.
    """
    for row in rows:
        said = {name: value for name, value in row.model_dump().items() if name not in OWN}
        for name in ("contact", "may_tell"):
            if said.get(name) in YES:
                said[name] = "not-known"
        made = type(row)(**copied_from_case(case), **said, **_by(database, row))
        database.add(made)
        database.flush()
        codes: dict[str, Any] = {"from_case": row.case_id}
        if isinstance(made, Label):
            codes["kind"] = made.kind
        database.record(made, "taken-over", **codes)
    return len(rows)


def _by(database: Database, row: Relative | Professional | Label) -> dict[str, Any]:
    """From where it was taken, and for a label by whom."""
    whose = {"by_id": database.viewer.account_id} if isinstance(row, Label) else {}
    return {"taken_from_id": row.id, "made_at": clocks.now()} | whose
