"""Board papers: begun, written, brought up to date, made once and for all, or thrown away."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import BoardPaper, BoardPaperMade, BoardPaperPart, Organisation
from app.reporting import quarterly
from app.reporting.editions.catalogue import BY_CODE, Permitted
from app.reporting.measure import By
from app.reporting.papers.board import INTRODUCTION, Paper, hash_of, put_together, stored
from app.reporting.papers.crossed import CROSSED, crossed, offered
from app.reporting.periods import Quarter
from app.reporting.quarterly import Told


def begin(
    database: Database, *, title: str, quarter: Quarter, within: str, sections: Sequence[str]
) -> BoardPaper:
    """Begin a paper with figures as they are known now.

    Raises NotFound for a commission, programme or provider that is not the viewer's, Refused for
    sections that there are not.
    """
    made = BoardPaper(
        organisation_id=database.viewer.organisation_id,
        account_id=database.viewer.account_id,
        title=title,
        quarter=quarter.code,
        within=within,
        known_at=0,
    )
    made.known_at = told_of(database, made, newest=True).answer.known_at
    database.add(made)
    database.flush()
    database.record(made, "begun", quarter=quarter.code)
    choose(database, made, title=title, sections=sections)
    return made


def choose(
    database: Database,
    paper: BoardPaper,
    *,
    title: str,
    sections: Sequence[str],
    tables: Sequence[str] = (),
) -> None:
    """Give it a title, sections and cross-tables (their codes) that editions of its quarter printed.

    What was written about a section that goes is kept in no place. Raises Refused for sections or
    tables that there are not.
    """
    refuse_made(database, paper)
    if not sections or set(sections) - quarterly.SECTIONS.keys():
        raise Refused("Choose at least one of the sections on the page.")
    if set(tables) - {table.code for table in tables_for(database, paper)}:
        raise Refused("Choose cross-tables from those on the page.")
    chosen = {INTRODUCTION, *sections, *tables, *([CROSSED] if tables else [])}
    had = {part.section: part for part in parts(database, paper)}
    for section in chosen - had.keys():
        database.add(BoardPaperPart(paper_id=paper.id, section=section))
    for section in had.keys() - chosen:
        database.delete(had[section])
    paper.title, paper.changed_at = title, clocks.now()
    database.record(paper, "arranged", sections=sorted(chosen - {INTRODUCTION}))
    database.flush()


def write(database: Database, paper: BoardPaper, words: Mapping[str, str]) -> None:
    """Write what the paper says, section by section; one that is not in the paper is left out."""
    refuse_made(database, paper)
    changed = []
    for part in parts(database, paper):
        said = words.get(part.section, "")
        if part.words != said:
            part.words = said
            changed.append(part.section)
    if changed:
        paper.changed_at = clocks.now()
        database.record(paper, "written", sections=sorted(changed))
    database.flush()


def bring_up_to_date(database: Database, paper: BoardPaper) -> None:
    """Take the figures as they are known now."""
    refuse_made(database, paper)
    paper.known_at = told_of(database, paper, newest=True).answer.known_at
    paper.known_on = paper.changed_at = clocks.now()
    database.record(paper, "brought-up-to-date")
    database.flush()


def make(database: Database, paper: BoardPaper) -> BoardPaperMade:
    """Make it: everything that is printed in it is stored, and nothing of it changes any more."""
    refuse_made(database, paper)
    content = stored(drawn(database, paper))
    made = BoardPaperMade(
        paper_id=paper.id,
        organisation_id=paper.organisation_id,
        account_id=database.viewer.account_id,
        content=content,
        hash=hash_of(content),
    )
    database.add(made)
    database.flush()
    database.record(paper, "made", hash=made.hash)
    return made


def throw_away(database: Database, paper: BoardPaper) -> None:
    """Throw away a paper that was not made."""
    refuse_made(database, paper)
    for part in parts(database, paper):
        database.delete(part)
    database.flush()
    database.record(paper, "thrown-away")
    database.delete(paper)
    database.flush()


def drawn(database: Database, paper: BoardPaper) -> Paper:
    """The paper with its figures as they were known on its data date."""
    own = database.find(Organisation, paper.organisation_id)
    told = told_of(database, paper)
    words = {part.section: part.words for part in parts(database, paper)}
    return put_together(
        told,
        title=paper.title,
        organisation=own.name,
        known_on=paper.known_on,
        words=words,
        tables=crossed(database, told.quarter, paper.known_at, words.keys() & BY_CODE.keys()),
    )


def tables_for(database: Database, paper: BoardPaper) -> list[Permitted]:
    """The cross-tables that a paper can show; none in one about a single programme or provider."""
    if paper.within:
        return []
    return offered(database, told_of(database, paper).quarter, paper.known_at)


def everything(database: Database, quarter: Quarter) -> Paper:
    """All sections of a quarter as known now, without a commentary; that they were taken is recorded."""
    own = database.find(Organisation, database.viewer.organisation_id)
    database.view(own, "downloaded", table="everything", quarter=quarter.code)
    return put_together(
        Told(database, quarter),
        title=f"Figures of {quarter.label}",
        organisation=own.name,
        known_on=clocks.now(),
        words=dict.fromkeys(quarterly.SECTIONS, ""),
    )


def told_of(database: Database, paper: BoardPaper, *, newest: bool = False) -> Told:
    """What its sections are drawn from; with `newest` as it is known now."""
    by, _, value = paper.within.partition(":")
    quarter = Quarter.parse(paper.quarter)
    assert isinstance(quarter, Quarter)  # noqa: S101 - a CHECK keeps it
    within = (By(by), value) if value else None
    if newest:
        return Told(database, quarter, within)
    return Told(database, quarter, within, paper.known_at, paper.known_on)


def parts(database: Database, paper: BoardPaper) -> Sequence[BoardPaperPart]:
    """Its parts, in no order."""
    return database.exec(
        select(BoardPaperPart).where(col(BoardPaperPart.paper_id) == paper.id)
    ).all()


def refuse_made(database: Database, paper: BoardPaper) -> None:
    """Raise Refused for a paper that was made."""
    if database.get(BoardPaperMade, paper.id) is not None:
        raise Refused("This paper was made, and stays as it is. Begin a new one instead.")
