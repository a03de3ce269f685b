"""The two-minute tour of a demo: its steps in words, filled in from the real records."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from app.models import CaseState, ReferralState, Role
from app.queries.demo_people import Card, everybody
from app.queries.tour import (
    Gate,
    Sent,
    Worked,
    figures_of,
    first,
    holder,
    newest_sent,
    provider_person,
    work_on,
)
from app.reporting.periods import Quarter

Moment = Callable[[datetime | None], str]

REFER = (
    "Somebody young is in A&E after an assault. Log the referral on one page. Make a person up; "
    "“not known” is an answer, too."
)
ACCEPT = (
    "It waits in the queue of the provider: immediate risk first, then least time left. Open it, "
    "accept it, and give it to a worker."
)
MEET = "The worker meets them. Record a session that they attended."
CLOSE = "The work ends: why, planned or not, and what changed."
COUNT = (
    "The line ends in a figure without a name. The provider sees it exactly; the commissioner sees "
    "what the gate lets through."
)


class Stop(NamedTuple):
    """One step of the tour. `done` and `now` say how far the line has come."""

    title: str
    says: str
    press: str
    page: str
    person: Card | None
    happened: str = ""
    done: bool = False
    now: bool = False


class Tour(NamedTuple):
    """The whole line, and the figures at its end."""

    stops: Sequence[Stop]
    gate: Gate | None
    reference: str | None


def tour(moment: Moment) -> Tour:
    """Return how far the newest line has come. `moment` puts a time into words."""
    people = everybody()
    sent = newest_sent(people)
    manager = provider_person(people, sent, Role.manager)
    worked = work_on(sent, manager)
    commissioner = first(people, Role.commissioner)
    return Tour(
        so_far(steps(people, sent, worked, moment), commissioner),
        figures_of(sent, worked, manager, commissioner) if sent else None,
        sent.reference if sent else None,
    )


def so_far(stops: Sequence[Stop], commissioner: Card | None) -> list[Stop]:
    """Return the steps with the next one marked, and the figure as the last."""
    page = f"/quarter/{Quarter.current().code}"
    last = Stop("Count", COUNT, "Read the quarter", page, commissioner)
    following = next((at for at, stop in enumerate(stops) if not stop.done), len(stops))
    return [stop._replace(now=at == following) for at, stop in enumerate([*stops, last])]


def steps(
    people: Sequence[Card], sent: Sent | None, worked: Worked | None, moment: Moment
) -> list[Stop]:
    """Return the first four steps, with what the records say of each."""
    manager = provider_person(people, sent, Role.manager)
    worker = holder(people, worked) or provider_person(people, sent, Role.worker)
    case = f"/cases/{worked.id}" if worked else "/cases"
    offer = f"/queue/{sent.id}" if sent and not worked else "/queue"
    meet = f"{case}/sessions/new" if worked else case
    close = f"{case}/close" if worked else case
    met, closed = bool(worked and worked.attended), bool(worked and worked.closed_at)
    navigator = sent.sender if sent else first(people, Role.navigator)
    logged, opened, seen, ended = happened(sent, worked, moment)
    return [
        Stop(
            "Refer", REFER, "Log a referral", "/referrals/new", navigator, logged, sent is not None
        ),
        Stop("Accept", ACCEPT, "Decide on it", offer, manager, opened, worked is not None),
        Stop("Meet", MEET, "Record a session", meet, worker, seen, met),
        Stop("Close", CLOSE, "Close the case", close, worker, ended, closed),
    ]


def happened(sent: Sent | None, worked: Worked | None, moment: Moment) -> tuple[str, str, str, str]:
    """Return what the records say of the first four steps, in sentences."""
    if sent is None:
        return ("", "", "", "")
    logged = f"{sent.reference} was sent by {sent.sender.name}, {moment(sent.sent_at)}."
    if worked is None:
        moved_on = sent.state not in {ReferralState.sent, ReferralState.accepted}
        return (logged, f"It is {sent.state} now." if moved_on else "", "", "")
    opened = f"Accepted; the case is {worked.reference}, {moment(worked.opened_at)}."
    times = "one session" if worked.attended == 1 else f"{worked.attended} sessions"
    seen = f"They came to {times}." if worked.attended else ""
    is_closed = worked.state is CaseState.closed
    return (logged, opened, seen, f"Closed, {moment(worked.closed_at)}." if is_closed else "")
