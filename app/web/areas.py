"""Areas to choose from: the present local authorities of England and Wales, by name."""

from collections.abc import Collection, Iterable

from app import reference

# Two of a county's kinds would count its people twice, so the lower tier is offered.
AUTHORITIES = frozenset(
    {
        "metropolitan district",
        "unitary authority",
        "London borough",
        "City of London",
        "non-metropolitan district",
    }
)
Choice = tuple[str, str]


def area_names() -> dict[str, str]:
    """Return the name of every area by its GSS code, ended ones too."""
    return {code: area.name for code, area in reference.areas().items()}


def authorities() -> list[Choice]:
    """Return code and name of every present authority, by name."""
    return _sorted(
        code
        for code, area in reference.areas().items()
        if area.kind in AUTHORITIES and not area.valid_to
    )


def near(codes: Collection[str]) -> list[Choice]:
    """Return these areas and the authorities of the same regions; all where there are none yet."""
    known = reference.areas()
    chosen = {code for code in codes if code in known}
    if not chosen:
        return authorities()
    regions = {known[code].parent for code in chosen}
    beside = {code for code, _ in authorities() if known[code].parent in regions}
    return _sorted(chosen | beside)


def named(codes: Collection[str]) -> list[Choice]:
    """Return code and name of these areas, by name."""
    known = reference.areas()
    return _sorted(code for code in codes if code in known)


def _sorted(codes: Iterable[str]) -> list[Choice]:
    names = area_names()
    return sorted(((code, names[code]) for code in codes), key=lambda choice: choice[1])
