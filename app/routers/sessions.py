"""Sessions by day and week: the viewer's own, or the team's."""

from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.programmes.lists import code_list
from app.queries.absences import absences, names_of
from app.queries.session_days import key_of, sessions_between
from app.web.asked import day_in
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
    chosen, days = day_in(day), SPANS.get(span, 7)
    first = chosen if days == 1 else chosen - timedelta(days=chosen.weekday())
    last = first + timedelta(days=days - 1)
    everyone = who == "team"
    found = sessions_between(database, first, last, everyone=everyone, start=key_of(after))
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
        found=found,
        week=[(on, dict(found.days).get(on, [])) for on in days_from(first, days)],
        away=away_on(database, first, days, everyone=everyone),
        whom=names_of(database, database.viewer.covers),
        missed=missed,
        marks={entry.code: entry.label for entry in code_list("attendance").entries},
        after=after,
    )


def days_from(first: date, number: int) -> list[date]:
    """So many days from the first on."""
    return [first + timedelta(days=n) for n in range(number)]


def away_on(database: Db, first: date, number: int, *, everyone: bool) -> dict[date, list[str]]:
    """Who of the team is away on each of these days, or when the viewer is: in words."""
    me, lines = database.viewer.account_id, absences(database)
    return {
        on: [
            f"{one.name} is away, {one.cover} stands in"
            for one in lines
            if one.from_day <= on <= one.to_day
            and (everyone or me in {one.account_id, one.cover_id})
        ]
        for on in days_from(first, number)
    }
