"""What each section found, in a sentence made of nothing but printed numbers."""

from collections.abc import Callable

from app.reporting.counting import Line
from app.reporting.measure import By
from app.reporting.quarterly.directions import direction
from app.reporting.quarterly.told import Told
from app.reporting.tables import show
from app.reporting.values import NOT_KNOWN


def number(told: Told, name: str) -> str:
    """A number of the quarter in all, as a sentence says it."""
    return _said(name, told.answer.total)


def reach(told: Told) -> str:
    """Named people, and contacts beside them."""
    return (
        f"{number(told, 'people-reached')} people were reached by name, "
        f"{direction('people-reached', told.answer, told.before)}; {number(told, 'contacts')} contacts "
        f"were counted in groups and on routes, and {number(told, 'professionals')} professionals trained."
    )


def pathway(told: Told) -> str:
    """The steps in a row."""
    return (
        f"{number(told, 'referrals-received')} referrals came in, {number(told, 'referrals-accepted')} "
        f"were accepted, {number(told, 'first-contacts')} had a first contact, {number(told, 'engaged')} "
        f"engaged; {number(told, 'planned-exits')} cases ended as planned."
    )


def waits(told: Told) -> str:
    """In time, and the median."""
    said = []
    if not _is_missing(told, "share-in-standard"):
        said.append(
            f"{number(told, 'share-in-standard')} of first contacts were in the time that the programme sets"
        )
    if not _is_missing(told, "median-wait"):
        said.append(
            f"half of the people referred were contacted within {number(told, 'median-wait')} days"
        )
    words = "; ".join(said) or "there is no first contact yet to tell waits from"
    return f"{words[:1].upper()}{words[1:]}."


def outcomes(told: Told) -> str:
    """Closed, planned, goals."""
    planned = (
        ""
        if _is_missing(told, "share-planned")
        else f", {number(told, 'share-planned')} of them as planned"
    )
    goals = f"{number(told, 'goals-achieved')} of {number(told, 'goals-ended')} goals were achieved"
    if told.answer.total.cells["goals-ended"].value == 0:
        goals = "no goal ended"
    return f"{number(told, 'closed')} cases were closed{planned}; {goals}."


def providers(told: Told) -> str:
    """Who reached the most, of what is printed."""
    return _most(told, By.provider, "people-reached", "people")


def equity(told: Told) -> str:
    """How many have no group written down."""
    lines = told.answer.tables.get(By.ethnicity)
    line = lines.line(NOT_KNOWN) if lines else None
    if told.answer.total.cells["referrals-received"].value == 0:
        return "No referral was received in this quarter."
    gone = _said("referrals-received", line) if line else "none"
    return (
        f"Of {number(told, 'referrals-received')} referrals received, {gone} came without an ethnic "
        f"group. {_most(told, By.sex, 'people-reached', 'people')}"
    )


def areas(told: Told) -> str:
    """Where most were reached, of what is printed."""
    return _most(told, By.area, "people-reached", "people")


def demand(told: Told) -> str:
    """Received and declined."""
    return (
        f"{number(told, 'referrals-received')} referrals were received, "
        f"{direction('referrals-received', told.answer, told.before)}; "
        f"{number(told, 'referrals-declined')} were declined."
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


def _most(told: Told, by: By, name: str, what: str) -> str:
    table = told.answer.tables.get(by)
    lines = [line for line in table.lines if line.value != NOT_KNOWN] if table else []
    known = [line for line in lines if line.cells[name].value]
    if not known:
        return f"No number of {what} can be shown here."
    most = max(known, key=lambda line: line.cells[name].value or 0)
    hidden = sum(line.cells[name].is_hidden for line in lines)
    words = f"{most.label} has the most that can be shown: {_said(name, most)} {what}"
    if not hidden:
        words = f"{most.label} has the most: {_said(name, most)} {what}"
    are = "is" if hidden == 1 else "are"
    return words + (f"; {hidden} of {len(lines)} {are} hidden." if hidden else ".")


def _is_missing(told: Told, name: str) -> bool:
    """Whether there is no such figure, as a share of nothing; a hidden one is there."""
    cell = told.answer.total.cells[name]
    return cell.value is None and not cell.is_hidden


def _said(name: str, line: Line) -> str:
    return show(name, line.cells[name]).text
