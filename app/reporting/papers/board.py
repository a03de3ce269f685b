"""A board paper: chosen sections of a quarter with what is said about them, and how it is kept.

A paper that was made is never counted again: all that was printed in it is stored, and every page,
PDF and workbook of it is drawn from there.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

from app.reporting import quarterly
from app.reporting.quarterly import Section, Told
from app.reporting.tables import Figure, Shown

INTRODUCTION = "introduction"
"""The part of a paper that has words and no figures."""
AT_FIRST = ("overview", "reach", "waits", "outcomes", "money", "quality")
"""The sections that a new paper begins with: what a board has the time to read. All have some 25 pages."""


class Chapter(NamedTuple):
    """A section of the quarter and what the paper says about it."""

    section: Section
    words: str


class Paper(NamedTuple):
    """A paper whole: every number in it went through the gate."""

    title: str
    organisation: str
    period: str
    code: str
    within: str
    known_on: datetime
    introduction: str
    chapters: tuple[Chapter, ...]

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The marks that stand in place of numbers anywhere in it, with what they mean."""
        found = dict(
            reason
            for chapter in self.chapters
            for figure in chapter.section.figures
            for reason in figure.reasons
        )
        return tuple(found.items())

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """What is counted anywhere in it, each once, in the order it comes."""
        found = dict(
            one
            for chapter in self.chapters
            for figure in chapter.section.figures
            for one in figure.says
        )
        return tuple(found.items())


def put_together(
    told: Told,
    *,
    title: str,
    organisation: str,
    known_on: datetime,
    words: Mapping[str, str],
    tables: Section | None = None,
) -> Paper:
    """The paper with the sections that `words` names, in the order of the quarter, then `tables`.

    Raises NotFound for figures of a commission, programme or provider that is not the viewer's.
    """
    label = told.answer.total.label if told.is_alone else ""
    chapters = tuple(
        Chapter(quarterly.draw(key, told), words[key]) for key in quarterly.SECTIONS if key in words
    )
    if tables is not None:
        chapters = (*chapters, Chapter(tables, words.get(tables.key, "")))
    return Paper(
        title,
        organisation,
        told.quarter.label,
        told.quarter.code,
        label,
        known_on,
        words.get(INTRODUCTION, ""),
        tuple(one for one in chapters if one.section.figures or one.words),
    )


def stored(paper: Paper) -> dict[str, Any]:
    """The paper as it is kept: plain JSON."""
    return {
        **paper._asdict(),
        "known_on": paper.known_on.isoformat(),
        "chapters": [
            {**one.section._asdict(), "words": one.words, "figures": [_kept(figure) for figure in one.section.figures]}
            for one in paper.chapters
        ],
    }  # fmt: skip


def _kept(figure: Figure) -> dict[str, Any]:
    drawn = {
        name: str(svg) if (svg := getattr(figure, name)) else None for name in ("chart", "narrow")
    }
    return figure._asdict() | drawn


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a stored paper, the same for the same content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def restored(content: Mapping[str, Any]) -> Paper:
    """The paper that was stored."""
    chapters = tuple(
        Chapter(
            Section(
                one["key"], one["title"], one["lead"], one["finding"],
                tuple(_figure(figure) for figure in one["figures"]),
            ),
            one["words"],
        )
        for one in content["chapters"]
    )  # fmt: skip
    plain = {name: content[name] for name in Paper._fields}
    return Paper(
        **plain | {"known_on": datetime.fromisoformat(content["known_on"]), "chapters": chapters}
    )


def _figure(kept: Mapping[str, Any]) -> Figure:
    rows = tuple((label, tuple(Shown(*cell) for cell in cells)) for label, cells in kept["rows"])
    drawn = {
        name: Markup(kept[name]) if kept[name] else None  # noqa: S704 - drawn by charts, which escape
        for name in ("chart", "narrow")
    }
    return Figure(
        kept["key"], kept["title"], kept["finding"], tuple(kept["head"]), rows,
        tuple((label, says) for label, says in kept["says"]), **drawn,
    )  # fmt: skip
