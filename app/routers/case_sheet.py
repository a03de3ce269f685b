"""The sheet to take along on a visit: first name, reference, goals, what to ask. No address."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.queries.case_file import CaseFile
from app.queries.case_plan import MeasureLine, measures, open_goals
from app.queries.group_history import places_ahead
from app.queries.sessions import session_of_case
from app.web.door import Db
from app.web.found_case import WorkedCase
from app.web.pages import page

router = APIRouter()

NEXT_OF_COURSE = 2
# What is asked on every visit, because it changes without anybody telling us.
ALWAYS = (
    "Is it still safe to reach you the way we do? What is the best time?",
    "Has anything changed: where you stay, who is around you, school or work?",
    "Do you feel safe today, and for the next days?",
)


@router.get("/cases/{case_id}/sheet")
def show_sheet(
    request: Request, file: WorkedCase, database: Db, session: UUID | None = None
) -> Response:
    """The visit sheet of a case, or of one of its sessions."""
    one = session_of_case(database, file, session) if session else None
    return page(
        request,
        "cases/sheet.html",
        file=file,
        one=one,
        goals=open_goals(database, file),
        # Where a course meets is no address of anybody's.
        ahead=places_ahead(database, file, most=NEXT_OF_COURSE),
        asks=[*ALWAYS, *asks_of(file)],
        scales=[line.measure for line in measures(database, file) if is_due(line)],
    )


def asks_of(file: CaseFile) -> list[str]:
    """What this case still needs to hear."""
    if file.is_live and file.case.agreed_on is None:
        return ["Do you want to work with us? (Their agreement has not been recorded yet.)"]
    return []


def is_due(line: MeasureLine) -> bool:
    """Whether a question of ours about the person was not asked at the start yet."""
    own = line.measure
    ours = own.about == "person" and own.licence.status == "open" and own.help is not None
    return ours and "baseline" in own.occasions and line.baseline is None
