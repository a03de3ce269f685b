"""The register of a session: for each member a status and, if wanted, a note, in one form.

The boxes are `status-{case id}` and `note-{case id}`; who is on the register is the database's to
say, so they are no fields of a form model.
"""

from typing import Any
from uuid import UUID

from app.models import AttendanceStatus
from app.programmes.lists import Entry, code_list
from app.queries.registers import Line
from app.web.forms import Form

CHOICES = (
    AttendanceStatus.attended,
    AttendanceStatus.late,
    AttendanceStatus.did_not_attend,
    AttendanceStatus.late_not_seen,
    AttendanceStatus.cancelled_by_person,
)
# Children are brought: their register says so.
FOR_CHILDREN = AttendanceStatus.not_brought
LONGEST_NOTE = 1000


def choices(*, children: bool) -> list[Entry]:
    """What a line may say, in words."""
    known = code_list("attendance")
    codes = [*CHOICES, FOR_CHILDREN] if children else list(CHOICES)
    return [entry for code in codes if (entry := known.get(code))]


def boxes(lines: list[Line]) -> list[str]:
    """The names of all boxes of a register."""
    return [f"{name}-{line.case_id}" for line in lines for name in ("status", "note")]


def fill(form: Form[Any], lines: list[Line]) -> None:
    """Show what stands; on a register that was never taken everybody is there until said otherwise."""
    for line in lines:
        expected = line.status == AttendanceStatus.expected
        form.fill(
            f"status-{line.case_id}", str(AttendanceStatus.attended) if expected else line.status
        )
        form.fill(f"note-{line.case_id}", line.note)


def read(
    form: Form[Any], lines: list[Line], *, children: bool
) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Statuses and notes by case. A line without an answer is an error."""
    allowed = {entry.code for entry in choices(children=children)}
    register, notes = {}, {}
    for line in lines:
        said = (form.answers.get(f"status-{line.case_id}") or [""])[0]
        # What stands already may stay, also if it is not offered any more.
        if said not in allowed and said != line.status:
            form.refuse(f"status-{line.case_id}", f"Select whether {line.name} came")
        note = (form.answers.get(f"note-{line.case_id}") or [""])[0]
        if len(note) > LONGEST_NOTE:
            form.refuse(
                f"note-{line.case_id}",
                f"The note about {line.name} must be {LONGEST_NOTE:,} characters or fewer",
            )
        if said != AttendanceStatus.expected:
            register[line.case_id] = said
        if note and note != line.note:
            notes[line.case_id] = note
    return register, notes
