"""Deadlines and waits in words: why something stands where it stands in a list.

What is late is said, not only coloured.
"""

from datetime import datetime

from app import clocks
from app.models import ReferralState
from app.queries.queue import Offer
from app.web.choices import in_words
from app.web.words import duration, plural, short_day

HOURS_UNTIL_DAYS = 72


def clock_words(name: str, due_at: datetime) -> str:
    """A clock by its name: "First contact due in 3 hours", "Answer overdue by 2 days"."""
    return f"{in_words(name)} {until(due_at)}"


def until(due_at: datetime) -> str:
    """How far off a deadline is: "due in 3 hours", "overdue by 2 days"."""
    minutes = (due_at - clocks.now()).total_seconds() / 60
    near = " ".join(duration(minutes).split(" ")[:2])
    return f"due in {near}" if minutes >= 0 else f"overdue by {near}"


def is_late(due_at: datetime | None) -> bool:
    """Whether a deadline has passed."""
    return due_at is not None and due_at < clocks.now()


def waited(since: datetime) -> str:
    """How long something has waited: minutes, then hours up to three days, then days."""
    minutes = int((clocks.now() - since).total_seconds() // 60)
    hours = minutes // 60
    if hours < 1:
        return plural(minutes, "minute") if minutes > 0 else "less than a minute"
    return plural(hours, "hour") if hours < HOURS_UNTIL_DAYS else plural(hours // 24, "day")


def why_here(offer: Offer) -> list[str]:
    """Why an offer stands where it stands, the weightiest reason first."""
    reasons = ["Immediate risk"] if offer.immediate_risk else []
    if offer.clock and offer.due_at:
        reasons.append(clock_words(offer.clock, offer.due_at))
    if offer.state == ReferralState.waiting and offer.review_on:
        late = offer.review_on < clocks.today()
        reasons.append(f"Review {'was due' if late else 'due'} {short_day(offer.review_on)}")
    if offer.state == ReferralState.asked:
        reasons.append("Waits for an answer from the sender")
    if offer.state == ReferralState.sent and offer.asked_at:
        reasons.append("The sender has answered")
    return reasons or ["No deadline: oldest first"]
