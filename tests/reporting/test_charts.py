"""Charts: whole XML with a title, zero and hidden counts told apart, nothing for a script."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.reporting import charts
from app.reporting.charts import Curve, Flow, Rate, Series, Small, Step, Tile

SVG = "{http://www.w3.org/2000/svg}"
counts = st.none() | st.integers(0, 10**9) | st.floats(0, 1e6, allow_nan=False)
words = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f"), max_size=60
)
drawings = [charts.bars, charts.bars_narrow, charts.lying_bars]


def texts(svg: Markup) -> list[str]:
    return [one.text or "" for one in ET.fromstring(str(svg)).iter(f"{SVG}text")]  # noqa: S314


@given(st.lists(st.tuples(words, counts, counts), max_size=14), words)
def test_every_chart_is_whole_xml_with_its_title_and_finding(
    rows: list[tuple[str, float | None, float | None]], title: str
) -> None:
    labels = [row[0] for row in rows]
    series = [Series("One", [row[1] for row in rows]), Series("Two", [row[2] for row in rows])]
    for draw in drawings:
        root = ET.fromstring(str(draw("key", title, "It rose.", labels, series)))  # noqa: S314
        assert root.attrib["role"] == "img"
        assert root[0].text == (title or None)
        assert root[1].text == "It rose."
        assert all(float(box.attrib["height"]) >= 0 for box in root.iter(f"{SVG}rect"))
        assert all(float(box.attrib["width"]) >= 0 for box in root.iter(f"{SVG}rect"))


@pytest.mark.parametrize("draw", [charts.bars_narrow, charts.lying_bars])
def test_zero_is_printed_and_a_hidden_count_is_named_and_has_no_length(
    draw: Callable[..., Markup],
) -> None:
    svg = draw("key", "T", "F", ["A", "B", "C"], [Series("x", [0, None, 7])])
    assert [word for word in texts(svg) if word not in "ABC"] == ["0", "hidden", "7"]
    boxes = ET.fromstring(str(svg)).iter(f"{SVG}rect")  # noqa: S314
    framed = [box for box in boxes if "stroke-dasharray" in box.attrib]
    assert len(framed) == 1
    other = draw("key", "T", "F", ["A", "B", "C"], [Series("x", [0, None, 700])])
    assert str(other).count("stroke-dasharray") == 1


def test_a_hidden_count_looks_the_same_whatever_stands_beside_it() -> None:
    steps = [Step("Referred", 80), Step("Reached", None)]
    svg = charts.funnel("key", "T", "F", steps)
    assert texts(svg) == ["Referred: 80", "Reached: hidden"]


def test_colours_are_attributes_and_nothing_is_style_or_script() -> None:
    svg = str(charts.bars("key", "<T>", "F", ["<b>"], [Series("x", [1])]))
    assert "style=" not in svg
    assert "class=" not in svg
    assert "<b>" not in svg
    assert 'fill="#12436D"' in svg


def test_the_grid_ends_at_a_round_number_above_every_value() -> None:
    for most, end in ((1, "1"), (4, "4"), (81, "100"), (763, "800"), (1200, "1,500")):
        svg = charts.bars("key", "T", "F", ["A"], [Series("x", [most]), Series("y", [0])])
        assert end in texts(svg)


def test_no_data_is_an_empty_chart_and_no_fault() -> None:
    assert texts(charts.bars("key", "T", "F", [], [])) == ["0", "1"]
    assert texts(charts.funnel_narrow("key", "T", "F", [])) == []


FLOW = Flow(
    "Closed",
    12,
    (Flow("Planned", 8), Flow("Unplanned", 4, (Flow("Moved", "[c]"), Flow("Lost", None)))),
)
TILES = [
    Tile("E08000025", "Birmingham", 212),
    Tile("E08000029", "Solihull", "[c]"),
    Tile("x", "Elsewhere", 0),
]
DRAWN = {
    "flows": (charts.flows, charts.flows_narrow, (FLOW,)),
    "tiles": (charts.tile_map, charts.tile_map_narrow, (TILES,)),
    "curves": (charts.curves, charts.curves_narrow, ([Curve("Met", [(1, 10), (7, None), (28, 80)])],)),
    "intervals": (charts.intervals, charts.intervals_narrow, ([Rate("F", 60, 50, 70), Rate("M", "[c]")],)),
    "multiples": (charts.multiples, charts.multiples_narrow, (("a", "b"), [Small("One", (3, "[c]"))])),
}  # fmt: skip


@pytest.mark.parametrize("kind", DRAWN)
def test_the_richer_charts_say_the_mark_of_what_is_hidden_and_give_it_no_length(kind: str) -> None:
    wide, narrow, given_ = DRAWN[kind]
    for draw in (wide, narrow):
        svg = draw("key", "<T>", "F & G", *given_)
        root = ET.fromstring(str(svg))  # noqa: S314
        assert [root[0].text, root[1].text] == ["<T>", "F & G"]
        said = " ".join(texts(svg))
        if kind != "curves":
            assert "[c]" in said
            assert "stroke-dasharray" in str(svg)
        assert "style=" not in str(svg)


def test_a_hidden_flow_is_as_thick_whatever_it_is() -> None:
    one, other = (
        charts.flows("key", "T", "F", Flow("A", 100, (Flow("B", 90), Flow("C", mark))))
        for mark in ("[c]", "[d]")
    )
    assert str(one).replace("[c]", "") == str(other).replace("[d]", "")


def test_every_area_has_a_square_of_its_own() -> None:
    from app.reporting.charts.tiles import laid_out, places

    codes = [*places(), *(f"other {number}" for number in range(9))]
    for across in (4, 6, 10):
        found = laid_out(codes, across)
        assert len(set(found.values())) == len(codes)
        assert all(0 <= column < across for column, _ in found.values())
    assert laid_out(["E08000026"], 4) == {"E08000026": (0, 0)}


def test_no_data_draws_no_fault_in_the_richer_charts() -> None:
    for svg in (
        charts.flows("k", "T", "F", Flow("None", 0)), charts.flows_narrow("k", "T", "F", Flow("None", "[c]")),
        charts.tile_map("k", "T", "F", []), charts.curves("k", "T", "F", []),
        charts.intervals("k", "T", "F", []), charts.multiples("k", "T", "F", [], []),
    ):  # fmt: skip
        assert ET.fromstring(str(svg)).attrib["role"] == "img"  # noqa: S314
