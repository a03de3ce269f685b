"""Open reference data: what is there, and what honestly is not."""

import pytest

from app import reference
from app.programmes.lists import code_list


def test_the_local_areas_of_the_list_are_areas_of_the_register() -> None:
    for entry in code_list("area").entries:
        if entry.group != "Elsewhere":
            assert reference.areas()[entry.code].name == entry.label


def test_heartlands_has_an_emergency_department_in_birmingham() -> None:
    heartlands = next(one for one in reference.hospitals() if one.code == "RRK97")
    assert (heartlands.name, heartlands.area, heartlands.has_ed) == (
        "Heartlands Hospital",
        "E08000025",
        True,
    )


def test_no_practice_is_named_after_a_person() -> None:
    names = [practice.name for practice in reference.practices()]
    assert not [name for name in names if name.startswith("Dr ") or " Dr " in name]
    assert len(names) == 594


def test_population_adds_up_and_90_holds_the_oldest() -> None:
    young = reference.population("E08000025", maximum_age=24)
    older = reference.population("E08000025", minimum_age=25)
    assert young
    assert older
    assert young + older == reference.population("E08000025")
    assert reference.population("E08000030") == 295_678
    assert reference.population("E99999999") is None


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("b9 5ss", "B9 5SS"),
        ("WV11AA", "WV1 1AA"),
        (" b 1 2 a a ", "B1 2AA"),
        ("B95", None),
        ("nonsense", None),
        ("", None),
        ("Ｂ９ ５ＳＳ", None),  # noqa: RUF001 - full-width letters on purpose
    ],
)
def test_a_postcode_is_tidied_or_refused(text: str, tidy: str | None) -> None:
    assert reference.tidy_postcode(text) == tidy


def test_a_postcode_is_placed_exactly_by_its_sector_or_not_at_all() -> None:
    assert reference.area_of_postcode("B1 2AA") == "E08000025"
    assert reference.area_of_postcode("B9 5ZZ") == "E08000025"
    assert reference.area_of_postcode("SW1A 1AA") is None
    assert reference.area_of_postcode("somewhere") is None


def test_names_in_capitals_are_written_as_people_write_them() -> None:
    written = "University Hospitals of Leicester NHS Trust"
    assert reference.as_written(written.upper()) == written
    assert reference.as_written("GP PRACTICE, LE4 6NL") == "GP Practice, LE4 6NL"
    assert reference.as_written("BIRMINGHAM WOMEN'S") == "Birmingham Women's"
