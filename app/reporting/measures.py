"""Every measure, declared once. The definitions are those of the minimum quarterly data set.

Named people, head counts, estimates and professionals are measures of their own and are never
added to each other. The period always decides by the day on which a thing happened.
"""

from app.facts import Kind
from app.models.session import SEEN, AttendanceStatus
from app.reporting.measure import (
    PERSONAL,
    By,
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    Paired,
    Rows,
    Share,
    Standing,
    Statistic,
    Sum,
    Unit,
    of_reach,
)

FULL_DOSE = 5
"""Sessions that make a full dose, as the schools' programme counts it."""

SERVED = of_reach("young", "adult", "not-known")
SEEN_CODES = frozenset(str(code) for code in SEEN)
MISSED_CODES = frozenset(
    {
        str(AttendanceStatus.did_not_attend),
        str(AttendanceStatus.not_brought),
        str(AttendanceStatus.late_not_seen),
    }
)
CANCELLED_CODES = frozenset(
    {str(AttendanceStatus.cancelled_by_person), str(AttendanceStatus.cancelled_by_provider)}
)
FIRST_CONTACT_CLOCK = frozenset({"first-contact"})
REFERRALS = Distinct("referral")
CLOSURES = Distinct("referral", pick="last")
ON_A_PERSON = (*PERSONAL,)

PEOPLE = (
    Measure(
        "people-reached", "People reached", Unit.people, Kind.first_contact, Distinct("person"),
        "Different people with a first contact in the quarter, each counted once however many "
        "referrals, programmes or providers they had. Records that could not be matched across "
        "providers count as different people.",
        by=ON_A_PERSON, within="first-contacts", better="more",
    ),
)  # fmt: skip

PATHWAY = (
    Measure(
        "referrals-received", "Referrals received", Unit.referrals, Kind.received, REFERRALS,
        "Referrals that reached a provider in the quarter, also those it later declined.",
        by=(*ON_A_PERSON, By.source),
    ),
    Measure(
        "referrals-accepted", "Referrals accepted", Unit.referrals, Kind.accepted, REFERRALS,
        "Referrals accepted in the quarter, whenever they were received.",
        by=ON_A_PERSON,
    ),
    Measure(
        "referrals-declined", "Referrals declined", Unit.referrals, Kind.declined, REFERRALS,
        "Referrals handed back in the quarter, by the reason given, which may be the person's own.",
        by=(By.reason,),
    ),
    Measure(
        "referrals-withdrawn", "Referrals withdrawn", Unit.referrals, Kind.retracted, REFERRALS,
        "Referrals that their sender took back in the quarter, before they were accepted.",
    ),
    Measure(
        "first-contacts", "First contacts", Unit.referrals, Kind.first_contact, REFERRALS,
        "Referrals whose person was first met or spoken to in the quarter. One person with two "
        "referrals counts twice.",
        by=ON_A_PERSON,
    ),
    Measure(
        "engaged", "Engaged", Unit.referrals, Kind.engaged, REFERRALS,
        "Referrals whose person came to a first session after agreeing to the work.",
        by=ON_A_PERSON, better="more",
    ),
    Measure(
        "closed", "Cases closed", Unit.cases, Kind.closed, CLOSURES,
        "Cases closed in the quarter. One that was reopened and closed again counts once, as it "
        "was closed last.",
        by=ON_A_PERSON,
    ),
    Measure(
        "planned-exits", "Planned endings", Unit.cases, Kind.closed, CLOSURES,
        "Cases closed in the quarter for a reason that the programme calls planned.",
        outcome=1, parts_of="closed", better="more",
    ),
    Measure(
        "unplanned-exits", "Unplanned endings", Unit.cases, Kind.closed, CLOSURES,
        "Cases closed in the quarter for any other reason, by that reason.",
        outcome=0, parts_of="closed", by=(By.reason,), better="fewer",
    ),
)  # fmt: skip

STANDARD = (
    Measure(
        "contact-standards", "First contacts with a standard", Unit.referrals, Kind.clock, REFERRALS,
        "Referrals whose first-contact standard ended in the quarter, met or missed.",
        codes=FIRST_CONTACT_CLOCK,
    ),
    Measure(
        "contact-in-standard", "First contact in time", Unit.referrals, Kind.clock, REFERRALS,
        "Of those, met: the time allowed is that of each programme.",
        codes=FIRST_CONTACT_CLOCK, outcome=1, parts_of="contact-standards", better="more",
    ),
    Measure(
        "contact-late", "First contact late", Unit.referrals, Kind.clock, REFERRALS,
        "Of those, missed.",
        codes=FIRST_CONTACT_CLOCK, outcome=0, parts_of="contact-standards", better="fewer",
    ),
    Measure(
        "still-waiting", "Waiting for first contact", Unit.referrals, Kind.received,
        Standing(
            (Kind.received,), (Kind.first_contact, Kind.declined, Kind.retracted, Kind.closed)
        ),
        "Referrals received by the last day of the quarter (or today) and not yet contacted, "
        "declined, withdrawn or closed.",
        better="fewer",
    ),
    Measure(
        "on-waiting-list", "On a waiting list", Unit.referrals, Kind.waiting,
        Standing((Kind.waiting,), (Kind.accepted, Kind.declined, Kind.retracted)),
        "Referrals accepted in principle that had no place on the last day of the quarter.",
        better="fewer",
    ),
    Measure(
        "caseload", "Open cases at the end", Unit.cases, Kind.accepted,
        Standing((Kind.accepted, Kind.reopened), (Kind.closed,)),
        "Cases open, active or paused on the last day of the quarter (or today).",
    ),
)  # fmt: skip

WORK = (
    Measure(
        "sessions-offered", "Places in sessions", Unit.sessions, Kind.session, Rows(),
        "Places of named people in sessions of the quarter: attended, missed or cancelled.",
        codes=SEEN_CODES | MISSED_CODES | CANCELLED_CODES,
    ),
    Measure(
        "sessions-attended", "Attended", Unit.sessions, Kind.session, Rows(),
        "Of those, the person came and was seen, also when late.",
        codes=SEEN_CODES, parts_of="sessions-offered", better="more",
    ),
    Measure(
        "sessions-missed", "Missed", Unit.sessions, Kind.session, Rows(),
        "Of those, the person did not come, was not brought, or came too late to be seen.",
        codes=MISSED_CODES, parts_of="sessions-offered", better="fewer",
    ),
    Measure(
        "sessions-cancelled", "Cancelled", Unit.sessions, Kind.session, Rows(),
        "Of those, called off beforehand by the person or the provider.",
        codes=CANCELLED_CODES, parts_of="sessions-offered",
    ),
    Measure(
        "approaches", "Offers without a referral", Unit.approaches, Kind.approach, Rows(),
        "Offers of help that were declined, and people who could not be approached. No name is kept.",
        by=(By.outcome,),
    ),
    Measure(
        "onward-made", "Onward referrals made", Unit.referrals, Kind.onward, Rows(),
        "Referrals from a case to another service.",
    ),
    Measure(
        "onward-accepted", "Onward referrals accepted", Unit.referrals, Kind.onward_accepted, Rows(),
        "Onward referrals that the other service accepted in the quarter.",
        better="more",
    ),
)  # fmt: skip

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
)  # fmt: skip

HEADCOUNTS = (
    Measure(
        "contacts", "Contacts (head counts)", Unit.contacts, Kind.headcount, Sum(),
        "Everybody counted at groups, lessons, assemblies and on routes, added up. The same person "
        "counts every time: contacts are never people.",
        audiences=SERVED, by=(By.area, By.age),
    ),
    Measure(
        "headcount-people", "People in groups (head counts)", Unit.people, Kind.headcount,
        LargestPerGroup(),
        "The largest number counted on one day in each class, course or mentor group, added over "
        "the groups. Nobody is named, so nobody can be matched.",
        audiences=SERVED, within="contacts",
    ),
    Measure(
        "full-dose-people", "People in groups with a full dose", Unit.people, Kind.headcount,
        LargestPerGroup(FULL_DOSE),
        f"The same, only of groups that had at least {FULL_DOSE} sessions by the end of the quarter.",
        audiences=SERVED, within="headcount-people", better="more",
    ),
    Measure(
        "groups-met", "Groups that met", Unit.groups, Kind.delivered, GroupsWith(),
        "Classes, courses and mentor groups with a session in the quarter.", protected=False,
    ),
    Measure(
        "full-dose-groups", "Groups with a full dose", Unit.groups, Kind.delivered,
        GroupsWith(FULL_DOSE),
        f"Groups that met in the quarter and had at least {FULL_DOSE} sessions by its end.",
        protected=False, better="more",
    ),
    Measure(
        "sessions-delivered", "Group and universal sessions held", Unit.sessions, Kind.delivered,
        Rows(),
        "Group, universal and training sessions held in the quarter.", protected=False,
    ),
    Measure(
        "professionals", "Professionals trained", Unit.professionals, Kind.trained, Sum(),
        "Professionals counted at training sessions of the quarter. They are not people served and "
        "are never added to them.",
        by=(By.role,),
    ),
    Measure(
        "exposure", "Could be reached (estimate)", Unit.estimated, Kind.exposed, Latest("n"),
        "The newest estimate for each place of how many people could be reached. Nobody was counted.",
        protected=False,
    ),
)  # fmt: skip

PLACES = (
    Measure(
        "shifts-planned", "Shifts planned", Unit.shifts, Kind.shift_planned, Rows(),
        "Route shifts planned for the quarter.", protected=False,
    ),
    Measure(
        "shifts-delivered", "Shifts delivered", Unit.shifts, Kind.shift_delivered, Rows(),
        "Route shifts on which chaperones checked in.", protected=False, better="more",
    ),
    Measure(
        "staff-hours", "Hours on routes", Unit.hours, Kind.shift_delivered, Sum("value"),
        "Hours that chaperones stood on routes, added over all of them.", protected=False,
    ),
    Measure(
        "incidents", "Incidents", Unit.incidents, Kind.incident, Rows(),
        "Incidents recorded on routes, shifts and in sessions.",
    ),
    Measure(
        "de-escalated", "De-escalated", Unit.incidents, Kind.incident, Rows(),
        "Of those, calmed without the police.",
        outcome=1, outcome_in="value", parts_of="incidents", better="more",
    ),
    Measure(
        "not-de-escalated", "Not de-escalated", Unit.incidents, Kind.incident, Rows(),
        "Of those, not calmed, or not known.",
        outcome=0, outcome_in="value", parts_of="incidents",
    ),
    Measure(
        "settings", "Places taking part", Unit.places, Kind.setting_stage, Latest(),
        "Hospitals, practices, schools and routes by the stage they had reached by the last day.",
        by=(By.stage,), protected=False,
    ),
)  # fmt: skip

MEASURES = {
    measure.key: measure
    for measure in (*PEOPLE, *PATHWAY, *STANDARD, *WORK, *OUTCOMES, *HEADCOUNTS, *PLACES)
}

SHARES = {
    share.key: share
    for share in (
        Share(
            "share-in-standard", "First contact in time", "contact-in-standard", "contact-standards",
            "First contacts in time as a share of those with a standard that ended in the quarter.",
            better="more",
        ),
        Share(
            "share-planned", "Planned endings", "planned-exits", "closed",
            "Planned endings as a share of all cases closed in the quarter.", better="more",
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

STATISTICS = {
    statistic.key: statistic
    for statistic in (
        Statistic(
            "median-wait", "Median wait for first contact", "days", "referrals-received",
            "Days by which half of the referrals received in the quarter had a first contact. Those "
            "still waiting are included, with the time they have waited so far (Kaplan-Meier); a "
            "referral declined, withdrawn or closed without contact counts until that day.",
        ),
        Statistic(
            "mean-change", "Mean change of scores", "points", "scores-paired",
            "Mean of last score less first score, on the measure's own scale.", by=(By.scale,),
        ),
    )
}  # fmt: skip


def parts_of(key: str) -> tuple[Measure, ...]:
    """The measures that add up to this one; empty where there are none."""
    return tuple(measure for measure in MEASURES.values() if measure.parts_of == key)
