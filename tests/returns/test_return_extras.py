"""Figures from a file, case studies, restatements, reminders: what hangs on a return."""

from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import money, variations
from app.actions.funding import Stood, Why
from app.actions.return_documents import load, load_all, load_file
from app.database import put_on, transaction
from app.errors import CannotStart, NotFound
from app.interchange import return_files
from app.interchange.spreadsheets import Sheet
from app.models import (
    Account,
    Commission,
    FundingCategory,
    Mail,
    ReturnRestatement,
    VariationReason,
)
from app.operations.return_printing import print_restatement
from app.operations.return_reminders import remind
from app.programmes.reading import read
from app.queries.return_lists import own_provision, own_returns
from app.queries.returns import find_return
from app.reporting.gate.linking import linked
from app.reporting.gate.spots import Link, Spot
from app.reporting.periods import Quarter, latest_whole
from app.reporting.returns.documents import FOLDER, check_return
from app.reporting.returns.returned import returned
from tests.returns.quarter import in_quarter, newest, path_of, submit
from tests.visits import Visits, text_of
from tests.world import World


def filled(world: World, **numbers: str) -> tuple[Sheet, str]:
    """The empty file of the hospital's return with these numbers in all; nought everywhere else."""
    with world.as_(world.manager) as database:
        provision, asked = own_provision(database, world.commissions["hospital"].id)
    lines = return_files.template(asked.definition, provision.areas)
    header = [str(one) for one in lines[0]]
    rows = []
    for line in lines[1:]:
        cells = [str(one) if one is not None else "" for one in line]
        cells[1] = numbers.get(cells[0].replace(" ", "_"), "0")
        rows.append(cells)
    sheet = Sheet(header, rows)
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [header, *rows])
    return sheet, text


def test_a_file_of_the_own_system_is_checked_and_stands_marked_beside_the_others(
    busy: World,
    visit: Visits,
) -> None:
    manager, path = visit(busy.manager), path_of(busy)
    _, wrong = filled(busy, Places_in_sessions="9", Attended="3", Missed="2")
    sent = {"files": {"file": ("figures.csv", wrong.encode(), "text/csv")}}
    answer = manager.post(f"{path}/file", {"system": "Lamplight"}, **sent)
    assert answer.status_code == 422
    assert "Its parts (attended, missed, cancelled) add up to 5." in text_of(answer)
    _, right = filled(
        busy, Referrals_received="40", Places_in_sessions="5", Attended="3", Missed="2"
    )
    sent = {"files": {"file": ("figures.csv", right.encode(), "text/csv")}}
    assert "come from your file now" in text_of(
        manager.post(f"{path}/file", {"system": "Lamplight"}, **sent)
    )
    submit(busy, visit)
    version = newest(busy)
    page = text_of(visit(busy.commissioner).get(f"/returns-received/{version.return_id}"))
    assert "These figures are from the provider’s own system (Lamplight)" in page  # noqa: RUF001
    assert "from its own system" in text_of(
        visit(busy.commissioner).get(f"/returns-received/together/{latest_whole().code}")
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"In all": "five"}, "Write a whole number, 0 or more."),
        ({"Row": "People counted twice"}, "The definition has no such row."),
        ({"In all": "-3"}, "Write a whole number, 0 or more."),
    ],
)
def test_what_a_file_gets_wrong_is_named_by_row_and_column(
    world: World, change: dict[str, str], says: str
) -> None:
    sheet, _ = filled(world)
    ((head, value),) = change.items()
    sheet.rows[0][sheet.header.index(head)] = value
    with world.as_(world.manager) as database:
        provision, asked = own_provision(database, world.commissions["hospital"].id)
    found = return_files.read(sheet, asked.definition, provision.areas).wrong
    assert (found[0].row, found[0].column, found[0].says) == (2, head, says)


def test_a_restatement_goes_through_the_gate_and_leaves_the_return_as_it_was(
    busy: World,
    visit: Visits,
) -> None:
    manager = submit(busy, visit)
    version = newest(busy)
    with clocks.turned_to(in_quarter(latest_whole(), 30)):
        for _ in range(6):
            busy.case()
    today = f"{path_of(busy)}/versions/1/today"
    seen = manager.get(today).text.split('name="seen" value="')[1][:24]
    answer = manager.post(today, {"seen": seen, "words": "Late notes of one worker."})
    assert "Sent. The commissioner reads it" in text_of(answer)
    with busy.as_(busy.manager) as database:
        made = database.exec(select(col(ReturnRestatement.id))).one()
    assert print_restatement(made)
    assert not print_restatement(made)
    office, address = visit(busy.commissioner), f"/returns-received/{version.return_id}"
    page = text_of(office.get(f"{address}/restated/{made}"))
    assert "Referrals received 8 Entered after the return: 6 came, 0 went 14" in page
    assert "Late notes of one worker." in page
    with transaction(role=DatabaseRole.counting) as database:
        issues = returned(database, busy.commissioner.organisation_id, latest_whole())
    sent, later = issues
    assert later.bridge.since == sent.name, "whatever is printed next knows of both"
    known = linked(issues, ()).problem
    bridged = [
        one
        for one in known.relations
        if {Spot, Link} <= {type(key) for key in one.weights} and one.slack is None
    ]
    assert len(bridged) > 10
    assert not any(sum(n * known.values[key] for key, n in one.weights.items()) for one in bridged)
    assert "Referrals received" in text_of(office.get(f"{address}/cells.csv"))


def test_overdue_returns_are_mailed_about_once_a_week_without_a_figure(
    world: World, visit: Visits
) -> None:
    def mails(name: str) -> list[str]:
        mine = select(col(Account.id)).where(col(Account.mail) == world.mails[name])
        with transaction(role=DatabaseRole.system) as database:
            found = database.exec(select(Mail).where(col(Mail.account_id).in_(mine))).all()
            return [one.words for one in found if "returns" in one.subject]

    quarter, spent = latest_whole(), world.commissions["hospital"]
    with world.as_(world.commissioner) as database:
        row = database.find(Commission, spent.id, lock=True)
        stood = Stood({("Grant", FundingCategory.interventions): Decimal(90)}, row.ends_on, 20)
        variations.vary(database, row, stood, Why(clocks.today(), VariationReason.more_funding))
        money.put_profile(database, row, {quarter: Decimal(90)})
    with world.as_(world.manager) as database:
        _, asked = own_provision(database, spent.id)
    late = asked.definition.due.day(latest_whole()) + timedelta(days=1)
    moment = clocks.now().replace(year=late.year, month=late.month, day=late.day, hour=9)
    with clocks.turned_to(moment):
        assert remind() > 0
        assert remind() == 0
    (words,) = mails("manager")
    assert "Overdue: " in words
    assert "Quarters whose spend is not stated: 1." in words
    assert "hospital" not in words
    assert len(mails("commissioner")) == 1
    assert mails("worker") == []
    assert "overdue" in text_of(visit(world.manager).get("/returns"))


def test_a_definition_that_is_wrong_says_where(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "code: wrong\nname: Wrong\nsays: Wrong\ndelivery: [named]\ndue: {days: 10}\n"
        "sections:\n  - title: People\n    rows:\n      - {measure: people-reach, by: [sex]}\n"
    )
    (problem,) = check_return(file)
    assert (problem.line, problem.key) == (9, "sections[0].rows[0].measure")
    assert problem.right == "Did you mean “people-reached”?"


def test_no_return_is_asked_for_before_the_first_quarter_that_a_definition_names(
    world: World, tmp_path: Path
) -> None:
    hospital, since = world.commissions["hospital"].id, latest_whole()
    with transaction(role=DatabaseRole.administration) as database:
        database.keep = False  # the next test asks for every quarter again
        database.become(world.manager)
        assert find_return(database, hospital, since.before)
        database.role = DatabaseRole.administration
        put_on(database.connection(), database)
        load_all(database, since=since)
        # Every start loads the documents again, which say nothing about it.
        assert {one.content["since"] for one in load_all(database)} == {since.code}
        database.become(world.manager)
        assert min(line.quarter for line in own_returns(database)) == since
        assert find_return(database, hospital, since)
        with pytest.raises(NotFound):
            find_return(database, hospital, since.before)
        # A definition that does not say so is asked for from the quarter in which it was taken on.
        database.role = DatabaseRole.administration
        put_on(database.connection(), database)
        plain = read((FOLDER / "named-quarterly.yaml").read_text(encoding="utf-8"))
        load(database, plain | {"code": "brand-new", "programmes": ["ed-navigators"]})
        database.become(world.manager)
        asked = [line.quarter for line in own_returns(database) if line.commission_id == hospital]
        assert asked == [Quarter.current()]
        # Nor can a file ask for the time before it was taken on, except for the newest whole quarter.
        database.role = DatabaseRole.administration
        put_on(database.connection(), database)
        file = tmp_path / "brand-new.yaml"
        for quarter in (since, since.before):
            text = (FOLDER / "named-quarterly.yaml").read_text(encoding="utf-8")
            text = text.replace("code: named-quarterly", "code: brand-new")
            file.write_text(f"{text}\nsince: {quarter.code}\n", encoding="utf-8")
            with pytest.raises(CannotStart) if quarter < since else nullcontext():
                assert load_file(database, file).content["since"] == since.code
