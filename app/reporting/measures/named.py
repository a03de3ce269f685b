"""Measures of named people: reached, referred, waiting, and how it ended."""

from app.facts import Kind
from app.reporting.measure import (
    PERSONAL,
    By,
    Distinct,
    Measure,
    OnTime,
    Standing,
    Unit,
)

COMPLETED_CODES = frozenset(
    {"goals-met", "goals-partly-met", "needs-met", "helped", "completed", "programme-completed"}
)
"""Reasons for closing that say what was planned was done, in the words of the programmes."""
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
    Measure(
        "people-unmatched", "People not compared", Unit.people, Kind.first_contact,
        Distinct("person", unmatched=True),
        "Of the people reached, those who could not be compared with the records of every other "
        "provider asked about: no agreement allows it, or too little is known of them. Each may be "
        "somebody whom another provider counts too.",
        within="people-reached", better="fewer", whole_only=True,
    ),
)  # fmt: skip

PATHWAY = (
    Measure(
        "referrals-received", "Referrals received", Unit.referrals, Kind.received, REFERRALS,
        "Referrals that reached a provider in the quarter, also those it later declined.",
        by=(*ON_A_PERSON, By.source, By.wait),
    ),
    Measure(
        "referrals-accepted", "Referrals accepted", Unit.referrals, Kind.accepted, REFERRALS,
        "Referrals accepted in the quarter, whenever they were received.",
        by=ON_A_PERSON,
    ),
    Measure(
        "referrals-declined", "Referrals declined", Unit.referrals, Kind.declined, REFERRALS,
        "Referrals handed back in the quarter, by the reason given and by whose reason it was: the "
        "person's, the provider's, or that they could not be reached.",
        by=(By.whose, By.reason),
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
        "starts", "Starts", Unit.referrals, Kind.agreed, REFERRALS,
        "Referrals whose person agreed to the work in the quarter, so that their case became active.",
        by=ON_A_PERSON, better="more",
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
        outcome=1, parts_of="closed", by=ON_A_PERSON, better="more",
    ),
    Measure(
        "completions", "Completed", Unit.cases, Kind.closed, CLOSURES,
        "Of the planned endings, those in which goals were met, at least partly, or the whole course "
        "was completed.",
        outcome=1, among=COMPLETED_CODES, parts_of="planned-exits", better="more",
    ),
    Measure(
        "planned-otherwise", "Other planned endings", Unit.cases, Kind.closed, CLOSURES,
        "Planned endings for another reason, such as that somebody else took over.",
        outcome=1, besides=COMPLETED_CODES, parts_of="planned-exits",
    ),
    Measure(
        "unplanned-exits", "Unplanned endings", Unit.cases, Kind.closed, CLOSURES,
        "Cases closed in the quarter for any other reason, by that reason.",
        outcome=0, parts_of="closed", by=(*ON_A_PERSON, By.reason), better="fewer",
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
        better="fewer",
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
