"""Measures of what became of named people: goals, what they said later, scores."""

from app.facts import Kind
from app.models.follow_up import FollowUpResult
from app.reporting.measure import Begun, By, Measure, Paired, Rows, Unit

REACHED_CODES = frozenset({str(FollowUpResult.reached)})
UNREACHED_CODES = frozenset(str(code) for code in FollowUpResult) - REACHED_CODES

OUTCOMES = (
    Measure(
        "goals-set", "Goals set", Unit.goals, Kind.goal_set, Rows(),
        "Goals written down with a person in the quarter.",
    ),
    Measure(
        "goals-ended", "Goals ended", Unit.goals, Kind.goal_ended, Rows(),
        "Goals whose result was said in the quarter.",
    ),
    Measure(
        "goals-achieved", "Achieved", Unit.goals, Kind.goal_ended, Rows(),
        "Of those, achieved.",
        codes=frozenset({"achieved"}), parts_of="goals-ended", better="more",
    ),
    Measure(
        "goals-partly", "Partly achieved", Unit.goals, Kind.goal_ended, Rows(),
        "Of those, partly achieved.",
        codes=frozenset({"partly"}), parts_of="goals-ended",
    ),
    Measure(
        "goals-not-achieved", "Not achieved", Unit.goals, Kind.goal_ended, Rows(),
        "Of those, not achieved.",
        codes=frozenset({"not-achieved"}), parts_of="goals-ended", better="fewer",
    ),
    Measure(
        "follow-ups", "Follow-ups after the end", Unit.follow_ups, Kind.followed_up, Rows(),
        "Times in the quarter that somebody was to be asked again, months after their case was "
        "closed, whatever became of it.",
        codes=REACHED_CODES | UNREACHED_CODES,
    ),
    Measure(
        "follow-ups-reached", "Spoke with them", Unit.follow_ups, Kind.followed_up, Rows(),
        "Of those, the person was reached and asked.",
        codes=REACHED_CODES, parts_of="follow-ups", better="more",
    ),
    Measure(
        "follow-ups-unreached", "Did not speak with them", Unit.follow_ups, Kind.followed_up, Rows(),
        "Of those, the person was not reached, did not want to talk, or it was not safe to ask.",
        codes=UNREACHED_CODES, parts_of="follow-ups",
    ),
    Measure(
        "scores-paired", "Measured twice", Unit.pairs, Kind.measure, Paired(),
        "Measures with a score at the start and one at the exit, the exit in the quarter. "
        "A count of change, not a proof of effect.",
        by=(By.scale,),
    ),
    Measure(
        "scores-better", "Changed for the better", Unit.pairs, Kind.measure, Paired("better"),
        "Of those, the score moved the way that is hoped for.",
        parts_of="scores-paired", by=(By.scale,), better="more",
    ),
    Measure(
        "scores-same", "No change", Unit.pairs, Kind.measure, Paired("same"),
        "Of those, the two scores are the same.",
        parts_of="scores-paired", by=(By.scale,),
    ),
    Measure(
        "scores-worse", "Changed for the worse", Unit.pairs, Kind.measure, Paired("worse"),
        "Of those, the score moved the other way.",
        parts_of="scores-paired", by=(By.scale,), better="fewer",
    ),
    Measure(
        "scores-surely-better", "Better, and more than by chance", Unit.pairs, Kind.measure,
        Paired("surely-better"),
        "Of those, by more than the measure's own error makes in 95 of 100 (Jacobson and Truax); only of "
        "measures that state their reliability and spread.",
        parts_of="scores-better", by=(By.scale,), better="more",
    ),
    Measure(
        "scores-perhaps-better", "Better, perhaps by chance", Unit.pairs, Kind.measure,
        Paired("perhaps-better"),
        "Of those, by no more than that, or of a measure that states no error.",
        parts_of="scores-better", by=(By.scale,),
    ),
    Measure(
        "scores-surely-worse", "Worse, and more than by chance", Unit.pairs, Kind.measure,
        Paired("surely-worse"),
        "Of those, by more than the measure's own error makes in 95 of 100 (Jacobson and Truax); only of "
        "measures that state their reliability and spread.",
        parts_of="scores-worse", by=(By.scale,), better="fewer",
    ),
    Measure(
        "scores-perhaps-worse", "Worse, perhaps by chance", Unit.pairs, Kind.measure,
        Paired("perhaps-worse"),
        "Of those, by no more than that, or of a measure that states no error.",
        parts_of="scores-worse", by=(By.scale,),
    ),
    Measure(
        "scores-not-sure", "Within the measure's own error", Unit.pairs, Kind.measure,
        Paired("not-sure"),
        "Of the measures that state their reliability and spread: pairs whose change could be the "
        "measure's own error.",
        by=(By.scale,), own_only=True,
    ),
    Measure(
        "scores-unsure", "No error stated", Unit.pairs, Kind.measure, Paired("unsure"),
        "Pairs of measures for which no reliability and spread are published: nothing is said about "
        "chance.",
        by=(By.scale,), own_only=True,
    ),
    Measure(
        "scores-begun", "Scores at the start", Unit.scores, Kind.measure, Begun(),
        "Measures with a score at the start, of cases closed in the quarter.",
        by=(By.scale,),
    ),
    Measure(
        "scores-finished", "With a score at the exit too", Unit.scores, Kind.measure, Begun(paired=True),
        "Of those, with a score at the exit as well. What is missing may have gone better or worse.",
        parts_of="scores-begun", by=(By.scale,), better="more",
    ),
    Measure(
        "scores-missing", "Without a score at the exit", Unit.scores, Kind.measure, Begun(paired=False),
        "Of those, without one.",
        parts_of="scores-begun", by=(By.scale,), better="fewer",
    ),
)  # fmt: skip
