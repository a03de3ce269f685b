"""What everybody can read: what is commissioned, reach and outcomes as published, how it is counted."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.database import Database
from app.errors import NotFound
from app.reporting.editions.reading import cells_of
from app.reporting.gate.marks import PUBLIC_LEGEND, PUBLIC_MARKS
from app.reporting.measures import MEASURES
from app.reporting.money.sums import pounds
from app.reporting.periods import Quarter
from app.reporting.public.charts import as_data, key_numbers, trend, with_charts
from app.reporting.public.published import Published, public_figures, published
from app.reporting.public.tables import FEWEST_BROKEN_DOWN, MEASURES_IN_ALL
from app.reporting.sheets import Value, as_csv
from app.reporting.tables import lines_of
from app.web.choices import in_words
from app.web.public_door import PublicDb, public_data, public_file, public_page

router = APIRouter(prefix="/public")
IN_TREND = 8  # quarters: two years
HEAD = ("Commission", "Programme", "Provider", "Prevention tier", "Areas", "Starts", "Ends", "Value in pounds", "Paid by")  # fmt: skip


@router.get("")
def show_public_home(request: Request, database: PublicDb) -> Response:
    """Show what is published, the newest period first."""
    found = published(database)
    newest = found[0] if found else None
    quarters = [one for one in found if newest and isinstance(one.span, Quarter)]
    quarters = [one for one in quarters if newest and one.organisation == newest.organisation]
    cells = {one.id: cells_of(database, one.id, table="public-all") for one in quarters[:IN_TREND]}
    if newest and newest.id not in cells:
        cells[newest.id] = cells_of(database, newest.id, table="public-all")
    drawn = [(one, cells[one.id]) for one in reversed(quarters[:IN_TREND])]
    return public_page(
        request,
        "public/home.html",
        periods=found,
        newest=newest,
        keys=key_numbers(cells[newest.id]) if newest else [],
        trend=trend(drawn),
        tiers=by_tier(newest.commissions) if newest else [],
    )


@router.get("/commissions")
def show_public_commissions(request: Request, database: PublicDb) -> Response:
    """Show what is commissioned, by whom, where, for how much and in which tier."""
    offices = newest_of_each(published(database))
    return public_page(
        request, "public/commissions.html", offices=offices, pounds=money, day_of=day_of
    )


@router.get("/commissions.csv")
def download_commissions(request: Request, database: PublicDb) -> Response:
    """Hand out what is commissioned as CSV."""
    lines: list[Sequence[Value]] = [("Commissioned by", *HEAD)]
    for office in newest_of_each(published(database)):
        lines += [(office.organisation, *line_of(one)) for one in office.commissions]
    return public_file(request, as_csv(lines), "throughline-commissions.csv")


@router.get("/methods")
def show_methods(request: Request) -> Response:
    """Show what is counted, how it is rounded, and what the figures cannot say."""
    return public_page(
        request,
        "public/methods.html",
        definitions=[(MEASURES[key].label, MEASURES[key].says) for key in MEASURES_IN_ALL],
        marks=[(PUBLIC_MARKS[why], PUBLIC_LEGEND[why]) for why in ("small", "protects", "kept-back")],
        fewest=FEWEST_BROKEN_DOWN,
    )  # fmt: skip


@router.get("/support")
def show_support(request: Request) -> Response:
    """Show where to find help."""
    return public_page(request, "public/support.html")


@router.get("/periods/{edition_id:uuid}")
def show_period(request: Request, edition_id: UUID, database: PublicDb) -> Response:
    """Show one published period: its tables with their charts, and what changed since."""
    one = period_of(database, edition_id)
    figures = public_figures(database, edition_id)
    areas = cells_of(database, edition_id, table="public-area")
    return public_page(
        request,
        "public/period.html",
        period=one,
        keys=key_numbers(cells_of(database, edition_id, table="public-all")),
        figures=with_charts(figures, areas),
    )


@router.get("/periods/{edition_id:uuid}/figures.json")
def download_data(request: Request, edition_id: UUID, database: PublicDb) -> Response:
    """Hand out a published period as JSON."""
    one = period_of(database, edition_id)
    return public_data(request, as_data(one, public_figures(database, edition_id)))


@router.get("/periods/{edition_id:uuid}/{table}.csv")
def download_public_table(
    request: Request, edition_id: UUID, table: str, database: PublicDb
) -> Response:
    """Hand out one published table as CSV."""
    one = period_of(database, edition_id)
    found = (figure for figure in public_figures(database, edition_id) if figure.key == table)
    figure = next(found, None)
    if figure is None:
        raise NotFound
    lines: list[Sequence[Value]] = [*lines_of(figure, one.span.label), (f"Published {one.made_at:%Y-%m-%d} by {one.organisation}",), *((note,) for note in one.notes)]  # fmt: skip
    return public_file(request, as_csv(lines), f"throughline-{one.span.code}-{table}.csv")


def period_of(database: Database, edition_id: UUID) -> Published:
    """A published period. Raises NotFound for one that was never published, or printed again since."""
    found = next((one for one in published(database) if one.id == edition_id), None)
    if found is None:
        raise NotFound
    return found


def newest_of_each(found: list[Published]) -> list[Published]:
    """The newest period of each office: its commissions are those that hold."""
    offices: dict[str, Published] = {}
    for one in sorted(found, key=lambda one: one.made_at, reverse=True):
        offices.setdefault(one.organisation, one)
    return sorted(offices.values(), key=lambda one: one.organisation)


def by_tier(commissions: Sequence[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """Each tier with the number of its commissions and what they are worth together."""
    found: dict[str, list[Decimal]] = {}
    for one in commissions:
        found.setdefault(one["tier"], []).append(Decimal(one["value"]))
    order = ("primary", "secondary", "tertiary")
    return [
        (in_words(tier), len(found[tier]), pounds(sum(found[tier], Decimal(0))))
        for tier in order
        if tier in found
    ]


def money(text: str) -> str:
    """A stored amount as people read it."""
    return pounds(Decimal(text))


def day_of(text: str) -> str:
    """A stored day as people read it: "1 April 2026"."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def line_of(one: dict[str, Any]) -> tuple[Value, ...]:
    """A commission as a line of a file."""
    paid = "; ".join(f"{stream}: {amount}" for stream, amount in one["streams"].items())
    return (
        one["name"], one["programme"], one["provider"], one["tier"], "; ".join(one["areas"]),
        one["starts"], one["ends"] or "", float(one["value"]), paid,
    )  # fmt: skip
