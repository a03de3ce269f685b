"""How work ended, what became of goals and scores, and who was asked again."""

from app.reporting.charts import Flow
from app.reporting.measure import By
from app.reporting.quarterly.parts import parts, with_flow
from app.reporting.quarterly.reliable import REFUSAL, reliable
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down, drawn_value, label_of

ENDINGS = ("closed", "planned-exits", "unplanned-exits", "share-planned")
COMPLETED = ("completions", "planned-otherwise", "share-completed")
GOALS = (
    "goals-set", "goals-ended", "goals-achieved", "goals-partly", "goals-not-achieved", "share-achieved",
)  # fmt: skip
SCORES = ("scores-paired", "scores-better", "scores-same", "scores-worse")
PAIRED = ("scores-begun", "scores-finished", "scores-missing")
AGAIN = ("follow-ups", "follow-ups-reached", "follow-ups-unreached", "share-asked-again")


def draw(told: Told) -> tuple[Figure, ...]:
    """Endings, goals, scores and follow-ups. They count change; they are no proof of effect."""
    answer, before = told.answer, told.before
    ended = across("ended", "How work ended", (*ENDINGS, *COMPLETED), answer, before)
    goals = across("goals", "Goals", GOALS, answer, before)
    # The rate that was measured twice, and who got worse, always stand beside who got better.
    names = (*SCORES, "share-better", "share-worse", *PAIRED, "share-paired")
    scores = across("scores", "Scores in all", names, answer, before)
    again = across("follow-ups", "Asked again after the end", AGAIN, answer, before)
    if told.is_alone:
        return ended, goals, scores, again
    surely = reliable(told)
    scales = broken_down(
        answer, By.scale, (*SCORES, "mean-change", "scores-begun", "share-paired"), "Scores by measure",
        key="scales",
    )  # fmt: skip
    # A table in which every line says that nothing can be said is one sentence.
    if surely.finding == REFUSAL:
        scales = scales._replace(finding=f"{scales.finding} {REFUSAL}")
        surely = surely._replace(rows=())
    return (
        with_flow(ended, endings(told)),
        broken_down(answer, By.programme, ENDINGS, "Endings by programme", key="endings"),
        broken_down(
            answer, By.reason, ("unplanned-exits",), "Unplanned endings, by reason", key="unplanned"
        ),
        goals,
        scores,
        scales,
        *([surely] if surely.rows else []),
        again,
    )


def endings(told: Told) -> Flow:
    """Closed, into planned and not, into completed and not, into the reasons."""
    cells = told.answer.total.cells
    planned = tuple(
        Flow(label_of(name), drawn_value(cells[name]))
        for name in ("completions", "planned-otherwise")
        if cells[name].is_hidden or cells[name].value
    )
    both = (
        Flow(label_of("planned-exits"), drawn_value(cells["planned-exits"]), planned),
        Flow(
            label_of("unplanned-exits"),
            drawn_value(cells["unplanned-exits"]),
            parts(told, By.reason, "unplanned-exits"),
        ),
    )
    return Flow(
        label_of("closed"), drawn_value(cells["closed"]), both if cells["closed"].value != 0 else ()
    )
