"""Code lists and age bands: each reads, retires instead of deleting, and says where it is from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.programmes.ages import BandSet, band_of, band_sets
from app.programmes.lists import CodeList, code_list, list_names


@pytest.mark.parametrize("name", list_names())
def test_a_list_has_a_source_and_each_label_once_in_its_group(name: str) -> None:
    found = code_list(name)
    labels = [(entry.group, entry.label) for entry in found.entries]
    assert found.source
    assert len(labels) == len(set(labels))


def test_a_list_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        code_list("../settings")


def test_a_retired_code_keeps_its_label_and_is_no_longer_offered() -> None:
    drawn = CodeList.model_validate(
        {
            "code": "drawn",
            "name": "Drawn",
            "source": "This test.",
            "entries": [
                {"code": "old", "label": "Old", "valid_to": "2026-03-31"},
                {"code": "new", "label": "New", "valid_from": "2026-04-01"},
            ],
        }
    )
    assert [entry.code for entry in drawn.on(date(2026, 3, 31))] == ["old"]
    assert [entry.code for entry in drawn.on(date(2026, 4, 1))] == ["new"]
    assert drawn.label("old") == "Old"
    assert drawn.label("never") == "never"


def test_a_list_names_each_code_once() -> None:
    twice = [{"code": "a", "label": "A"}, {"code": "a", "label": "B"}]
    with pytest.raises(ValidationError, match="there twice"):
        CodeList.model_validate({"code": "x", "name": "X", "source": "s", "entries": twice})


def test_ethnic_groups_are_the_nineteen_of_2021_with_their_crosswalks() -> None:
    groups = [entry for entry in code_list("ethnicity").entries if not entry.unknown]
    assert len(groups) == 19
    assert all({"nhs-2001", "police", "dfe"} <= set(entry.also) for entry in groups)
    chinese = code_list("ethnicity").get("A4")
    assert chinese
    assert (chinese.group, chinese.also["police"]) == ("Asian", "O1")


def test_assault_methods_are_those_of_the_data_set() -> None:
    codes = code_list("istv-assault-method").codes()
    assert codes == (
        *(f"{n:02}" for n in range(1, 7)),
        *(str(n) for n in range(10, 18)),
        "23",
        "24",
    )


def test_every_way_of_declining_says_whose_reason_it_is() -> None:
    whose = {entry.also["whose"] for entry in code_list("decline-reason").entries}
    assert whose == {
        "person",
        "provider",
        "not-reachable",
        "not-eligible",
        "already-with-us",
        "no-capacity",
        "unsafe",
    }


@given(st.sampled_from(sorted(band_sets())), st.integers(0, 130))
def test_every_age_is_in_exactly_one_band(name: str, age: int) -> None:
    bands = band_sets()[name]
    assert [band.holds(age) for band in bands.bands].count(True) == 1
    assert bands.band(age).holds(age)


def test_twenty_four_is_young_and_twenty_five_is_not() -> None:
    assert [band_of(age) for age in (24, 25, None)] == ["to-24", "over-24", "not-known"]


@pytest.mark.parametrize("bands", [[(0, 5), (7, None)], [(0, 5), (5, None)], [(1, None)], [(0, 9)]])
def test_bands_leave_no_gap_and_no_overlap(bands: list[tuple[int, int | None]]) -> None:
    rows = [{"code": f"b{low}", "label": "B", "from": low, "to": high} for low, high in bands]
    with pytest.raises(ValidationError, match=r"gap|upper end"):
        BandSet.model_validate({"code": "x", "name": "X", "source": "s", "bands": rows})
