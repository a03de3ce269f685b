"""Every measure, declared once. The definitions are those of the minimum quarterly data set.

Named people, head counts, estimates and professionals are measures of their own and are never
added to each other. The period always decides by the day on which a thing happened.
"""

from functools import cache

from app.reporting.measure import Measure, Share
from app.reporting.measures.delivered import HEADCOUNTS, PLACES
from app.reporting.measures.named import PATHWAY, PEOPLE, STANDARD
from app.reporting.measures.outcomes import OUTCOMES
from app.reporting.measures.work import SAFEGUARDING, WORK
from app.reporting.measures.worked_out import COMPLETENESS, STATISTICS

MEASURES = {
    measure.key: measure
    for measure in (
        *PEOPLE,
        *PATHWAY,
        *STANDARD,
        *WORK,
        *SAFEGUARDING,
        *OUTCOMES,
        *HEADCOUNTS,
        *PLACES,
    )
}

SHARES = {
    share.key: share
    for share in (
        Share(
            "share-in-standard", "First contact in time", "contact-in-standard", "contact-standards",
            "First contacts in time as a share of those for which the programme sets a time.",
            better="more",
        ),
        Share(
            "share-planned", "Planned endings", "planned-exits", "closed",
            "Planned endings as a share of all cases closed in the quarter.", better="more",
        ),
        Share(
            "share-completed", "Completed", "completions", "closed",
            "Endings in which goals were met or the course completed, as a share of all cases closed.",
            better="more",
        ),
        Share(
            "share-safeguarding-in-time", "Safeguarding referrals in time", "safeguarding-in-time",
            "safeguarding-referrals",
            "Safeguarding referrals made by the time set for each, as a share of all.", better="more",
        ),
        Share(
            "share-worse", "Changed for the worse", "scores-worse", "scores-paired",
            "Pairs of scores that moved the other way, as a share of all pairs.", better="fewer",
        ),
        Share(
            "share-paired", "Measured at start and exit", "scores-finished", "scores-begun",
            "Scores at the start that have one at the exit too, of cases closed: how much of the change "
            "is known at all.", better="more",
        ),
        Share(
            "share-attended", "Attendance", "sessions-attended", "sessions-offered",
            "Places attended as a share of all places: attended, missed or cancelled.", better="more",
        ),
        Share(
            "share-achieved", "Goals achieved", "goals-achieved", "goals-ended",
            "Goals achieved as a share of goals whose result was said.", better="more",
        ),
        Share(
            "share-asked-again", "Reached again", "follow-ups-reached", "follow-ups",
            "Follow-ups in which the person was spoken with, as a share of all.", better="more",
        ),
        Share(
            "share-better", "Changed for the better", "scores-better", "scores-paired",
            "Pairs of scores that moved the way hoped for, as a share of all pairs.", better="more",
        ),
        Share(
            "share-de-escalated", "De-escalated", "de-escalated", "incidents",
            "Incidents calmed without the police as a share of all.", better="more",
        ),
        Share(
            "share-shifts", "Shifts delivered", "shifts-delivered", "shifts-planned",
            "Shifts delivered as a share of those planned.", better="more",
        ),
    )
}  # fmt: skip


@cache
def parts_of(key: str) -> tuple[Measure, ...]:
    """The measures that add up to this one; empty where there are none."""
    return tuple(measure for measure in MEASURES.values() if measure.parts_of == key)


__all__ = [
    "COMPLETENESS",
    "HEADCOUNTS",
    "MEASURES",
    "OUTCOMES",
    "PATHWAY",
    "PEOPLE",
    "PLACES",
    "SAFEGUARDING",
    "SHARES",
    "STANDARD",
    "STATISTICS",
    "WORK",
    "parts_of",
]
