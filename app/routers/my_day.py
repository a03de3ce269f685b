"""The home of somebody who works cases: today, what is late, what is new, what to write down."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response

from app import clocks
from app.database import Database
from app.models import SessionShape
from app.programmes.lists import code_list
from app.queries import my_day as days
from app.queries.absences import names_of
from app.queries.course_changes import course_changes
from app.queries.letters import kinds_of_letters, waiting_letters
from app.queries.my_day import DueThing
from app.queries.my_sessions import Today, day_bounds, sessions_of_mine
from app.queries.notes import mentions
from app.queries.recently_viewed import recently_viewed
from app.queries.tasks import words_for
from app.queries.timeline import ATTEMPT
from app.web.case_marks import missed
from app.web.choices import in_words
from app.web.pages import page
from app.web.standing import clock_words, until, waited


def my_day(request: Request, database: Database) -> Response:
    """Draw the day of the viewer; "/" of workers."""
    start, _ = day_bounds(clocks.today())
    sessions = [(one, title_of(one), address_of(one)) for one in sessions_of_mine(database)]
    things, now = days.due_things(database), clocks.now()
    letters = waiting_letters(database)
    return page(
        request,
        "my_day/home.html",
        today_sessions=[line for line in sessions if line[0].starts_at >= start],
        unrecorded=[line for line in sessions if line[0].starts_at < start],
        overdue=by_case([thing for thing in things if days.due_moment(thing) <= now]),
        soon=by_case([thing for thing in things if days.due_moment(thing) > now]),
        new=[(one, waited(one.opened_at)) for one in days.new_for_me(database)],
        outcomes=days.outcomes_due(database),
        viewed=recently_viewed(database),
        whom=names_of(database, database.viewer.covers),
        mentions=mentions(database),
        changes=course_changes(database),
        letters=letters,
        missed=missed,
        letter_kinds=kinds_of_letters(database) if letters else {},
    )


def by_case(things: Sequence[DueThing]) -> list[tuple[DueThing, list[str]]]:
    """What is due, one entry for each case, in the order in which the first of it is due."""
    found: dict[UUID, tuple[DueThing, list[str]]] = {}
    for thing in things:
        found.setdefault(thing.case_id, (thing, []))[1].append(words_of(thing))
    return list(found.values())


def title_of(session: Today) -> str:
    """What a session is, for a line: "Phone call with Zebedee Testcase"."""
    method = session.method
    if session.kind == ATTEMPT:
        return f"Tried to reach {session.name or 'them'}"
    what = code_list("session-method").label(method) if method else in_words(session.kind)
    if session.shape == SessionShape.individual and session.name:
        return f"{what} with {session.name}".strip()
    return session.group or in_words(session.kind)


def address_of(session: Today) -> str:
    """Where a session is recorded."""
    if session.shape == SessionShape.individual:
        return f"/cases/{session.case_id}/sessions/{session.id}/mark"
    if session.group_id:
        return f"/groups/{session.group_id}/sessions/{session.id}"
    return f"/lessons/{session.id}"


def words_of(thing: DueThing) -> str:
    """What is due, and how late it is, in words."""
    late = until(days.due_moment(thing))
    if thing.kind == "clock" and thing.code and thing.due_at:
        return clock_words(thing.code, thing.due_at)
    if thing.kind == "concern":
        what = code_list("safeguarding-action").label(thing.code or "")
        return f"Safeguarding: {what} ({late})"
    if thing.kind == "next":
        return f"{thing.code or 'Next action'} ({day_words(thing, late)})"
    return f"{task_words(thing)} ({day_words(thing, late)})"


def day_words(thing: DueThing, late: str) -> str:
    """A deadline that is a day: "due today", "due tomorrow", "overdue by 2 days"."""
    if thing.due_on is None:
        return late
    away = (thing.due_on - clocks.today()).days
    if away in {0, 1}:
        return "due today" if away == 0 else "due tomorrow"
    days_off = f"{abs(away)} day{'' if abs(away) == 1 else 's'}"
    return f"due in {days_off}" if away > 0 else f"overdue by {days_off}"


def task_words(thing: DueThing) -> str:
    """A task in words: somebody's own, or the product's by its code."""
    return thing.words or words_for(thing.code or "")
