"""How work ended, what became of goals and scores, and who was asked again."""

from app.reporting.charts import Flow, flows, flows_narrow
from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down, drawn_value, label_of

ENDINGS = ("closed", "planned-exits", "unplanned-exits", "share-planned")
GOALS = (
    "goals-set", "goals-ended", "goals-achieved", "goals-partly", "goals-not-achieved", "share-achieved",
)  # fmt: skip
SCORES = ("scores-paired", "scores-better", "scores-same", "scores-worse")
AGAIN = ("follow-ups", "follow-ups-reached", "follow-ups-unreached", "share-asked-again")


def draw(told: Told) -> tuple[Figure, ...]:
    """Endings, goals, scores and follow-ups. They count change; they are no proof of effect."""
    answer, before = told.answer, told.before
    goals = across("goals", "Goals", GOALS, answer, before)
    scores = across("scores", "Scores in all", (*SCORES, "share-better"), answer, before)
    again = across("follow-ups", "Asked again after the end", AGAIN, answer, before)
    ended = across("ended", "How work ended", ENDINGS, answer, before)
    if told.is_alone:
        return ended, goals, scores, again
    return (
        endings(told, ended),
        broken_down(answer, By.programme, ENDINGS, "Endings by programme", key="endings"),
        broken_down(
            answer, By.reason, ("unplanned-exits",), "Unplanned endings, by reason", key="unplanned"
        ),
        goals,
        scores,
        broken_down(answer, By.scale, (*SCORES, "mean-change"), "Scores by measure", key="scales"),
        again,
    )


def endings(told: Told, figure: Figure) -> Figure:
    """The endings in all as a flow: closed, into planned and not, into the reasons."""
    cells, reasons = told.answer.total.cells, told.answer.tables[By.reason].lines
    whole = Flow(
        label_of("closed"),
        drawn_value(cells["closed"]),
        (
            Flow(label_of("planned-exits"), drawn_value(cells["planned-exits"])),
            Flow(
                label_of("unplanned-exits"),
                drawn_value(cells["unplanned-exits"]),
                tuple(
                    Flow(line.label, drawn_value(line.cells["unplanned-exits"]))
                    for line in reasons
                    if line.cells["unplanned-exits"].is_hidden
                    or line.cells["unplanned-exits"].value
                ),
            ),
        ),
    )
    if cells["closed"].value == 0:
        return figure
    return figure._replace(
        chart=flows("chart-ended", figure.title, figure.finding, whole),
        narrow=flows_narrow("chart-ended", figure.title, figure.finding, whole),
    )
