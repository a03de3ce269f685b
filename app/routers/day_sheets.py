"""One day at one school in one press: a row for each class, saved as that many sessions."""

from datetime import date, datetime, time
from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import counts, groups
from app.actions.delivery.counts import NewDelivery
from app.actions.delivery.groups import GroupKind
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.lessons import Day
from app.models.naming import new_id
from app.programmes.lists import code_list
from app.queries import lessons
from app.queries.delivered import Provision
from app.queries.lessons import Class
from app.web import day_sheet
from app.web.day_sheet import Row
from app.web.door import Db
from app.web.forms import Form, read
from app.web.found_delivery import FoundHere, Here
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()

# Lessons of a day are not timed: they stand at the beginning of the school day.
BEGINS = time(9)
MORE_ROWS = 8


@router.get("/delivery/{commission_id}/settings/{setting_id}/day")
def ask_day(request: Request, database: Db, found: FoundHere) -> Response:
    """The empty sheet with the classes known here."""
    kinds = found.provision.lesson_kinds
    if not kinds:
        raise NotFound
    wanted = request.query_params.get("kind", "")
    named = [kind for kind in kinds if kind.code == wanted]
    lessons_first = [kind for kind in kinds if not is_of_mentors(kind.code)]
    kind = (named or lessons_first or list(kinds))[0].code
    form = Form.empty(Day, on=clocks.today(), kind=kind, audience=audience_of(found, kind))
    known = known_classes(database, found, kind, clocks.today())
    return draw(request, found, form, known, day_sheet.fill(form, known))


@router.post("/delivery/{commission_id}/settings/{setting_id}/day")
def save_day(request: Request, database: Db, found: FoundHere, posted: PostedForm) -> Response:
    """Save the rows as sessions, all of them or none."""
    count = day_sheet.rows_in(posted.boxes)
    form: Form[Day] = read(Day, posted, questions=day_sheet.boxes(count))
    if form.text("do") == "more":
        form.errors.clear()
        form.key = new_id()
        rows_then = min(count + MORE_ROWS, day_sheet.MOST_ROWS)
        return draw(request, found, form, known_then(database, found, form), rows_then)
    years = {entry.code for entry in found.provision.band_entries()}
    rows = day_sheet.read(form, count, years)
    check(form, found.provision)
    status, asks = 422, False
    if not form.errors:
        try:
            asks = not keep_rows(database, found, form, rows)
            if not asks:
                return see(request, found.path, message="day-saved")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    known = known_then(database, found, form)
    return draw(request, found, form, known, count, status=status, asks=asks)


def check(form: Form[Day], provided: Provision) -> None:
    """The kind and the audience must be of the programme."""
    if form.errors:
        return
    if form.values.kind not in {kind.code for kind in provided.lesson_kinds}:
        form.refuse("kind", "Select what was delivered from the list")
    heads = provided.definition.headcounts
    if heads is None or form.values.audience not in heads.audiences:
        form.refuse("audience", "Select who took part from the list")


def keep_rows(database: Database, found: Here, form: Form[Day], rows: list[Row]) -> bool:
    """Record a session for each row; False (with errors) when somebody must first say it is right."""
    said, provided = form.values, found.provision
    at = datetime.combine(said.on, BEGINS, clocks.LONDON)
    at = min(at, clocks.now()) if said.on == clocks.today() else at
    kind = provided.kind(said.kind)
    of = GroupKind.mentors if is_of_mentors(said.kind) else GroupKind.class_
    there = lessons.held_already(
        database, provided, kind=said.kind, setting_id=found.setting.id, on=said.on
    )
    known = {
        one.id: one
        for one in lessons.classes(database, provided, setting_id=found.setting.id, on=said.on)
    }
    for row in rows:
        group = groups.class_of(
            database,
            provided,
            setting_id=found.setting.id,
            kind=of,
            name=row.name,
            on=said.on,
            audience=said.audience,
            year_group=row.year,
        )
        heads = row.counts(said.audience)
        before = known.get(group.id)
        lesson = row.lesson or (((before.last_number or 0) if before else 0) + 1)
        if said.sure is None:
            if sentence := counts.too_many(group, heads):
                form.refuse(f"F-{row.number}", sentence)
            if group.id in there and (row.lesson is None or there[group.id] == row.lesson):
                form.refuse(
                    f"name-{row.number}",
                    f"{group.name} already has this session on that day. "
                    "Leave the row empty, or say that it is right",
                )
        if form.errors:
            continue
        new = NewDelivery(
            said.kind,
            at,
            minutes=kind.minutes if kind else None,
            setting_id=found.setting.id,
            group_id=group.id,
            module=lesson,
            staff=row.staff,
        )
        led = {} if row.mentors is None else {"mentors_leading": row.mentors}
        counts.hold(database, provided, new, heads, counters=led, sure=True)
    return not form.errors


def known_classes(database: Database, found: Here, kind: str, on: date) -> list[Class]:
    """The classes (or mentor groups) of this school year that a kind of session is for."""
    wanted = "mentors" if is_of_mentors(kind) else "class"
    every = lessons.classes(database, found.provision, setting_id=found.setting.id, on=on)
    return [one for one in every if one.kind == wanted]


def known_then(database: Database, found: Here, form: Form[Day]) -> list[Class]:
    """The classes of what a posted sheet is about, on its day; of today where it names none."""
    on = form.checked.on if form.checked else clocks.today()
    return known_classes(database, found, form.text("kind"), on)


def is_of_mentors(kind: str) -> bool:
    """Whether a kind of session is for mentors themselves, and not led by them."""
    return kind.startswith("mentor")


def audience_of(found: Here, kind: str) -> str:
    """Who usually takes part in a kind of session."""
    heads = found.provision.definition.headcounts
    known = heads.audiences if heads else ()
    usual = "mentors" if is_of_mentors(kind) else "mentees"
    return usual if usual in known else known[0]


def draw(
    request: Request,
    found: Here,
    form: Form[Any],
    known: list[Class],
    rows: int,
    *,
    status: int = 200,
    asks: bool = False,
) -> Response:
    """Draw the sheet; with `asks` it has a tick that says the numbers are right."""
    heads = found.provision.definition.headcounts
    return page(
        request,
        "lessons/day.html",
        status=status,
        here=found,
        form=form,
        rows=rows,
        known={one.name.lower(): one for one in known},
        kinds=found.provision.lesson_kinds,
        audiences=[code_list("audience").get(code) for code in (heads.audiences if heads else ())],
        years=found.provision.band_entries(),
        numbers=day_sheet.NUMBERS,
        asks=asks or form.text("sure") == "yes",
    )
