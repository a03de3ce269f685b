"""Measures of what is done with named people: sessions, onward referrals, safeguarding."""

from app.facts import Kind
from app.models.session import SEEN, AttendanceStatus
from app.reporting.measure import By, Measure, Rows, Unit

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
REFERRED_CODES = frozenset(
    {"childrens-social-care", "adult-safeguarding", "nrm", "lado", "prevent", "marac"}
)

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

SAFEGUARDING = (
    Measure(
        "concerns-raised", "Safeguarding concerns", Unit.concerns, Kind.concern_raised, Rows(),
        "Concerns about somebody's safety that were written down in the quarter. More of them can "
        "mean that staff look more closely.",
    ),
    Measure(
        "safeguarding-referrals", "Safeguarding referrals", Unit.referrals, Kind.concern_action, Rows(),
        "Referrals about a concern to a body with a duty to act: children's social care, adult "
        "safeguarding, the National Referral Mechanism, the designated officer, Prevent or MARAC. A "
        "referral by phone and the letter that follows it count once.",
        codes=REFERRED_CODES, by=(By.action,),
    ),
    Measure(
        "safeguarding-in-time", "Made in time", Unit.referrals, Kind.concern_action, Rows(),
        "Of those, made by the time that is set for each.",
        codes=REFERRED_CODES, outcome=1, parts_of="safeguarding-referrals", better="more",
    ),
    Measure(
        "safeguarding-late", "Made late", Unit.referrals, Kind.concern_action, Rows(),
        "Of those, made later than that.",
        codes=REFERRED_CODES, outcome=0, parts_of="safeguarding-referrals", better="fewer",
    ),
)  # fmt: skip
