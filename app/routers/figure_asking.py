"""A provider asks of its own figures what it likes: the answer, its file, and the list behind each number."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.errors import NotFound
from app.facts import Kind
from app.models import Organisation
from app.programmes.lists import code_list
from app.queries.own_questions import Behind, behind, names_of_places
from app.reporting.measure import LargestPerGroup, Latest, Measure, Sum
from app.reporting.measures import MEASURES
from app.reporting.own_cells import number
from app.reporting.sheets import Value, as_csv
from app.routers.figures import PARTS
from app.web.choices import in_words
from app.web.door import Db, allowed
from app.web.own_answers import Answer, answer
from app.web.own_questions import (
    AGAINST,
    STEPS,
    Asked,
    asked,
    breakdowns,
    filters,
    kept_in_words,
    periods,
)
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.see_own_figures)])
SIZE = 100
MOST_PAGES = 10_000


@router.get("/figures/question")
def ask_own_figures(request: Request, database: Db) -> Response:
    """Draw the answer to the question that the address asks, and the form to ask another."""
    one = asked(request.query_params)
    places = names_of_places(database, [one.asking.kept.get("setting", "")])
    return page(
        request,
        "figures/question.html",
        asked=one,
        measure=one.measure,
        answer=answer(database, one),
        measures=[(title, [(each.key, each.label) for each in of]) for title, of in PARTS],
        breakdowns=breakdowns(one.measure),
        periods=periods(),
        against=[
            pair for pair in AGAINST.items() if pair[0] != "steps" or one.measure.key == STEPS[0]
        ],
        filters=filters(database, one),
        kept=kept_in_words(database, one, places),
    )


@router.get("/figures/question.csv")
def download_answer(request: Request, database: Db) -> Response:
    """Hand out the answer as CSV, with what was asked and the definition."""
    one = asked(request.query_params)
    places = names_of_places(database, [one.asking.kept.get("setting", "")])
    own = database.find(Organisation, database.viewer.organisation_id)
    database.view(own, "downloaded", table=one.measure.key)
    lines = lines_of(
        one, answer(database, one), [words for words, _ in kept_in_words(database, one, places)]
    )
    name = f"throughline-{one.measure.key}-{one.period.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(lines), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/figures/{key}/cases")
def show_cases_behind(request: Request, database: Db, key: str) -> Response:
    """Draw the list behind a number: as many lines as it says, or adding up to it."""
    measure = MEASURES.get(key)
    if measure is None:
        raise NotFound
    one = asked(request.query_params, measure)
    text = request.query_params.get("page", "1")
    turn = min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and text != "0" else 1
    lines = behind(database, one.asking, size=SIZE + 1, skip=SIZE * (turn - 1))
    places = names_of_places(database, [one.asking.kept.get("setting", "")])
    return page(
        request,
        "figures/behind.html",
        asked=one,
        measure=measure,
        number=number(database, one.asking),
        kept=[words for words, _ in kept_in_words(database, one, places)],
        lines=[(line, what(line, measure)) for line in lines[:SIZE]],
        named=any(line.referral_id or line.case_id for line in lines) or measure.has_cases,
        turn=turn,
        first=SIZE * (turn - 1) + 1,
        more=len(lines) > SIZE,
    )


def lines_of(one: Asked, made: Answer, kept: list[str]) -> list[tuple[Value, ...]]:
    """An answer as lines of a file."""
    counted = "referrals received in the period, followed to today" if one.asking.cohort else ""
    return [
        (one.measure.label, one.period.label, counted, *kept),
        ("Definition", one.says),
        made.head,
        *((line.label, *(number.value for number in line.numbers)) for line in made.lines),
        *((note,) for note in made.notes),
    ]


# The code lists that say what the codes of a kind of fact mean.
LISTS = {
    Kind.received: "referral-source",
    Kind.declined: "decline-reason",
    Kind.retracted: "withdraw-reason",
    Kind.session: "attendance",
    Kind.goal_set: "goal-domain",
    Kind.goal_ended: "goal-result",
    Kind.closed: "closure-reason",
    Kind.incident: "incident-type",
    Kind.followed_up: "follow-up-result",
    Kind.concern_action: "safeguarding-action",
}


def coded(code: str, kind: Kind) -> str:
    """The words for a code: those of its list, else the code itself as words."""
    entry = code_list(LISTS[kind]).get(code) if kind in LISTS else None
    return entry.label if entry else in_words(code.replace(":", ", "))


def what(line: Behind, measure: Measure) -> str:
    """What a line counts, in words: a reason, an attendance, a group, how many."""
    said = [coded(line.code, measure.of)] if line.code else []
    said += [name for name in (line.group, line.setting) if name]
    if isinstance(measure.count, Sum | LargestPerGroup | Latest) and line.n != 1:
        said.append(f"{line.n:,} {measure.unit}")
    if measure.count == Sum("value") and line.value:
        said.append(f"{line.value:g} hours")
    return ", ".join(said)
