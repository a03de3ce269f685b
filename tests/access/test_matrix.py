"""T1: every route × everybody × own, foreign, other side, missing = the answer of the table.

Run a second time with the application's own permissions switched off: then the database alone has
to hold.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from httpx2 import Response

from tests.access.filled import Filled, Record
from tests.access.people import EVERYBODY, OF_EACH_PARTY, SAME_ROLES, TWINS, everybody
from tests.access.routes import every_route, filled_in
from tests.access.table import TABLE
from tests.access.whom import PUBLIC, Row, of
from tests.visits import Visit, application
from tests.world import PEOPLE

ROUTES = every_route(application())
# These end the sign-in that asks: each is asked with a sign-in of its own.
ENDING = {"/sign-out", "/lock", "/account/sign-out-everywhere"}
# Of how many other parties a record is asked for on each route, in turns; in the long run, of all.
ONE, ALL = 1, 100
WORDS = {
    "key": "new",
    "code": "2026-1",
    "section": "reach",
    "table": "programme",
    "token": "none",
    "name": "phone",
    "year": "2026",
}


class Asking:
    """Somebody who asks for every address, and what changes from one page to the next taken out."""

    def __init__(self, filled: Filled, person: str | None, *, faults: bool = False) -> None:
        self.viewer = filled.world.viewers[person] if person else None
        self.faults = faults
        self.visit = self._come_in()
        self.nowhere: dict[tuple[str, str], tuple[int, str]] = {}

    def ask_missing(self, method: str, path: str, ids: dict[str, str]) -> tuple[int, str]:
        """The answer for a record that nobody has; asked once for each kind of record.

        So every route below `/cases/` must answer as the first does: nothing tells one from another.
        """
        section = path.partition("{")[0]
        if (method, section) not in self.nowhere:
            gone = missing(ids)
            self.nowhere[method, section] = plain(self.ask(method, path, gone), gone)
        return self.nowhere[method, section]

    def _come_in(self) -> Visit:
        visit = Visit(self.viewer, faults=self.faults)
        visit.client.follow_redirects = False
        return visit

    def ask(self, method: str, path: str, ids: dict[str, str]) -> Response:
        """The answer to a page, or to a form with a box that no form has: nothing is changed."""
        address = filled_in(path, ids)
        if method == "GET":
            return self.visit.get(address)
        answer = self.visit.post(address, {"unasked": "box"})
        if path in ENDING:
            self.visit = self._come_in()
        return answer


def plain(answer: Response, ids: dict[str, str]) -> tuple[int, str]:
    """Status and body without tokens, times and the ids that were asked for."""
    body = re.sub(r'name="_csrf" value="\w+"|name="form-token" content="\w+"', "", answer.text)
    body = re.sub(r'name="session-ends" content="[^"]+"', "", body)
    for value in ids.values():
        # Only ids: a word of an address, such as `phone`, may stand on any page.
        body = body.replace(value, "") if len(value) == 36 else body
    return answer.status_code, body


def missing(ids: dict[str, str]) -> dict[str, str]:
    """The same address with ids that nobody has."""
    return {name: str(uuid4()) if len(value) == 36 else value for name, value in ids.items()}


def of_others(
    records: dict[str, Record], person: str, *, turn: int, others: int = ONE
) -> list[tuple[str, Record]]:
    """So many records that are not theirs, in turns.

    The next route asks for the next of them, so that over all routes each is asked for often.
    """
    foreign = [(name, one) for name, one in records.items() if person not in one.seen_by]
    at = turn % len(foreign) if foreign else 0
    return (foreign[at:] + foreign[:at])[:others]


def asked_about(
    filled: Filled, row: Row, person: str, *, turn: int = 0, others: int = ONE
) -> Iterator[tuple[str, Record]]:
    """Records to ask for: one that is theirs, and `others` of other parties."""
    if not row.about:
        account = str(filled.world.worker.account_id)
        yield "", Record({"account_id": account} | WORDS, row.may)
        return
    records = filled.records[row.about]
    own = [(name, one) for name, one in records.items() if person in one.seen_by][:1]
    foreign = of_others(records, person, turn=turn, others=others)
    # Somebody for whom the route does not exist is refused by the route, whatever the record: one
    # that is theirs says most.
    for name, one in own + foreign if person in row.may else (own or foreign)[:1]:
        yield name, Record(WORDS | one.ids, one.seen_by)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    paths = {path for _, path in ROUTES}
    assert sorted(paths - TABLE.keys()) == []
    assert sorted(TABLE.keys() - paths) == []


def is_asked_by_another(row: Row, person: str) -> bool:
    """Whether nobody in the role of this person has the route, and somebody else in it is asked.

    The role alone refuses them, before any record is looked for.
    """
    return person in SAME_ROLES and not row.may & of(PEOPLE[person][1])


@pytest.mark.parametrize("others", [ONE, pytest.param(ALL, marks=pytest.mark.long)])
@pytest.mark.parametrize("person", everybody())
def test_everybody_gets_the_answer_of_the_table(filled: Filled, person: str, others: int) -> None:
    who, wrong = Asking(filled, person), []
    for turn, (method, path) in enumerate(ROUTES):
        row = TABLE[path]
        if others == ONE and is_asked_by_another(row, person):
            continue
        for name, record in asked_about(filled, row, person, turn=turn, others=others):
            answer = who.ask(method, path, record.ids)
            theirs = person in row.may and person in record.seen_by
            if theirs and answer.status_code not in (row.get if method == "GET" else row.post):
                wrong.append(f"{method} {path} ({name}): {answer.status_code} for their own")
            elif not theirs:
                if plain(answer, record.ids) != who.ask_missing(method, path, record.ids):
                    wrong.append(
                        f"{method} {path} ({name}): {answer.status_code}, unlike a missing one"
                    )
                elif answer.status_code != 404:
                    wrong.append(f"{method} {path} ({name}): {answer.status_code}, not 404")
    assert not wrong, "\n".join(wrong)


def test_a_record_of_another_case_does_not_exist_below_ones_own(filled: Filled) -> None:
    who, wrong = Asking(filled, "manager"), []
    cases = filled.records["case"]
    inner = {"goal_id", "session_id", "task_id"}
    for method, path in ROUTES:
        if "{case_id}" not in path or not any(f"{{{name}}}" in path for name in inner):
            continue
        for other in ("iris", "men", "rival"):
            stolen = {name: cases[other].ids[name] for name in inner}
            ids = WORDS | cases["hospital"].ids | stolen
            if who.ask(method, path, ids).status_code != 404:
                wrong.append(f"{method} {path} with a part of {other}")
    assert not wrong, "\n".join(wrong)


def test_who_is_signed_out_is_led_to_the_door(filled: Filled) -> None:
    who, wrong = Asking(filled, None), []
    for turn, (method, path) in enumerate(ROUTES):
        row = TABLE[path]
        for name, record in asked_about(filled, row, "manager", turn=turn):
            answer = who.ask(method, path, record.ids)
            if row.may is PUBLIC or path.startswith("/demo"):
                expected = (row.get if method == "GET" else row.post) if row.may else {404}
                led = answer.status_code in expected
            else:
                place = answer.headers.get("location", "")
                led = answer.status_code == 303 and place.startswith("/sign-in")
                # A script asks for more time; it is told, and leads nowhere by itself.
                led = led or (path == "/stay" and answer.status_code == 401)
            if not led:
                wrong.append(f"{method} {path} ({name}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)


BAD_FORMS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "no token": ({"_csrf": ""}, {}),
    "a token of nobody": ({"_csrf": "0" * 80}, {}),
    "another site": ({}, {"Sec-Fetch-Site": "cross-site"}),
    "a sister site": ({}, {"Sec-Fetch-Site": "same-site"}),
    "another origin": ({}, {"Origin": "https://example.org"}),
}


@pytest.mark.parametrize("bad", BAD_FORMS)
def test_no_form_from_elsewhere_is_taken(filled: Filled, bad: str) -> None:
    boxes, headers = BAD_FORMS[bad]
    someone_elses = Visit(filled.world.navigator).token() if bad == "a token of nobody" else None
    visit, wrong = Visit(filled.world.manager), []
    for method, path in ROUTES:
        if method == "GET" or path == "/csp":
            continue
        ids = next(asked_about(filled, TABLE[path], "manager"))[1].ids
        sent = boxes | ({"_csrf": someone_elses} if someone_elses else {})
        answer = visit.post(filled_in(path, ids), sent, headers=headers, follow_redirects=False)
        if answer.status_code != 403:
            wrong.append(f"{path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("others", [ONE, pytest.param(ALL, marks=pytest.mark.long)])
@pytest.mark.parametrize("person", everybody(OF_EACH_PARTY))
@pytest.mark.usefixtures("everything_allowed")
def test_the_database_alone_hides_what_is_not_theirs(
    filled: Filled, person: str, others: int
) -> None:
    who, wrong = Asking(filled, person, faults=True), []
    for turn, (method, path) in enumerate(ROUTES):
        row = TABLE[path]
        if row.about in {"", "house", "service"}:
            continue
        records = filled.records[row.about]
        for name, record in of_others(records, person, turn=turn, others=others):
            ids = WORDS | record.ids
            answer = who.ask(method, path, ids)
            found = filled.secrets.leaks(
                answer.text, person, own=set(ids.values()), rows_alone=True
            )
            if found or answer.status_code in {200, 303, 422}:
                wrong.append(f"{method} {path} ({name}): {answer.status_code} {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("everything_allowed")
def test_the_lists_alone_hide_what_is_not_theirs(filled: Filled) -> None:
    wrong = []
    for person in sorted(EVERYBODY - TWINS):
        who = Asking(filled, person, faults=True)
        for method, path in ROUTES:
            if method == "GET" and "{" not in path:
                answer = who.ask(method, path, {})
                wrong += [
                    f"{path} for {person}: {leak}"
                    for leak in filled.secrets.leaks(answer.text, person, rows_alone=True)
                ]
    assert not wrong, "\n".join(wrong)
