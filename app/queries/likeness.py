"""How much speaks for two descriptions being of one person. Pure arithmetic: nothing is read here."""

from datetime import date
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

# Names as alike as Jon and John, not as Jon and Jan; two guesses of an age may be a year apart.
ALIKE = 0.85
YEARS_APART = 1
# Short names have too few letters for a swap to mean little.
SWAPPABLE = 4


class Looked(NamedTuple):
    """What is known of the person in a form. Keys are as `actions/people` makes them.

    `sounds` are of the name and of its short forms; `shorts` those forms themselves.
    """

    name: str
    family_name: str = ""
    sounds: frozenset[str] = frozenset()
    family_sound: str = ""
    letters: str = ""
    shorts: frozenset[str] = frozenset()
    born_on: date | None = None
    age: int | None = None
    phone_key: str | None = None
    nhs_key: str | None = None
    postcode: str | None = None
    postcode_key: str | None = None


class Likeness(NamedTuple):
    """What speaks for one person, and whether it is enough to ask."""

    may_be: bool = False
    nhs: bool = False
    phone: bool = False
    birth: str = ""
    name: str = ""
    family: bool = False
    postcode: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in words, the strongest first."""
        said = (
            "same NHS number" if self.nhs else "",
            "same phone number" if self.phone else "",
            self.birth,
            self.name,
            "same family name" if self.family else "",
            self.postcode,
        )
        return tuple(reason for reason in said if reason)

    @property
    def weight(self) -> int:
        """The likelier the higher; only for putting several in order."""
        birth = {"same birth date": 3}.get(self.birth, 1 if self.birth else 0)
        name = {"same name": 2}.get(self.name, 1 if self.name else 0)
        return 8 * self.nhs + 4 * self.phone + birth + name + self.family + bool(self.postcode)


def likeness(
    looked: Looked,
    *,
    name: str,
    family_name: str,
    born_on: date | None,
    age: int | None,
    phone: bool,
    nhs: bool,
    postcode: str | None,
) -> Likeness:
    """Compare what was typed with somebody we know; `phone` and `nhs` say whether the keys agree."""
    found = Likeness(
        nhs=nhs,
        phone=phone,
        birth=_births(looked.born_on, born_on),
        name=_names(looked, name, family_name),
        family=_alike(looked.family_name, family_name),
        postcode=_places(looked.postcode, postcode),
    )
    return found._replace(may_be=_enough(looked, found, family_name, born_on, age))


def swapped(day: date) -> date | None:
    """A day with day and month the other way round, where there is such a day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None  # noqa: PLR2004


def _enough(
    looked: Looked, found: Likeness, family_name: str, born_on: date | None, age: int | None
) -> bool:
    if found.nhs or found.phone:
        return True
    other_family = bool(looked.family_name and family_name) and not found.family
    if looked.born_on and born_on:
        if found.birth == "same birth date":
            return bool(found.name) or found.family
        return bool(found.birth and found.name) and not other_family
    if not found.name or (other_family and not found.name.startswith("names")):
        return False
    if looked.age is None or age is None:
        return True
    return abs(age - looked.age) <= YEARS_APART


def _births(one: date | None, other: date | None) -> str:
    if not one or not other:
        return ""
    if one == other:
        return "same birth date"
    if swapped(one) == other:
        return "day and month of birth the other way round"
    differ = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return "birth date differs by one figure" if differ == 1 else ""


def _names(looked: Looked, name: str, family_name: str) -> str:
    ours, typed = name.casefold(), looked.name.casefold()
    if not ours or not typed:
        return ""
    same_letters = len(typed) >= SWAPPABLE and sorted(ours) == sorted(typed)
    ways = (
        ("same name", ours == typed),
        ("short form of the name", ours.split()[0] in looked.shorts),
        (
            "letters of the name swapped",
            same_letters and DamerauLevenshtein.distance(ours, typed) == 1,
        ),
        ("similar name", _alike(name, looked.name)),
        (
            "names the other way round",
            _alike(name, looked.family_name) and _alike(family_name, looked.name),
        ),
    )
    return next((words for words, fits in ways if fits), "")


def _places(one: str | None, other: str | None) -> str:
    ours, typed = "".join((other or "").split()).upper(), "".join((one or "").split()).upper()
    if not ours or not typed:
        return ""
    if ours == typed:
        return "same postcode"
    # The part before the last three signs: a town or a part of a city.
    return "same part of the postcode" if ours[:-3] == typed[:-3] else ""


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return JaroWinkler.similarity(one.casefold(), other.casefold()) >= ALIKE
