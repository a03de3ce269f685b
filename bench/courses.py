"""Lessons in schools: classes, their sessions and the heads that were counted, named by nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app import facts
from app.facts import Kind
from bench.invented import day_of, id_at
from bench.lines import Lines
from bench.partnership import DAYS, Service
from bench.tables import Rows, empty

EACH = 250  # referrals for one class, as wide programmes stand beside named work
LESSONS = 5
LARGEST = 32


class Courses:
    """Writes one class after another, each with its lessons, into rows of its own."""

    def __init__(self, lines: Lines, services: list[Service]) -> None:
        self.lines, self.services, self.rng = lines, services, lines.rng

    def units(self) -> Iterator[Rows]:
        """The rows of each class, oldest first."""
        number = max(self.lines.size // EACH, 1)
        for turn in range(number):
            self.lines.rows = empty()
            begun = self.lines.now - timedelta(days=DAYS - 1 - turn * (DAYS - 60) // number)
            self._class(self.rng.choice(self.services), begun)
            yield self.lines.rows

    def _class(self, service: Service, at: datetime) -> None:
        place = self.rng.choice(service.places)
        own = {
            "organisation_id": service.commission.provider_id,
            "commission_id": service.commission.id,
            "side": "",
        }
        group = self.lines.add(
            "group",
            own | {"id": id_at(self.rng, at), "version": 1, "setting_id": place.id, "kind": "class",
                   "name": "Year 9", "year_group": "y9", "starts_on": day_of(at),
                   "size": LARGEST},
        )  # fmt: skip
        self.lines.record(service.manager, group, "made", at, kind="class")
        heads = self.rng.randint(12, LARGEST)
        for week in range(LESSONS):
            lesson = at + timedelta(days=7 * week)
            if lesson < self.lines.now:
                self._session(service, own, group, place, lesson, "lesson", heads)
        self._session(service, own, None, place, at, "staff-training", self.rng.randint(2, 9))

    def _session(
        self, service: Service, own: dict[str, Any], group: Any, place: Any, at: datetime, code: str, most: int,
    ) -> None:  # fmt: skip
        planned = service.definition.sessions
        kind = planned.kind(code) if planned else None
        if kind is None:
            raise LookupError(code)
        session = self.lines.add(
            "session",
            own | {"id": id_at(self.rng, at), "version": 1, "shape": str(kind.shape), "kind": code,
                   "method": kind.method, "state": "held", "starts_at": at, "minutes": kind.minutes,
                   "setting_id": place.id, "group_id": group.id if group else None,
                   "led_by_id": self.rng.choice(service.workers).account_id, "made_at": at},
        )  # fmt: skip
        audience, is_training = ("young-people", False) if group else ("teacher", True)
        came = max(1, most - self.rng.randint(0, 3))
        self.lines.add(
            "headcount",
            own | {"id": id_at(self.rng, at), "session_id": session.id, "audience": audience,
                   "group_id": session.group_id, "n": came, "said_at": at},
        )  # fmt: skip
        self.lines.record(service.manager, session, "held", at, kind=code, heads=came)
        about = {"on": day_of(at), "source_id": session.id, "code": code, "session": session,
                 "group": group, "area": place.area}  # fmt: skip
        programme = service.definition.code
        for said, other in (
            (Kind.delivered, {"value": kind.minutes}),
            (Kind.trained if is_training else Kind.headcount,
             {"basis": "headcount", "audience": audience, "n": came}),
        ):  # fmt: skip
            self.lines.state(
                facts.about_delivery(said, service.commission, programme, **(about | other)), at
            )
