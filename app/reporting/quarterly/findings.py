"""What each section found, in a sentence made of nothing but printed numbers."""

from collections.abc import Callable
from typing import NamedTuple

from app.reporting.counting import Line
from app.reporting.measure import By
from app.reporting.quarterly.directions import direction
from app.reporting.quarterly.told import Told
from app.reporting.tables import leading, show
from app.reporting.values import NOT_KNOWN


class _Clause(NamedTuple):
    """A part of a sentence, the numbers it rests on, and what is hidden when one of them is."""

    words: str
    names: tuple[str, ...]
    about: str


def reach(told: Told) -> str:
    """Named people, and contacts beside them."""
    before = direction("people-reached", told.answer, told.before, judged=False)
    return _sentence(
        told,
        _Clause(
            f"{{people-reached}} people were reached by name, {before}",
            ("people-reached",),
            "people reached",
        ),
        _Clause(
            "{contacts} contacts were counted in groups and on routes",
            ("contacts",),
            "contacts in groups and on routes",
        ),
        _Clause(
            "{professionals} professionals were trained",
            ("professionals",),
            "professionals trained",
        ),
    )


def pathway(told: Told) -> str:
    """The steps in a row."""
    return _sentence(
        told,
        _Clause(
            "{referrals-received} referrals came in", ("referrals-received",), "referrals received"
        ),
        _Clause(
            "{referrals-accepted} were accepted", ("referrals-accepted",), "referrals accepted"
        ),
        _Clause("{first-contacts} had a first contact", ("first-contacts",), "first contacts"),
        _Clause("{engaged} engaged", ("engaged",), "who engaged"),
        _Clause("{planned-exits} cases ended as planned", ("planned-exits",), "planned endings"),
        between=", ",
    )


def waits(told: Told) -> str:
    """In time, and the median."""
    days = "day" if _said("median-wait", told.answer.total) == "1" else "days"
    return _sentence(
        told,
        _Clause(
            "{share-in-standard} of first contacts were in the time that the programme sets",
            ("share-in-standard",),
            "how many first contacts were in time",
        ),
        _Clause(
            f"half of the people referred were contacted within {{median-wait}} {days}",
            ("median-wait",),
            "how long people waited",
        ),
    )


def outcomes(told: Told) -> str:
    """Closed, planned, goals."""
    goals = _Clause(
        "{goals-achieved} of {goals-ended} goals were achieved",
        ("goals-achieved", "goals-ended"),
        "goals achieved",
    )
    if told.answer.total.cells["goals-ended"].value == 0:
        goals = goals._replace(words="no goal ended")
    return _sentence(
        told,
        _Clause("{closed} cases were closed", ("closed",), "cases closed"),
        _Clause(
            "{share-planned} of endings were planned",
            ("share-planned",),
            "the share of planned endings",
        ),
        goals,
    )


def providers(told: Told) -> str:
    """Who reached the most, of what is printed."""
    return _most(told, By.provider, "providers")


def equity(told: Told) -> str:
    """How many have no group written down."""
    lines = told.answer.tables.get(By.ethnicity)
    line = lines.line(NOT_KNOWN) if lines else None
    if told.answer.total.cells["referrals-received"].value == 0:
        return "No referral was received in this quarter."
    most = _most(told, By.sex, "groups")
    whole = told.answer.total.cells["referrals-received"]
    if whole.is_hidden or (line and line.cells["referrals-received"].is_hidden):
        return f"How many referrals came without an ethnic group is hidden. {most}"
    gone = _said("referrals-received", line) if line else "none"
    received = _said("referrals-received", told.answer.total)
    return f"Of {received} referrals received, {gone} came without an ethnic group. {most}"


def areas(told: Told) -> str:
    """Where most were reached, of what is printed."""
    return _most(told, By.area, "areas")


def demand(told: Told) -> str:
    """Received and declined."""
    before = direction("referrals-received", told.answer, told.before, judged=False)
    return _sentence(
        told,
        _Clause(
            f"{{referrals-received}} referrals were received, {before}",
            ("referrals-received",),
            "referrals received",
        ),
        _Clause(
            "{referrals-declined} were declined", ("referrals-declined",), "referrals declined"
        ),
    )


FINDINGS: dict[str, Callable[[Told], str]] = {
    "reach": reach,
    "pathway": pathway,
    "waits": waits,
    "outcomes": outcomes,
    "providers": providers,
    "equity": equity,
    "areas": areas,
    "demand": demand,
}


def _most(told: Told, by: By, lines_are: str) -> str:
    """Where most people were reached, of what is printed, and how many lines are hidden."""
    name = "people-reached"
    if told.answer.total.cells[name].value == 0:
        return "Nobody was reached in this quarter."
    table = told.answer.tables.get(by)
    lines = [line for line in table.lines if line.value != NOT_KNOWN] if table else []
    known = [line for line in lines if line.cells[name].value]
    if not known:
        return "No number of people reached can be shown here."
    who, number, each = leading({line.label: line.cells[name] for line in known})
    hidden = sum(line.cells[name].is_hidden for line in lines)
    which = "Most people reached that can be shown" if hidden else "Most people reached"
    words = f"{which}: {who}, {show(name, number).text}{each}"
    are = "is" if hidden == 1 else "are"
    return words + (f"; {hidden} of {len(lines)} {lines_are} {are} hidden." if hidden else ".")


def _sentence(told: Told, *clauses: _Clause, between: str = "; ") -> str:
    """The clauses whose numbers are shown, and what is hidden by its name. No figure, no clause."""
    said, gone = [], []
    for clause in clauses:
        cells = [told.answer.total.cells[name] for name in clause.names]
        if any(cell.is_hidden for cell in cells):
            gone.append(clause.about)
        if all(cell.value is not None for cell in cells):
            numbers = {name: _said(name, told.answer.total) for name in clause.names}
            said.append(clause.words.format_map(numbers))
    words = between.join(said)
    whole = f"{words[:1].upper()}{words[1:]}." if words else ""
    if gone:
        whole += f" Hidden: {', '.join(gone)}."
    return whole.strip() or "There is nothing to say about this quarter yet."


def _said(name: str, line: Line) -> str:
    return show(name, line.cells[name]).text.removesuffix(".0")
