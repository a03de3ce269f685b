"""When things happen in a story: around an hour of a day, in office hours of a working day."""

import random
from datetime import date, datetime, time, timedelta

from app import clocks


class Timed:
    """Draws moments by its own chance."""

    rng: random.Random

    def moment(self, day: date, hour: int) -> datetime:
        """Some time around an hour of a day in England."""
        return datetime.combine(day, time(hour), clocks.LONDON) + timedelta(
            minutes=self.rng.randint(0, 110)
        )

    def later(self, at: datetime, days: int) -> datetime:
        """Office hours of the working day that many days later (never before `at`)."""
        day = at.astimezone(clocks.LONDON).date() + timedelta(days=days)
        while not clocks.is_working_day(day):
            day += timedelta(days=1)
        return max(at + timedelta(hours=1), self.moment(day, self.rng.randint(9, 15)))
