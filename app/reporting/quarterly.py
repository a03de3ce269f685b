"""The commissioner's page of a quarter: its figures, in order."""

from typing import NamedTuple

from app.reporting.counting import Answer
from app.reporting.measure import By
from app.reporting.measures import SHARES
from app.reporting.tables import Figure, across, broken_down, completeness, label_of, show, steps

NAMED = (
    "people-reached",
    "referrals-received",
    "referrals-accepted",
    "first-contacts",
    "engaged",
    "closed",
)
COUNTED = (
    "contacts",
    "headcount-people",
    "full-dose-people",
    "professionals",
    "sessions-delivered",
    "exposure",
)
FUNNEL = ("referrals-received", "referrals-accepted", "first-contacts", "engaged", "planned-exits")
WAITING = (
    "contact-standards", "contact-in-standard", "contact-late", "share-in-standard",
    "median-wait", "unacted",
)  # fmt: skip
ENDINGS = ("closed", "planned-exits", "unplanned-exits", "share-planned")
AGAIN = ("follow-ups", "follow-ups-reached", "follow-ups-unreached", "share-asked-again")
SCORES = ("scores-paired", "scores-better", "scores-same", "scores-worse")
BREAKDOWNS = (
    By.programme, By.provider, By.commission, By.area, By.age, By.sex, By.ethnicity,
    By.source, By.reason, By.outcome, By.scale, By.role, By.stage,
)  # fmt: skip
KEY_FIGURES = ("people-reached", "referrals-received", "share-in-standard", "share-planned")


class Section(NamedTuple):
    """Figures that belong together."""

    key: str
    title: str
    lead: str
    figures: tuple[Figure, ...]


def key_figures(answer: Answer, before: Answer) -> list[tuple[str, str, str]]:
    """The few numbers on top of the page, each with that of the quarter before."""
    found = []
    for name in KEY_FIGURES:
        now, then = show(name, answer.total.cells[name]), show(name, before.total.cells[name])
        label = SHARES[name].label if name in SHARES else label_of(name)
        note = now.reason or f"{then.text} in the quarter before"
        found.append((label, now.text, note))
    return found


def sections(answer: Answer, before: Answer) -> list[Section]:
    """Every figure of the page, in order. `before` is the same question for the quarter before."""
    return [
        Section(
            "reach", "Who was reached",
            "Named people, head counts, professionals and estimates are counted apart and never "
            "added to each other. Each table counts by one thing only.",
            (
                across("reach", "Reach in all", ("people-reached", *COUNTED), answer, before),
                broken_down(answer, By.programme, NAMED, "People and referrals by programme"),
                broken_down(answer, By.programme, COUNTED, "Head counts by programme", key="head-counts"),
                broken_down(answer, By.provider, NAMED, "People and referrals by provider"),
                broken_down(answer, By.commission, NAMED, "People and referrals by commission"),
                broken_down(answer, By.area, (*NAMED, "contacts"), "People and referrals by area"),
                broken_down(answer, By.age, (*NAMED, "contacts"), "People and referrals by age"),
                broken_down(answer, By.sex, NAMED, "People and referrals by sex"),
                broken_down(answer, By.ethnicity, NAMED, "People and referrals by ethnic group"),
                broken_down(answer, By.role, ("professionals",), "Professionals trained by role"),
            ),
        ),
        Section(
            "pathway", "From referral to outcome",
            "What happened in the quarter, whenever it began: a referral received in one quarter may "
            "be closed in another.",
            (
                steps(answer, before, FUNNEL),
                broken_down(answer, By.source, ("referrals-received",), "Referrals by who sent them"),
                broken_down(answer, By.reason, ("referrals-declined",), "Referrals declined, by reason", key="declined"),
                broken_down(answer, By.outcome, ("approaches",), "Offers that did not become a referral"),
                across("onward", "Onward referrals", ("onward-made", "onward-accepted"), answer, before),
            ),
        ),
        Section(
            "waiting", "How long people waited",
            "The time allowed for a first contact is that of each programme.",
            (broken_down(answer, By.programme, WAITING, "First contact and waits by programme", key="waiting"),),
        ),
        Section(
            "endings", "How work ended", "",
            (
                broken_down(answer, By.programme, ENDINGS, "Endings by programme", key="endings"),
                broken_down(answer, By.reason, ("unplanned-exits",), "Unplanned endings, by reason", key="unplanned"),
                across("follow-ups", "Asked again after the end", AGAIN, answer, before),
            ),
        ),
        Section(
            "outcomes", "Goals and measures",
            "Counts of change from first to last score. They are not a proof of effect.",
            (
                across(
                    "goals", "Goals",
                    ("goals-set", "goals-ended", "goals-achieved", "goals-partly", "goals-not-achieved", "share-achieved"),
                    answer, before,
                ),
                across("scores", "Scores in all", (*SCORES, "share-better"), answer, before),
                broken_down(answer, By.scale, (*SCORES, "mean-change"), "Scores by measure", key="scales"),
            ),
        ),
        Section(
            "work", "Sessions, groups, routes and places", "",
            (
                across(
                    "sessions", "Places in sessions",
                    ("sessions-offered", "sessions-attended", "sessions-missed", "sessions-cancelled", "share-attended"),
                    answer, before,
                ),
                across(
                    "groups", "Groups, lessons and routes",
                    (
                        "sessions-delivered", "groups-met", "full-dose-groups", "shifts-planned", "shifts-delivered",
                        "share-shifts", "staff-hours", "incidents", "de-escalated", "share-de-escalated",
                    ),
                    answer, before,
                ),
                broken_down(answer, By.stage, ("settings",), "Places by stage"),
            ),
        ),
        Section(
            "completeness", "How complete the data is",
            "Of the referrals received in the quarter. “Prefer not to say” counts as known: it was asked.",
            (completeness(answer),),
        ),
    ]  # fmt: skip


def of_one(answer: Answer, before: Answer) -> list[Section]:
    """The figures of one commission, programme or provider: every measure, and no breakdown."""
    groups = (
        ("reach", "Who was reached", ("people-reached", *COUNTED)),
        ("pathway", "From referral to outcome", (*FUNNEL[:-1], "referrals-declined", "referrals-withdrawn", "onward-made", "onward-accepted", "approaches")),
        ("waiting", "How long people waited", WAITING),
        ("endings", "How work ended", (*ENDINGS, *AGAIN)),
        ("outcomes", "Goals and measures", ("goals-set", "goals-ended", "goals-achieved", "goals-partly", "goals-not-achieved", "share-achieved", *SCORES, "share-better")),
        ("work", "Sessions, groups, routes and places", ("sessions-offered", "sessions-attended", "sessions-missed", "sessions-cancelled", "share-attended", "groups-met", "full-dose-groups", "shifts-planned", "shifts-delivered", "staff-hours", "incidents", "de-escalated", "settings")),
    )  # fmt: skip
    return [
        Section(key, title, "", (across(key, title, names, answer, before),))
        for key, title, names in groups
    ]
