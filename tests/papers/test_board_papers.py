"""Board papers: figures of their data date, made once, as a tagged PDF and as a workbook."""

import io
import json
import random
import re
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, text

from app.access import DatabaseRole, role_name
from app.actions import editions
from app.errors import CannotStart
from app.operations import editions as making
from app.operations import rolling_up
from app.reporting import quarterly
from app.reporting.papers.board import hash_of, restored, stored
from tests.cases.pages import version_on
from tests.posting import drawn
from tests.reporting import ledger
from tests.visits import Visit, Visits, text_of
from tests.world import World

QUARTER = ledger.a_quarter_ago()
FORMULA = '=HYPERLINK("http://example.org")'


def arrange(world: World, owner: Engine, size: int = 500) -> None:
    rng = random.Random(11)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["schools"], "mvp", ""),
    ]
    days = (QUARTER.start - timedelta(days=30), QUARTER.end)
    ledger.write(owner, ledger.history(rng, commissions, days, size))


def begin(who: Visit, **other: Any) -> str:
    boxes = {"title": "The paper", "quarter": QUARTER.code, "sections": ["reach", "outcomes"]}
    answer = who.post("/papers/new", boxes | other)
    assert answer.status_code == 200, text_of(answer)
    return str(answer.url).split("?")[0].removeprefix("http://testserver")


def version_of(who: Visit, path: str) -> int:
    form = drawn(who.get(path).text).form
    assert form is not None
    return int(form.carried["_version"])


def write(who: Visit, paper: str, **words: str) -> Any:
    path = f"{paper}/words"
    return who.post(path, words, version=version_of(who, path))


def test_a_paper_keeps_the_figures_of_its_data_date_until_newer_ones_are_asked_for(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    who = visit(world.commissioner)
    paper = begin(who)
    first = tables(who.get(paper).text)
    arrange(world, owner, size=700)
    assert tables(who.get(paper).text) == first
    who.post(f"{paper}/figures")
    assert tables(who.get(paper).text) != first


def tables(page: str) -> list[str]:
    return re.findall(r"<tbody.*?</tbody>", page, flags=re.DOTALL)


def test_what_was_made_never_changes_and_nothing_of_it_can_be_written_again(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    who = visit(world.commissioner)
    paper = begin(who)
    write(who, paper, reach="As many as we hoped for.")
    assert who.post(f"{paper}/make").status_code == 200
    first, book = who.get(paper).text, who.get(f"{paper}/paper.xlsx").content
    assert "As many as we hoped for." in first
    arrange(world, owner, size=700)
    assert tables(who.get(paper).text) == tables(first)
    assert sheets(who.get(f"{paper}/paper.xlsx").content) == sheets(book)
    for path in ("figures", "make", "throw-away"):
        assert who.post(f"{paper}/{path}").status_code == 409
    for path in ("words", "sections"):
        assert who.get(f"{paper}/{path}").status_code == 409


def test_cross_tables_stand_in_a_paper_as_the_edition_printed_them(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner, size=900)
    who = visit(world.commissioner)
    early = begin(who)
    assert "Order an edition" in who.get(f"{early}/sections").text
    with world.as_(world.commissioner) as database:
        order = editions.order(database, span=QUARTER)
    assert making.make(order.id)
    path = f"{early}/sections"
    offered = re.findall(r'name="tables"[^>]*value="([^"]+)"', who.get(path).text)
    code = offered[0]
    boxes = {"title": "The paper", "sections": ["reach"]}
    wrong = who.post(path, boxes | {"tables": ["nothing"]}, version=version_of(who, path))
    assert wrong.status_code == 422
    chosen = boxes | {"tables": [code, offered[-1]]}
    assert who.post(path, chosen, version=version_of(who, path)).status_code == 200
    write(who, early, tables="Mostly younger people.")
    page = who.get(early).text
    edition = str(who.get(f"/editions/orders/{order.id}").url)
    assert tables(who.get(f"{edition}/{code}").text)[0] in tables(page)
    assert "Mostly younger people." in page
    # What is counted later changes neither the paper nor the table.
    arrange(world, owner, size=300)
    assert tables(who.get(early).text) == tables(page)
    assert "Cross-tables" in sheets(who.get(f"{early}/paper.xlsx").content)
    assert who.get(f"{early}/paper.pdf").content.startswith(b"%PDF-")
    assert who.post(f"{early}/make").status_code == 200
    assert tables(who.get(early).text) == tables(page)


def test_the_database_itself_lets_nobody_change_what_was_made(
    world: World, owner: Engine, visit: Visits
) -> None:
    who = visit(world.commissioner)
    paper = begin(who)
    who.post(f"{paper}/make")
    role = role_name(str(owner.url.database), DatabaseRole.commissioning)
    rights = "SELECT has_table_privilege(:role, 'board_paper_made', :right)"
    with owner.connect() as connection:
        found = {
            right: connection.scalar(text(rights), {"role": role, "right": right})
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
        }
    assert found == {"SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False}
    with world.as_(world.commissioner) as database:
        changed = text("UPDATE board_paper SET title = 'x' WHERE id = :id")
        assert database.execute(changed, {"id": paper.rpartition("/")[2]}).rowcount == 0  # type: ignore[attr-defined]


def test_a_stale_page_is_answered_in_words_and_keeps_the_text(
    world: World, owner: Engine, visit: Visits
) -> None:
    who = visit(world.commissioner)
    paper = begin(who)
    old = version_of(who, f"{paper}/words")
    write(who, paper, introduction="First")
    answer = who.post(f"{paper}/words", {"introduction": "Second"}, version=old)
    assert answer.status_code == 409
    assert "Somebody else changed this" in text_of(answer)
    assert "Second" in answer.text
    assert "First" in who.get(paper).text
    words = {"introduction": "Second"}
    assert "Second" in who.post(f"{paper}/words", words, version=version_on(answer.text)).text


def test_another_office_finds_no_paper_and_a_colleague_only_those_that_were_made(
    world: World, owner: Engine, visit: Visits
) -> None:
    who = visit(world.commissioner)
    draft, made = begin(who), begin(who)
    who.post(f"{made}/make")
    for path in ("", "/words", "/paper.pdf", "/paper.xlsx"):
        for other in (world.other_commissioner, world.evaluator, world.manager):
            assert visit(other).get(draft + path).status_code == 404
            assert visit(other).get(made + path).status_code == 404
    assert "The paper" not in visit(world.other_commissioner).get("/papers").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"sections": []}, {"sections": ["nothing"]}, {"quarter": "2031-1"},
        {"quarter": "x"}, {"within": "programme:resettlement"}, {"within": "area:E08000025"}, {"title": "x" * 300},
    ],
)  # fmt: skip
def test_a_paper_of_nonsense_is_not_begun(
    world: World, visit: Visits, wrong: dict[str, Any]
) -> None:
    boxes = {"title": "The paper", "quarter": QUARTER.code, "sections": ["reach"]} | wrong
    answer = visit(world.commissioner).post("/papers/new", boxes)
    assert answer.status_code == 422
    page = drawn(answer.text)
    assert page.links
    assert set(page.links) <= page.ids


def test_the_pdf_is_tagged_and_the_text_of_every_chart_is_its_finding(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    who = visit(world.commissioner)
    paper = begin(who, title="Paper with (brackets) & #signs $x$ *[*")
    write(who, paper, reach="Nobody is #named here, $nor <5 of them>.")
    answer = who.get(f"{paper}/paper.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    body = answer.content
    assert body.startswith(b"%PDF-")
    assert b"/MarkInfo" in body
    assert b"pdfuaid" in body
    assert b"/Lang" in body
    objects = body + unpacked(body)
    for kind in (b"/Table", b"/TH", b"/Figure", b"/H1", b"/H2"):
        assert kind in objects, kind
    assert objects.count(b"/Alt") >= 2


def unpacked(body: bytes) -> bytes:
    """What is packed in the streams of a PDF, where the tags stand."""
    found = b""
    for part in re.findall(rb"stream\r?\n(.*?)endstream", body, flags=re.DOTALL):
        try:
            found += zlib.decompress(part.rstrip(b"\r\n"))
        except zlib.error:
            continue
    return found


def test_the_workbook_has_a_sheet_for_each_section_and_nothing_in_it_runs(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    who = visit(world.commissioner)
    paper = begin(who, title=FORMULA)
    write(who, paper, introduction=FORMULA, reach=f"{FORMULA}\n+1")
    book = load_workbook(io.BytesIO(who.get(f"{paper}/paper.xlsx").content))
    assert book.sheetnames == ["About", "Reach", "Outcomes", "Definitions"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert any(cell.data_type == "n" and cell.value for cell in cells)
    assert book["About"]["A1"].value == f"'{FORMULA}"


def sheets(body: bytes) -> dict[str, list[Any]]:
    book = load_workbook(io.BytesIO(body))
    return {one.title: [[cell.value for cell in row] for row in one.iter_rows()] for one in book}


def test_a_stored_paper_comes_back_as_it_was(world: World, owner: Engine) -> None:
    from app import clocks
    from app.reporting.papers.board import put_together
    from app.reporting.quarterly import Told

    arrange(world, owner)
    with world.as_(world.commissioner) as database:
        words = dict.fromkeys(quarterly.SECTIONS, "Said.")
        paper = put_together(
            Told(database, QUARTER), title="T", organisation="O", known_on=clocks.now(), words=words
        )
    content = json.loads(json.dumps(stored(paper)))
    assert hash_of(content) == hash_of(json.loads(json.dumps(stored(restored(content)))))
    assert restored(content).definitions == paper.definitions


def test_everything_of_a_quarter_comes_in_one_press(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    who = visit(world.commissioner)
    book = sheets(who.get(f"/papers/everything/{QUARTER.code}/figures.xlsx").content)
    titles = [kind.title for kind in quarterly.SECTIONS.values()]
    assert [title for title in titles if title not in book] == []
    pdf = who.get(f"/papers/everything/{QUARTER.code}/figures.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert who.get("/papers/everything/2031-1/figures.pdf").status_code == 404
    assert (
        visit(world.manager).get(f"/papers/everything/{QUARTER.code}/figures.pdf").status_code
        == 404
    )


def test_the_figures_of_a_paper_are_those_of_the_pages(
    world: World, owner: Engine, visit: Visits
) -> None:
    arrange(world, owner)
    who = visit(world.commissioner)
    paper = begin(who, sections=["reach"])
    assert tables(who.get(paper).text) == tables(who.get(f"/quarter/{QUARTER.code}/reach").text)


def test_a_command_writes_everything_as_somebody_who_commissions(
    world: World, owner: Engine, tmp_path: Path
) -> None:
    arrange(world, owner)
    pdf, book = rolling_up.write_papers(world.mails["commissioner"], tmp_path, QUARTER.code)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "Reach" in sheets(book.read_bytes())
    for mail in (world.mails["manager"], "nobody@example.org"):
        with pytest.raises(CannotStart, match="Nobody who commissions"):
            rolling_up.write_papers(mail, tmp_path, QUARTER.code)
    with pytest.raises(CannotStart, match="There is no quarter"):
        rolling_up.write_papers(world.mails["commissioner"], tmp_path, "2031-9")
