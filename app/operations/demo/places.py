"""Where the demo happens: real places from the open data, invented routes, and what was bought."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app import reference
from app.models import Setting, SettingKind, Tier
from app.reporting.periods import Quarter

BIRMINGHAM, COVENTRY, DUDLEY = "E08000025", "E08000026", "E08000027"
SANDWELL, SOLIHULL, WALSALL, WOLVERHAMPTON = "E08000028", "E08000029", "E08000030", "E08000031"
SEVEN = (BIRMINGHAM, COVENTRY, DUDLEY, SANDWELL, SOLIHULL, WALSALL, WOLVERHAMPTON)

ROUTES = (
    "Canal", "Market", "Clock Tower", "Tram Stop", "Park Gate", "High Street", "Library", "Station",
    "Church Lane", "Mill", "Bridge", "Leisure Centre", "Bus Garage", "Common", "Ring Road", "Arcade",
    "Fountain", "Allotments", "Stadium", "Quarry", "Orchard", "Viaduct", "Depot", "Memorial",
    "Subway", "Green",
)  # fmt: skip
PRISONS = (("birmingham", "HMP Birmingham", BIRMINGHAM), ("featherstone", "HMP Featherstone", None),
           ("brinsford", "HMP and YOI Brinsford", None))  # fmt: skip
VENUES = (
    ("hall", "Community hall, Ward End", BIRMINGHAM),
    ("hub", "Youth hub, Hillfields", COVENTRY),
)


class Bought(NamedTuple):
    """One commission of the demo."""

    key: str
    name: str
    programme: str
    provider: str
    tier: Tier
    areas: tuple[str, ...]
    places: int | None
    funding: dict[str, Decimal]


D, T = Decimal, Tier
COMMISSIONS = (
    Bought("hospital-birmingham", "Hospital navigators, Birmingham and Solihull", "ed-navigators", "northside", T.tertiary,
           (BIRMINGHAM, SOLIHULL), 40, {"Home Office grant": D(310000), "Integrated care board": D(90000)}),
    Bought("hospital-coventry", "Hospital navigators, Coventry and the Black Country", "ed-navigators", "kingfisher",
           T.tertiary, (COVENTRY, DUDLEY, SANDWELL, WALSALL, WOLVERHAMPTON), 50, {"Home Office grant": D(260000)}),
    Bought("iris", "IRIS in GP practices, Walsall and Birmingham", "iris", "lantern", T.secondary, (WALSALL, BIRMINGHAM), 45,
           {"Integrated care board": D(180000)}),
    Bought("mvp", "Mentors in Violence Prevention", "mvp", "bystander", T.primary, SEVEN, None, {"Home Office grant": D(150000)}),
    Bought("routes", "Step Together", "step-together", "safesteps", T.primary, SEVEN, None,
           {"Home Office grant": D(240000), "Youth Endowment Fund": D(120000)}),
    Bought("resettlement", "Resettlement and support", "resettlement", "gatehouse", T.tertiary,
           (WOLVERHAMPTON, WALSALL, BIRMINGHAM), 40, {"Police and crime commissioner": D(220000)}),
    Bought("dvpp", "Turning Course for fathers, with partner support", "dvpp", "turning", T.secondary,
           (BIRMINGHAM, SANDWELL), 36, {"Police and crime commissioner": D(350000)}),
)  # fmt: skip


def settings() -> list[Setting]:
    """Every place of the demo: hospitals and practices with their ODS codes, schools with their URN."""
    made = [
        Setting(
            kind=SettingKind.hospital,
            code=one.code,
            name=one.name,
            area=one.area,
            postcode=one.postcode,
        )
        for one in reference.hospitals()
        if one.area in SEVEN and one.has_ed
    ]
    practices = [one for one in reference.practices() if one.area in (WALSALL, BIRMINGHAM)]
    made += [
        Setting(
            kind=SettingKind.practice,
            code=one.code,
            name=one.name,
            area=one.area,
            postcode=one.postcode,
        )
        for one in practices
    ]
    schools = [one for one in reference.schools() if one.area in SEVEN]
    made += [
        Setting(
            kind=SettingKind.school,
            code=one.code,
            name=one.name,
            area=one.area,
            postcode=one.postcode,
        )
        for one in schools
    ]
    made += [
        Setting(
            kind=SettingKind.route,
            code=f"R{number:02d}",
            name=f"{name} route",
            area=SEVEN[number % 7],
        )
        for number, name in enumerate(ROUTES, start=1)
    ]
    made += [
        Setting(kind=SettingKind.prison, code=code, name=name, area=area)
        for code, name, area in PRISONS
    ]
    made += [
        Setting(kind=SettingKind.venue, code=code, name=name, area=area)
        for code, name, area in VENUES
    ]
    return made


def first_day(today: date) -> date:
    """The story begins two years ago."""
    return today.replace(year=today.year - 2, day=min(today.day, 28))


def first_return(today: date) -> Quarter:
    """Returns are asked for from the last quarter but one: each takes the worker a second to print."""
    return Quarter.of(today).before.before
