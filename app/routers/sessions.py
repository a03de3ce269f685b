"""Sessions by day and week: the viewer's own, or the team's."""

from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from app import clocks
from app.access import Permission
from app.programmes.lists import code_list
from app.queries.session_days import key_of, sessions_between
from app.web.case_marks import missed
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.work)])

SPANS = {"day": 1, "week": 7}


@router.get("/sessions")
def list_sessions(
    request: Request,
    database: Db,
    *,
    day: str = "",
    span: str = "week",
    who: str = "me",
    after: str = "",
) -> Response:
    """The sessions of a day or of the week it lies in, with what is still to be recorded."""
    chosen, days = day_of(day), SPANS.get(span, 7)
    first = chosen if days == 1 else chosen - timedelta(days=chosen.weekday())
    last = first + timedelta(days=days - 1)
    everyone = who == "team"
    return page(
        request,
        "sessions/list.html",
        block="results",
        first=first,
        last=last,
        span="day" if days == 1 else "week",
        everyone=everyone,
        before=(first - timedelta(days=days)).isoformat(),
        later=(first + timedelta(days=days)).isoformat(),
        found=sessions_between(database, first, last, everyone=everyone, start=key_of(after)),
        missed=missed,
        marks={entry.code: entry.label for entry in code_list("attendance").entries},
        after=after,
    )


def day_of(text: str) -> date:
    """The day an address asks for; today for one that is none."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        return clocks.today()
    near = date(2000, 1, 1) <= chosen <= date(2100, 1, 1)
    return chosen if near else clocks.today()
