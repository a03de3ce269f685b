"""The case file: its overview, its referral, its history."""

from fastapi import APIRouter, Request, Response

from app.models import CaseState
from app.programmes.lists import code_list
from app.queries import case_file, earlier_case, letters
from app.queries.case_dates import moving_dates
from app.queries.case_file import CaseFile
from app.queries.case_referral import read_referral
from app.queries.group_history import all_ahead
from app.queries.notes import MOST_PINNED, notes
from app.queries.sessions import tally
from app.queries.tasks import follow_ups, open_tasks
from app.queries.timeline import Show, place_of, timeline
from app.queries.transfers import offered
from app.web.case_marks import missed
from app.web.door import Db
from app.web.found_case import OpenCase
from app.web.pages import page

router = APIRouter()

RECENT = 12
SHOWN = (
    (Show.all, "Everything"),
    (Show.contacts, "Contacts"),
    (Show.sessions, "Sessions"),
    (Show.decisions, "Decisions"),
    (Show.notes, "Notes"),
)


@router.get("/cases/{case_id}")
def show_case(request: Request, file: OpenCase, database: Db, show: str = "all") -> Response:
    """The overview: what comes next, what runs out, what is planned, what happened last."""
    chosen, about = chosen_show(show), letters_for(database, file)
    return page(
        request,
        "cases/overview.html",
        block="timeline",
        file=file,
        clocks=case_file.running_clocks(database, file) if file.is_live else [],
        dates=moving_dates(database, file),
        tasks=open_tasks(database, file),
        # As long as a case is new: later the page of the person says it.
        earlier=earlier_case.how_much(database, file) if is_new(file) else 0,
        asked_again=[] if file.is_live else follow_ups(database, file),
        # Of a course only the next one: the page of its sessions has them all.
        planned=all_ahead(database, file, of_courses=1),
        pinned=notes(database, file, pinned=True, most=MOST_PINNED),
        letters=about,
        transfer=offered(database, file.case),
        letter_labels=letters.kinds_of_letters(database) if about else {},
        may_write=may_write(file),
        missed=missed(file.is_child),
        date_words={entry.code: entry.label for entry in code_list("date-confidence").entries},
        shows=SHOWN,
        shown=chosen,
        timeline=timeline(database, file, show=chosen, most=RECENT),
    )


def is_new(file: CaseFile) -> bool:
    """Whether somebody known here has not agreed to this case yet, and the viewer works it."""
    return file.may_work and file.has_earlier and file.case.state == CaseState.open


@router.get("/cases/{case_id}/referral")
def show_referral_of_case(request: Request, file: OpenCase, database: Db) -> Response:
    """What the sender wrote, under the questions that were asked then."""
    return page(request, "cases/referral.html", file=file, said=read_referral(database, file))


@router.get("/cases/{case_id}/history")
def show_history(
    request: Request, file: OpenCase, database: Db, show: str = "all", after: str = ""
) -> Response:
    """Everything that was done with the case, newest first, fifty at a time."""
    chosen, place = chosen_show(show), place_of(after)
    return page(
        request,
        "cases/history.html",
        block="timeline",
        file=file,
        shows=SHOWN,
        shown=chosen,
        place=place,
        tally=tally(database, file),
        timeline=timeline(database, file, show=chosen, place=place),
    )


def chosen_show(text: str) -> Show:
    """The part of the timeline that an address asks for; everything for a made-up one."""
    return Show(text) if text in set(Show) else Show.all


def letters_for(database: Db, file: OpenCase) -> list[letters.LetterLine]:
    """The letters about this case, where its side is one that reads letters."""
    return letters.letters_about(database, file) if file.case.side == letters.READER else []


def may_write(file: OpenCase) -> bool:
    """Whether this side has a letterbox to put letters into."""
    box = file.definition.letterbox
    return box is not None and box.to == letters.READER
