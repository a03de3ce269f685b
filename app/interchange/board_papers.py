"""Board papers as PDF by typst: tagged, with the finding as the text of every chart."""

import json
from pathlib import Path
from typing import Any

import typst

from app import clocks
from app.interchange.papers import APP, FONTS
from app.reporting.papers.board import Chapter, Paper
from app.reporting.tables import Figure

TEMPLATE: Path = APP / "templates" / "papers" / "board.typ"
FONT = "DejaVu Sans"


def board_paper(paper: Paper, *, draft: bool) -> bytes:
    """The paper as a tagged PDF (PDF/UA-1). `draft` says on it that it was not made yet."""
    made: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(as_data(paper, draft=draft))},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return made


def as_data(paper: Paper, *, draft: bool) -> dict[str, Any]:
    """What the template reads: texts only, and charts as SVG in the font of the paper."""
    known = paper.known_on.astimezone(clocks.LONDON)
    within = f", {paper.within}" if paper.within else ""
    return {
        "title": paper.title,
        "organisation": paper.organisation,
        "about": f"Figures of {paper.period}{within}, as known on {known.day} {known:%B %Y, %H:%M}.",
        "draft": draft,
        "introduction": paper.introduction,
        "chapters": [_chapter(one) for one in paper.chapters],
        "marks": paper.marks,
        "definitions": paper.definitions,
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    section = chapter.section
    return {
        "title": section.title,
        "finding": section.finding,
        "lead": section.lead,
        "words": chapter.words,
        "figures": [_figure(one) for one in section.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "title": figure.title,
        "finding": figure.finding,
        "chart": str(figure.chart).replace("arial, sans-serif", FONT) if figure.chart else None,
        "head": figure.head,
        "worded": sorted(figure.worded),
        "rows": [[label, *(cell.text for cell in cells)] for label, cells in figure.rows],
    }
