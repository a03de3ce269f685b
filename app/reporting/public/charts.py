"""Charts of what was published, and the few numbers on top: drawn from printed cells only."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.clocks import LONDON
from app.reporting.charts import (
    Series,
    Tile,
    Value,
    bars,
    bars_narrow,
    lying_bars,
    tile_map,
    tile_map_narrow,
)
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.public.published import Published, shown_to_public
from app.reporting.tables import Figure, Shown
from app.reporting.values import NOT_KNOWN, label_of

KEY = ("people-reached", "referrals-received", "engaged", "planned-exits")
TREND = ("people-reached", "referrals-received")
AREA, WITH_BARS = (
    "public-area",
    frozenset({"public-programme", "public-age", "public-sex", "public-ethnicity"}),
)


class KeyNumber(NamedTuple):
    """One of the few numbers on top of a published period."""

    label: str
    shown: Shown


def key_numbers(cells: Mapping[Place, Cell]) -> list[KeyNumber]:
    """The few numbers in all."""
    found = [(key, cells.get(Place(key, ()))) for key in KEY]
    return [KeyNumber(MEASURES[key].label, shown_to_public(cell)) for key, cell in found if cell]


def drawn(shown: Shown) -> Value:
    """A published cell as a chart takes it."""
    return shown.text if shown.why or shown.value is None else float(shown.value)


def with_charts(figures: Sequence[Figure], areas: Mapping[Place, Cell]) -> list[Figure]:
    """The tables of a period with their charts: areas as a map, other breakdowns as bars."""
    return [_charted(one, areas) for one in figures]


def _charted(figure: Figure, areas: Mapping[Place, Cell]) -> Figure:
    key = f"chart-{figure.key}"
    if figure.key == AREA:
        tiles = [
            Tile(code, label_of(By.area, code), drawn(shown_to_public(cell)))
            for place, cell in areas.items()
            if place.measure == TREND[0] and (code := dict(place.where).get(By.area, NOT_KNOWN)) != NOT_KNOWN
            and (cell.is_hidden or cell.value)
        ]  # fmt: skip
        if not tiles:
            return figure
        title = f"{MEASURES[TREND[0]].label} by area"
        return figure._replace(
            chart=tile_map(key, title, figure.finding, tiles),
            narrow=tile_map_narrow(key, title, figure.finding, tiles),
        )
    if figure.key not in WITH_BARS or not figure.rows:
        return figure
    labels = [label for label, _ in figure.rows]
    series = [Series(figure.head[1], [drawn(cells[0]) for _, cells in figure.rows])]
    return figure._replace(
        chart=lying_bars(key, figure.title, figure.finding, labels, series),
        narrow=bars_narrow(key, figure.title, figure.finding, labels, series),
    )


def trend(periods: Sequence[tuple[Published, Mapping[Place, Cell]]]) -> Figure | None:
    """Published quarters (or years) beside each other, the oldest first; None for fewer than two."""
    if len(periods) < 2:  # noqa: PLR2004 - one is no trend
        return None
    labels = [one.span.label for one, _ in periods]
    shown = [[shown_to_public(cells.get(Place(key, ()))) for key in TREND] for _, cells in periods]
    series = [
        Series(MEASURES[key].label, [drawn(row[place]) for row in shown])
        for place, key in enumerate(TREND)
    ]
    last = shown[-1]
    finding = (
        f"{labels[-1]}: {last[0].text} people reached and {last[1].text} referrals received, "
        "rounded to 5."
    )
    title = "Period by period"
    rows = tuple((label, tuple(row)) for label, row in zip(labels, shown, strict=True))
    says = tuple((MEASURES[key].label, MEASURES[key].says) for key in TREND)
    head = ("", *(MEASURES[key].label for key in TREND))
    return Figure(
        "trend", title, finding, head, rows, says,
        bars("chart-trend", title, finding, labels, series),
        bars_narrow("chart-trend", title, finding, labels, series),
    )  # fmt: skip


def as_data(published: Published, figures: Sequence[Figure]) -> dict[str, Any]:
    """A published period as plain data; marks stand as they are printed."""
    return {
        "organisation": published.organisation,
        "period": published.span.code,
        "label": published.span.label,
        "published": published.made_at.astimezone(LONDON).date().isoformat(),
        "what_changed": list(published.notes),
        "rounding": f"0 stays; 1 to {published.threshold - 1} is *; other numbers are rounded to 5; totals are rounded on their own",
        "tables": [
            {
                "code": figure.key,
                "title": figure.title,
                "columns": list(figure.head[1:]),
                "rows": [{"label": label, "values": [cell.value for cell in cells]} for label, cells in figure.rows],
                "marks": dict(figure.reasons),
                "definitions": dict(figure.says),
            }
            for figure in figures
        ],
        "commissions": list(published.commissions),
    }  # fmt: skip
