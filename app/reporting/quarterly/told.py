"""What a section of a quarter is drawn from: the answers of the gate, asked for when needed."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from app.database import Database
from app.reporting.counting import Answer, Question, counts
from app.reporting.curves import Curves, curves
from app.reporting.gate.marks import Cell
from app.reporting.measure import By
from app.reporting.periods import Quarter
from app.reporting.stock import waiting_at_end
from app.reporting.tables import Figure

BREAKDOWNS = (
    By.programme, By.provider, By.commission, By.area, By.age, By.sex, By.ethnicity,
    By.source, By.wait, By.whose, By.reason, By.outcome, By.action, By.scale, By.role, By.stage,
)  # fmt: skip
QUARTERS = 5
"""Quarters of a trend: a whole year, and the same quarter of the year before."""


class Section(NamedTuple):
    """Figures that belong together: one page, one chapter of a board paper, one sheet."""

    key: str
    title: str
    lead: str
    finding: str
    figures: tuple[Figure, ...]


class Told:
    """The answers for one quarter, in all or `within` one commission, programme or provider.

    `known_at` is a `seq` of the ledger: figures as they were known then, the same on every reading.
    """

    def __init__(
        self,
        database: Database,
        quarter: Quarter,
        within: tuple[By, str] | None = None,
        known_at: int | None = None,
        known_on: datetime | None = None,
    ) -> None:
        self.database = database
        self.quarter = quarter
        self.within = within
        self.known_at = known_at
        # The same moment on a clock, for what is no fact: money.
        self.known_on = known_on

    @property
    def is_alone(self) -> bool:
        """Whether this is one commission, programme or provider: then nothing is broken down."""
        return self.within is not None

    @cached_property
    def answer(self) -> Answer:
        """The quarter itself, in every breakdown. Raises NotFound for what is not commissioned."""
        return self._both[0]

    @cached_property
    def before(self) -> Answer:
        """The quarter before, in all."""
        return self._both[1]

    @cached_property
    def trend(self) -> tuple[Answer, ...]:
        """Five quarters, the oldest first, this one last."""
        earlier = [self.quarter.before.before]
        while len(earlier) < QUARTERS - 2:
            earlier.append(earlier[-1].before)
        found = self._asked([(quarter, ()) for quarter in earlier])
        return (*reversed(found), self.before, self.answer)

    @cached_property
    def curves(self) -> Curves:
        """How soon first contacts came, by programme."""
        return curves(self.quarter, self.database.viewer, self.known_at)

    @cached_property
    def waiting(self) -> list[Cell]:
        """How many waited for a place on the last day of each quarter of the trend, in all."""
        quarters = [answer.quarter for answer in self.trend]
        return waiting_at_end(quarters, self.database.viewer, self.known_at)

    @cached_property
    def _both(self) -> list[Answer]:
        by = () if self.is_alone else BREAKDOWNS
        return self._asked([(self.quarter, by), (self.quarter.before, ())])

    def _asked(self, quarters: list[tuple[Quarter, tuple[By, ...]]]) -> list[Answer]:
        questions = [
            Question(one, by=(By.all, *by), within=self.within, as_known_at=self.known_at)
            for one, by in quarters
        ]
        return counts(questions, self.database.viewer)
