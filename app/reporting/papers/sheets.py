"""A board paper as a workbook: a sheet a section, and one for what every number means."""

from collections.abc import Iterator, Sequence

from app import clocks
from app.reporting.papers.board import Paper
from app.reporting.sheets import Head, Title, Value, as_xlsx
from app.reporting.tables import Figure

Lines = list[Sequence[Value]]


def workbook(paper: Paper) -> bytes:
    """The paper as an XLSX file: its words, its tables, its definitions."""
    return as_xlsx(_sheets(paper))


def _sheets(paper: Paper) -> Iterator[tuple[str, Lines]]:
    yield "About", about(paper)
    for chapter in paper.chapters:
        lines: Lines = [(f"{chapter.section.title}, {paper.period}",)]
        lines += [(line,) for line in chapter.words.splitlines() if line.strip()]
        for figure in chapter.section.figures:
            lines += [(), *_table(figure)]
        yield chapter.section.title, lines
    yield (
        "Definitions",
        [
            ("What is counted",),
            *paper.definitions,
            (),
            Title(("What stands in place of a number",)),
            *paper.marks,
        ],
    )


def _table(figure: Figure) -> Lines:
    """A figure as lines: title, finding, head, rows, marks. What is counted has a sheet of its own."""
    return [
        Title((figure.title,)),
        (figure.finding,),
        Head(figure.head),
        *((label, *(cell.value for cell in cells)) for label, cells in figure.rows),
        *((f"{mark} {reason}",) for mark, reason in figure.reasons),
    ]


def about(paper: Paper) -> Lines:
    """What the paper is: title, who, which quarter, as known when, and its introduction."""
    known = paper.known_on.astimezone(clocks.LONDON)
    lines: Lines = [
        (paper.title,),
        (paper.organisation,),
        (f"Figures of {paper.period}" + (f", {paper.within}" if paper.within else ""),),
        (f"As known on {known.day} {known:%B %Y, %H:%M}",),
        (),
    ]
    return lines + [(line,) for line in paper.introduction.splitlines() if line.strip()]
