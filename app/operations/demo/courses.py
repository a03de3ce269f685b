"""How the lines of each commission run: who sends, who works, how often, with what luck."""

from typing import NamedTuple


class Course(NamedTuple):
    """How the lines of one commission run. Rates are shares of all; times are in days."""

    commission: str
    senders: tuple[str, ...]
    manager: str
    workers: tuple[str, ...]
    a_year: int
    ages: tuple[int, int]
    male: float
    # Who mostly refers, and the sort of service people are put in touch with.
    source: str
    onward: str
    side: str = ""
    own: bool = False
    declined: float = 0.09
    reached: float = 0.86
    engaged: float = 0.8
    sessions: int = 7
    every: int = 7
    setting: str | None = None


COURSES = (
    Course("hospital-birmingham", ("amara", "amara", "kofi"), "nadia", ("joel", "ruth", "dev"), 95, (12, 24), 0.8, "ed", "counselling", setting="hospital:RRK97"),
    Course("hospital-coventry", ("callum",), "mina", ("zara",), 40, (12, 24), 0.8, "ed", "youth-service", own=True, setting="hospital:RKB01"),
    Course("iris", ("drhale",), "lou", ("priya", "fern"), 55, (19, 62), 0.04, "gp-practice", "counselling", reached=0.9, sessions=5),
    Course("resettlement", ("pete",), "bill", ("marcus", "tess"), 38, (18, 29), 0.97, "probation", "substance", sessions=9, every=9),
    Course("dvpp", ("anya",), "vic", ("owen",), 30, (23, 48), 1.0, "childrens-social-care", "substance", side="perpetrator", sessions=6, every=24),
    Course("dvpp", ("anya",), "jo", ("leila",), 24, (22, 46), 0.02, "childrens-social-care", "counselling", side="partner", sessions=6, every=12),
    Course("mvp", ("tomasz",), "ada", ("tomasz",), 9, (12, 16), 0.5, "school", "counselling", sessions=3),
    Course("routes", ("bev",), "noor", ("bev",), 12, (11, 16), 0.6, "chaperone", "mentoring", sessions=3),
)  # fmt: skip
