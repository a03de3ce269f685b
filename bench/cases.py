"""The provider's work on an accepted referral: case, sessions, goals, scores, and how it ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app import facts
from app.actions import standards
from app.actions.cases import NO_FOLLOW_UP
from app.actions.milestones import FIRST_ACTION
from app.facts import Kind
from app.models import SEEN
from bench.invented import as_row, day_of, id_at, reference
from bench.partnership import Service

if TYPE_CHECKING:
    from bench.lines import Lines

STATUSES = ("attended", "attended", "attended", "attended", "attended", "late", "did-not-attend",
            "did-not-attend", "cancelled-by-person", "cancelled-by-provider")  # fmt: skip
MOST_SESSIONS = 5
WELL = 0.7  # of those met, the share whose case ends as planned
OPEN_DAYS = 75  # after about so long a case is closed
HANGING = ("case_id", "organisation_id", "commission_id", "side", "restricted")


class Work:
    """One case, from the day it was accepted on."""

    def __init__(
        self, lines: "Lines", service: Service, referral: Any, running: Sequence[Any],
        said: dict[str, Any],
    ) -> None:  # fmt: skip
        self.lines, self.service, self.referral, self.running = lines, service, referral, running
        self.rng, self.now = lines.rng, lines.now
        at = referral.accepted_at
        self.at = at
        self.person, _reach = lines.known_as(service.manager, said, at)
        self.worker = self.rng.choice(service.workers)
        self.case: dict[str, Any] = {
            "id": id_at(self.rng, at),
            "version": 3,
            "reference": reference(2 * lines.number + 1),
            "organisation_id": referral.provider_id,
            "commission_id": referral.commission_id,
            "side": "",
            "restricted": False,
            "person_id": self.person.id,
            "referral_id": referral.id,
            "programme_version_id": referral.programme_version_id,
            "state": "open",
            "worker_id": self.worker.account_id,
            "next_action": FIRST_ACTION,
            "next_on": day_of(at),
            "opened_at": at,
        }
        self.hanging = {name: self.case[name] for name in HANGING[1:]} | {
            "case_id": self.case["id"]
        }

    def tell(self) -> dict[str, Any]:
        """Write it all down; answers with the columns of the case as it ended."""
        manager, row = self.service.manager, as_row("case", self.case)
        self.lines.rows["case"].append(self.case)
        ids = {"person_id": self.person.id, "referral_id": self.referral.id}
        self.lines.record(manager, row, "opened", self.at, **ids)
        self.lines.record(manager, self.referral, "accepted", self.at, case_id=row.id)
        self._state(Kind.accepted, self.at, source_id=self.referral.id)
        for clock in self.running:
            clock.case_id = row.id
        self._stop("accepted", self.at)
        held = {"id": id_at(self.rng, self.at), "account_id": self.worker.account_id}
        given = self.lines.add("allocation", self.hanging | held | {"from_at": self.at})
        self.lines.record(manager, given, "allocated", self.at, to=self.worker.account_id)
        self.lines.record(self.worker, row, "opened", self.at, viewed=True, **ids)
        ends = self.at + timedelta(days=self.rng.uniform(0.4, 1.6) * OPEN_DAYS)
        self._sessions(min(ends, self.now))
        if ends < self.now:
            self._close(ends)
        elif "first_contact_at" in self.case:
            soon = self.now.date() + timedelta(days=self.rng.randint(-4, 9))
            self.case |= {"next_action": "Call again", "next_on": soon}
        return self.case

    # --- sessions -----------------------------------------------------------------------------

    def _sessions(self, until: datetime) -> None:
        at = self.lines.later(self.at, 2, 60)
        for _ in range(self.rng.randint(1, MOST_SESSIONS)):
            if at >= until:
                return
            self._session(at, self.rng.choice(STATUSES))
            at = self.lines.later(at, 5 * 24, 12 * 24)

    def _session(self, at: datetime, status: str) -> None:
        planned = self.service.definition.sessions
        kinds = [one for one in planned.kinds if one.shape == "individual"] if planned else []
        kind, seen = self.rng.choice(kinds), status in SEEN
        if seen and "first_contact_at" not in self.case:
            self._agree(at)
        session_id = id_at(self.rng, at)
        self.lines.add(
            "session",
            {
                "id": session_id, "version": 1,
                "organisation_id": self.case["organisation_id"],
                "commission_id": self.case["commission_id"], "side": "",
                "shape": "individual", "kind": kind.code, "method": kind.method, "state": "held",
                "starts_at": at, "minutes": kind.minutes, "led_by_id": self.worker.account_id,
                "made_at": at,
            },
        )  # fmt: skip
        place = self.lines.add(
            "attendance",
            self.hanging | {"id": id_at(self.rng, at), "version": 1, "session_id": session_id,
                            "status": status, "note": "They came with a friend.", "said_at": at},
        )  # fmt: skip
        codes = {"session_id": session_id, "status": status, "kind": kind.code}
        self.lines.record(self.worker, place, "recorded", at, **codes)
        minutes = kind.minutes if seen else None
        self._state(Kind.session, at, source_id=place.id, code=status, value=minutes)
        if "first_attempt_at" not in self.case:
            self.case["first_attempt_at"] = at
            self._state(Kind.first_attempt, at)
            self._stop("first_attempt", at)
        if seen:
            self._met(at)

    def _agree(self, at: datetime) -> None:
        """They agree on the morning of the day they are first met; goals and scores follow."""
        row = as_row("case", self.case)
        self.case |= {"agreed_on": day_of(at), "state": "active"}
        self.lines.record(self.worker, row, "agreed", at)
        self._state(Kind.agreed, at)
        self._stop("agreed", at)
        goal = self.lines.add(
            "goal",
            self.hanging | {"id": id_at(self.rng, at), "version": 1, "words": "Feel safe at home",
                            "domain": "safety", "set_on": day_of(at)},
        )  # fmt: skip
        self.goal = self.lines.rows["goal"][-1]
        self.lines.record(self.worker, goal, "set", at, domain="safety")
        self._state(Kind.goal_set, at, source_id=goal.id, code="safety")
        self._score("baseline", at)

    def _met(self, at: datetime) -> None:
        self.case["last_contact_at"] = at
        if "first_contact_at" in self.case:
            return
        came = self.referral.sent_at
        self.case |= {"first_contact_at": at, "engaged_at": at}
        self.case |= {"next_action": None, "next_on": None}
        self._state(Kind.first_contact, at, value=round((at - came).total_seconds() / 3600, 2))
        self._stop("first_contact", at)
        self._state(Kind.engaged, at)
        self._stop("engaged", at)

    def _score(self, occasion: str, at: datetime) -> None:
        measure = self.service.definition.measures[0]
        score = float(self.rng.randint(int(measure.minimum), int(measure.maximum)))
        taken = self.lines.add(
            "measure",
            self.hanging | {"id": id_at(self.rng, at), "key": measure.key, "occasion": occasion,
                            "score": score, "taken_on": day_of(at), "said_at": at},
        )  # fmt: skip
        self.lines.record(self.worker, taken, "taken", at, key=measure.key, occasion=occasion)
        code = f"{measure.key}:{occasion}"
        self._state(Kind.measure, at, source_id=taken.id, code=code, value=score)

    # --- the end ------------------------------------------------------------------------------

    def _close(self, at: datetime) -> None:
        met = "first_contact_at" in self.case
        well = met and self.rng.random() < WELL
        closure = self.service.definition.closure
        reason = self.rng.choice([one for one in closure if one.planned is well])
        if met:
            result = self.rng.choice(("achieved", "partly", "not-achieved"))
            self.goal |= {"result": result, "result_on": day_of(at)}
            row = as_row("goal", self.goal)
            self.lines.record(self.worker, row, "ended", at, result=result)
            self._state(Kind.goal_ended, at, source_id=row.id, code=result)
            self._score("exit", at)
        self.case |= {"state": "closed", "closed_at": at, "close_reason": reason.code}
        self.case |= {"planned": reason.planned, "next_action": None, "next_on": None}
        self.lines.record(
            self.worker, as_row("case", self.case), "closed", at,
            reason=reason.code, planned=reason.planned,
        )  # fmt: skip
        self._state(Kind.closed, at, code=reason.code, n=int(reason.planned))
        for clock in self.running:
            if clock.stopped_at is None:
                clock.stopped_at, clock.void = at, True
        if met and reason.code not in NO_FOLLOW_UP:
            self._follow_up(at)

    def _follow_up(self, at: datetime) -> None:
        """Asking again some months later; what was due by now was done."""
        for later in self.service.definition.follow_up:
            due = at + timedelta(days=30 * later.months)
            done = {"done_at": due, "done_by_id": self.worker.account_id} if due < self.now else {}
            self.lines.add(
                "task",
                self.hanging | done | {"id": id_at(self.rng, at), "version": 1,
                                       "account_id": self.worker.account_id, "made_at": at,
                                       "kind": f"follow-up-{later.months}", "due_on": day_of(due)},
            )  # fmt: skip

    def _stop(self, milestone: str, at: datetime) -> None:
        definition = self.service.definition
        names = {one.name for one in definition.clocks if one.stops == milestone}
        for clock in self.running:
            if clock.name in names and clock.stopped_at is None:
                clock.stopped_at = at
                said = standards.said(clock, self.referral, self.person, definition, at)
                self.lines.state(said, at)

    def _state(self, kind: Kind, at: datetime, **other: Any) -> None:
        other.setdefault("source_id", self.case["id"])
        code = self.service.definition.code
        said = facts.about_person(kind, self.referral, self.person, code, on=day_of(at), **other)
        self.lines.state(said, at)
