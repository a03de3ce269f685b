"""The list of a provider's returns, by what is to be done and by year."""

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.queries.return_lists import Line, own_returns
from app.queries.spend_due import spend_due
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.tell)])


@router.get("/returns")
def list_returns(request: Request, database: Db) -> Response:
    """List the returns of the viewer's organisation: what waits first, with spend, then every year."""
    lines = own_returns(database)
    states = may(database.viewer.role, Permission.state_spend)
    return page(
        request,
        "returns/list.html",
        awaited=[one for one in lines if one.is_awaited or one.questions],
        years=by_year(lines),
        overdue=sum(one.is_overdue for one in lines),
        spend=spend_due(database, provides=True) if states else [],
    )


def by_year(lines: list[Line]) -> list[tuple[str, list[tuple[str, list[Line | None]]]]]:
    """For each financial year each commission with its four quarters, where there are such."""
    years: dict[int, dict[str, list[Line | None]]] = {}
    for line in lines:
        rows = years.setdefault(line.quarter.year, {})
        rows.setdefault(line.name, [None] * 4)[line.quarter.number - 1] = line
    return [
        (f"{year}/{(year + 1) % 100:02d}", sorted(rows.items()))
        for year, rows in sorted(years.items(), reverse=True)
    ]
