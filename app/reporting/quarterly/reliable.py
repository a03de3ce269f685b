"""Reliable change: better or worse by more than the measure's own error, or a refusal in words.

After Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19. Only of
measures whose document states reliability and standard deviation as published.
"""

from collections.abc import Collection

from app.reporting.asked import may_ask_about
from app.reporting.counting import Answer, Line
from app.reporting.gate.marks import Cell
from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, Shown, label_of, says_of, show

PAIRED, IMPROVED, DETERIORATED = "scores-paired", "scores-surely-better", "scores-surely-worse"
RATE, BEGUN = "share-paired", "scores-begun"
HEAD = ("Measured twice", "Reliably improved", "No reliable change", "Reliably deteriorated")
NOT_SAID = Shown("not said", "", "not said")
REFUSAL = (
    "No measure in use states its reliability and its spread, so nothing is said about change beyond "
    "chance."
)
SAYS = (
    (HEAD[0], says_of(PAIRED)),
    (
        HEAD[1],
        (
            "Pairs that moved the way hoped for by more than the measure's own error makes in 95 of 100 "
            "(Jacobson and Truax). Not said where no reliability and spread are published for the measure."
        ),
    ),
    (HEAD[2], "Pairs that moved either way by no more than that, or not at all."),
    (HEAD[3], "Pairs that moved the other way by more than that."),
    (label_of(RATE), says_of(RATE)),
)


def reliable(told: Told) -> Figure:
    """Each measure with its pairs: improved, unchanged, deteriorated, beside how many were measured."""
    return drawn(told.answer, may_ask_about(told.database).said.errors)


def drawn(answer: Answer, stated: Collection[tuple[str, str]]) -> Figure:
    """The table, where these (programme, measure) state their error."""
    lines = [
        line
        for line in answer.tables[By.scale].lines
        if any(cell.is_hidden or cell.value for cell in (line.cells[PAIRED], line.cells[BEGUN]))
    ]
    surely = [line for line in lines if _states(line, stated)]
    rows = tuple(
        (line.label, (*_counts(line, is_stated=line in surely), show(RATE, line.cells[RATE])))
        for line in lines
    )
    return Figure(
        "reliable",
        "Reliable change",
        _finding(surely, len(lines)),
        ("", *HEAD, label_of(RATE)),
        rows,
        SAYS,
    )


def _states(line: Line, stated: Collection[tuple[str, str]]) -> bool:
    programme, _, measure = line.value.partition(":")
    return (programme, measure) in stated


def _counts(line: Line, *, is_stated: bool) -> tuple[Shown, ...]:
    paired = show(PAIRED, line.cells[PAIRED])
    if not is_stated:
        return paired, NOT_SAID, NOT_SAID, NOT_SAID
    better, worse = line.cells[IMPROVED], line.cells[DETERIORATED]
    return (
        paired,
        show(IMPROVED, better),
        show(PAIRED, _rest(line.cells[PAIRED], better, worse)),
        show(DETERIORATED, worse),
    )


def _rest(paired: Cell, better: Cell, worse: Cell) -> Cell:
    """Neither, worked out of what is printed."""
    if paired.is_hidden or better.is_hidden or worse.is_hidden:
        return Cell(None, "rests-on")
    return Cell((paired.value or 0) - (better.value or 0) - (worse.value or 0))


def _finding(surely: list[Line], lines: int) -> str:
    if not lines:
        return "Nothing was measured twice in this quarter."
    if not surely:
        return REFUSAL
    said = []
    for line in surely:
        counts = _counts(line, is_stated=True)
        said.append(
            f"{line.label}: {counts[1].text} reliably improved and {counts[3].text} reliably deteriorated, "
            f"of {counts[0].text} measured twice"
        )
    rest = lines - len(surely)
    words = "; ".join(said) + "."
    if rest == 1:
        words += " One other measure states no error, so nothing is said of it."
    elif rest:
        words += f" {rest} other measures state no error, so nothing is said of them."
    return words
