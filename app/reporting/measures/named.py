"""Measures of named people: reached, referred, waiting, worked with, and how it ended."""

from app.facts import Kind
from app.models.follow_up import FollowUpResult
from app.models.session import SEEN, AttendanceStatus
from app.reporting.measure import (
    PERSONAL,
    By,
    Distinct,
    Measure,
    OnTime,
    Paired,
    Rows,
    Standing,
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
REACHED_CODES = frozenset({str(FollowUpResult.reached)})
UNREACHED_CODES = frozenset(str(code) for code in FollowUpResult) - REACHED_CODES
CANCELLED_CODES = frozenset(
    {str(AttendanceStatus.cancelled_by_person), str(AttendanceStatus.cancelled_by_provider)}
)
FIRST_CONTACT = "first-contact"
"""The name that programmes give to the standard of a first contact."""

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
        "contact-standards", "First contacts with a standard", Unit.referrals, Kind.first_contact,
        OnTime((0, 1)),
        "First contacts of the quarter for which the programme sets a time.",
        parts_of="first-contacts",
    ),
    Measure(
        "contact-in-standard", "First contact in time", Unit.referrals, Kind.first_contact,
        OnTime((1,)),
        "Of those, within the time that the programme sets.",
        parts_of="contact-standards", better="more",
    ),
    Measure(
        "contact-late", "First contact late", Unit.referrals, Kind.first_contact, OnTime((0,)),
        "Of those, later than that.",
        parts_of="contact-standards", better="fewer",
    ),
    Measure(
        "contact-no-standard", "First contacts without a standard", Unit.referrals,
        Kind.first_contact, OnTime((None,)),
        "First contacts of the quarter for which no time was set.",
        parts_of="first-contacts",
    ),
    Measure(
        "still-waiting", "Waiting for first contact", Unit.referrals, Kind.received,
        Standing(
            (Kind.received,),
            (Kind.first_contact, Kind.declined, Kind.retracted, Kind.closed, Kind.joined),
        ),
        "Referrals received by the last day of the quarter (or today) and not yet contacted, "
        "declined, withdrawn or closed.",
        own_only=True, better="fewer",
    ),
    Measure(
        "on-waiting-list", "On a waiting list", Unit.referrals, Kind.waiting,
        Standing((Kind.waiting,), (Kind.accepted, Kind.declined, Kind.retracted)),
        "Referrals accepted in principle that had no place on the last day of the quarter.",
        own_only=True, better="fewer",
    ),
    Measure(
        "put-on-waiting-list", "Put on a waiting list", Unit.referrals, Kind.waiting, REFERRALS,
        "Referrals accepted in principle in the quarter for which there was no place on that day.",
        own_only=True, better="fewer",
    ),
    Measure(
        "no-place", "Declined for want of a place", Unit.referrals, Kind.declined, REFERRALS,
        "Referrals handed back in the quarter because there was no place. With those put on a "
        "waiting list they are the need that was not met.",
        codes=frozenset({"no-capacity"}), own_only=True, better="fewer",
    ),
    Measure(
        "unacted", "Not acted on in time", Unit.referrals, Kind.unacted, REFERRALS,
        "Referrals on which nothing was done by the day the programme sets for an answer (two "
        "working days where it sets none), counted once, on that day.",
        better="fewer",
    ),
    Measure(
        "caseload", "Open cases at the end", Unit.cases, Kind.accepted,
        Standing((Kind.accepted, Kind.reopened), (Kind.closed, Kind.joined)),
        "Cases open, active or paused on the last day of the quarter (or today).",
        own_only=True,
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
)  # fmt: skip
