"""Measures of what is delivered without names: head counts, training, routes and places."""

from app.facts import Kind
from app.reporting.measure import (
    By,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    Rows,
    Sum,
    Unit,
    of_reach,
)

FULL_DOSE = 5
"""Sessions that make a full dose, as the schools' programme counts it."""

SERVED = of_reach("young", "adult", "not-known")
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
        "training-sessions", "Training sessions held", Unit.sessions, Kind.delivered, Rows(),
        "Of those, sessions in which professionals were trained.",
        marked="training", protected=False,
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
    Measure(
        "settings-engaged", "Places engaged", Unit.places, Kind.setting_stage, Latest(),
        "Of those, places at a stage in which the programme counts them as engaged, such as trained or "
        "running. How many there are in the area stands beside it.",
        marked="engaged", protected=False, better="more",
    ),
)  # fmt: skip
