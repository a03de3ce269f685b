"""A quarter's return from the first text to acceptance, for the provider and for its commissioner."""

import re
from datetime import date, timedelta
from html import unescape

from sqlmodel import select

from app import clocks
from app.actions import sessions
from app.actions.sessions import NewSession
from app.models import Case, EditionOrder, QuarterReturn, Session
from app.queries.figures import figures
from app.queries.return_talk import printed_cells
from app.queries.returns import cells_of, figures_now, find_return
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import Cell
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter, latest_whole
from tests.cases.pages import statements, version_on
from tests.returns.quarter import TEXTS, in_quarter, newest, path_of, submit
from tests.visits import Visits, text_of
from tests.world import World


def test_what_a_return_counts_is_what_the_own_figures_count(busy: World) -> None:
    commission = busy.commissions["hospital"].id
    case = busy.case()
    with busy.as_(busy.worker) as database:
        # Called off beforehand: it counts on its day, which is still to come.
        ahead = NewSession("home-visit", clocks.now() + timedelta(hours=30), method="home")
        session = sessions.plan(database, database.find(Case, case.id), ahead)
        sessions.cancel(database, database.find(Session, session.id, lock=True), by="person")
    told = {}
    for quarter in (Quarter.current(), latest_whole()):
        with busy.as_(busy.manager) as database:
            found = find_return(database, commission, quarter)
            cells = figures_now(database, found).figures.cells
            own = figures(database, quarter, commission).values
        told = {key.measure: n for key, n in cells.items() if key.by == "all"}
        assert told == {key: own[key] for key in told}
    assert told["referrals-received"] == 8
    assert told["people-reached"] == 6


def test_each_number_of_a_return_opens_the_list_behind_it(busy: World, visit: Visits) -> None:
    manager, page = visit(busy.manager), visit(busy.manager).get(path_of(busy)).text
    behind = re.findall(r'href="(/figures/[^"]+)">(\d+)<', page)
    assert len(behind) > 20
    for address, number in behind:
        listed = text_of(manager.get(unescape(address)))
        assert re.search(rf": {number}\b", listed), address


def test_a_return_is_signed_printed_asked_about_answered_and_accepted(
    busy: World, visit: Visits
) -> None:
    manager = submit(busy, visit)
    version = newest(busy)
    office = visit(busy.commissioner)
    address = f"/returns-received/{version.return_id}"
    assert "hospital" in text_of(office.get("/returns-received"))
    assert "1 return to read" in text_of(office.get("/"))
    page = text_of(office.get(address))
    assert "A calm quarter." in page
    cell = "measure=referrals-received&by=all&value="
    asked = office.post(f"{address}/ask?{cell}", {"words": "Why so few?"})
    assert "Asked. The provider reads it" in text_of(asked)
    assert "1 question without an answer" in text_of(manager.get("/returns"))
    assert "return to read" not in text_of(office.get("/"))
    talk = f"{path_of(busy)}/versions/1/cell?{cell}"
    assert "Why so few?" in text_of(manager.get(talk))
    assert "Answered." in text_of(manager.post(talk, {"words": "A ward was closed."}))
    assert "A ward was closed." in text_of(office.get(f"{address}/ask?{cell}"))
    read = version_on(office.get(address).text)
    assert office.post(f"{address}/accept", version=read - 1).status_code == 409
    assert "Return accepted." in text_of(office.post(f"{address}/accept", version=read))
    with busy.as_(busy.commissioner) as database:
        ordered = database.exec(select(EditionOrder)).one()
        assert (ordered.span, ordered.reason) == (latest_whole().code, "return")
    refused = manager.post(f"{path_of(busy)}/write", TEXTS)
    assert refused.status_code == 409
    assert "A calm quarter." in refused.text


def test_what_is_printed_is_the_exact_number_and_small_ones_are_hidden(
    busy: World, visit: Visits
) -> None:
    submit(busy, visit)
    version = newest(busy)
    with busy.as_(busy.manager) as database:
        exact = cells_of(database, version.id)
    with busy.as_(busy.commissioner) as database:
        printed = printed_cells(database, version.id)
    assert printed is not None
    assert printed.keys() == exact.keys()
    for key, cell in printed.items():
        assert cell == Cell(exact[key]) or cell.is_hidden, key
        if 0 < exact[key] < 5 and MEASURES[key.measure].protected:
            assert cell.is_hidden, key
    assert printed[CellKey("referrals-received", "all", "")] == Cell(8)
    assert printed[CellKey("first-contacts", "all", "")] == Cell(6)


def test_late_entries_never_slip_into_a_submitted_return(busy: World, visit: Visits) -> None:
    spend = f"/commissioned/{busy.commissions['hospital'].id}/spend/{latest_whole().code}"
    visit(busy.commissioner).post(spend, {"amount": "400"}, version=0)
    manager = submit(busy, visit)
    before = manager.get(f"{path_of(busy)}/versions/1").text
    with clocks.turned_to(in_quarter(latest_whole(), 30)):
        busy.case()
    manager.post(spend, {"amount": "900", "note": "An invoice came late"}, version=1)
    assert "Spent in the quarter £900" in text_of(manager.get(path_of(busy)))
    received = visit(busy.commissioner).get(f"/returns-received/{newest(busy).return_id}")
    assert "Spent in the quarter £400" in text_of(received)
    assert numbers_of(manager.get(f"{path_of(busy)}/versions/1").text) == numbers_of(before)
    bridge = text_of(manager.get(f"{path_of(busy)}/versions/1/today"))
    assert "Referrals received 8 Entered after the return: +1 9" in bridge


def numbers_of(text: str) -> str:
    """The tables of a page."""
    return text[text.index("<table") :]


def test_a_form_signed_on_older_figures_is_shown_again_with_the_new_ones(
    busy: World, visit: Visits
) -> None:
    manager, path = visit(busy.manager), path_of(busy)
    manager.post(f"{path}/write", TEXTS)
    seen = manager.get(f"{path}/sign").text.split('name="seen" value="')[1][:24]
    with clocks.turned_to(in_quarter(latest_whole(), 30)):
        busy.case()
    answer = manager.post(f"{path}/sign", {"seen": seen, "checked": "yes"})
    assert answer.status_code == 409
    assert "The figures changed since you opened this page" in text_of(answer)


def test_a_return_without_its_texts_or_before_its_quarter_is_over_is_refused(
    busy: World, visit: Visits
) -> None:
    manager, path = visit(busy.manager), path_of(busy)
    seen = manager.get(f"{path}/sign").text.split('name="seen" value="')[1][:24]
    answer = manager.post(f"{path}/sign", {"seen": seen, "checked": "yes"})
    assert answer.status_code == 409
    assert "Write this first: What was this quarter like?" in text_of(answer)
    running = path.replace(latest_whole().code, Quarter.current().code)
    seen = manager.get(f"{running}/sign").text.split('name="seen" value="')[1][:24]
    answer = manager.post(f"{running}/sign", {"seen": seen, "checked": "yes"})
    assert "This quarter is not over." in text_of(answer)


def test_nobody_else_finds_a_return_and_a_worker_signs_none(busy: World, visit: Visits) -> None:
    submit(busy, visit)
    version = newest(busy)
    for viewer in (busy.rival_manager, busy.worker, busy.commissioner, busy.navigator):
        assert visit(viewer).get(path_of(busy)).status_code == 404
    for viewer in (busy.other_commissioner, busy.manager):
        assert visit(viewer).get(f"/returns-received/{version.return_id}").status_code == 404
    with busy.as_(busy.commissioner) as database:
        row = database.find(QuarterReturn, version.return_id)
        assert row.due_on > date(2020, 1, 1)


def test_pages_of_returns_say_few_statements(busy: World, visit: Visits) -> None:
    manager, office = submit(busy, visit), visit(busy.commissioner)
    received = f"/returns-received/{newest(busy).return_id}"
    together = f"/returns-received/together/{latest_whole().code}"
    most = {
        (manager, "/returns"): 2,  # one for the spend that nobody stated
        (manager, path_of(busy)): 20,
        (office, "/returns-received"): 1,
        (office, "/quarter"): 15,
        (office, "/"): 18,  # as the quarter, and one each about returns, spend, cross-tables
        (office, received): 16,
        (office, together): 4,
    }
    for who, address in most:
        who.get(address)  # documents are read once per process
    said = {}
    for who, address in most:
        with statements() as found:
            assert who.get(address).status_code == 200
        said[who, address] = len(found)
    assert [(address, n) for (who, address), n in said.items() if n > most[who, address]] == []
