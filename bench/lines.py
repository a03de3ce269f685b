"""Invented lines from referral to outcome: the rows that the actions write for each.

Facts, clocks, snapshots and events come from the functions that the actions call. Left out: mails,
drafts and letters, which no measured page reads. One line is one unit of rows: `copies.py` writes
each of them many times, with other ids.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from app import clocks, facts
from app.actions import people, standards
from app.database import Viewer
from app.events import make_event
from app.facts import Kind
from bench.cases import Work
from bench.invented import ANSWERS, as_row, contact, day_of, id_at, person, reference
from bench.partnership import AREAS, DAYS, Partnership, Service
from bench.tables import Rows, empty

SEED = 20_260_401
BIGGEST = 5  # every fifth referral is for the first service
ACCEPTED, DECLINED, WITHDRAWN = 0.78, 0.92, 0.97  # and the rest waits
KNOWN = 0.12  # so many are about somebody whom another provider has met before


class Lines:
    """Writes one referral after another, each into rows of its own."""

    def __init__(self, partnership: Partnership, size: int, now: datetime, begin: int = 0) -> None:
        # Each part of a pattern has its own chance.
        self.rng = random.Random(SEED + begin)
        self.partnership, self.size, self.now = partnership, size, now
        self.number = 0
        self.rows: Rows = empty()
        # Whom providers have met: who they are, by whom, and under which subject.
        self.met: list[tuple[dict[str, Any], Service, Any]] = []

    def units(self, begin: int, end: int) -> Iterator[Rows]:
        """The rows of each referral of these numbers, oldest first."""
        for number in range(begin, end):
            self.number, self.rows = number, empty()
            self._referral(number)
            yield self.rows

    # --- what lines are made of ---------------------------------------------------------------

    def add(self, table: str, columns: dict[str, Any]) -> Any:
        """A row for a table; answers with it as an object."""
        self.rows[table].append(columns)
        return as_row(table, columns)

    def later(self, at: datetime, least: float, most: float) -> datetime:
        """Some hours later."""
        return at + timedelta(hours=self.rng.uniform(least, most))

    def record(self, who: Viewer, row: Any, what: str, at: datetime, **codes: Any) -> None:
        """An event of a moment, done or (with `viewed`) seen."""
        viewed = codes.pop("viewed", False)
        made = make_event(who, row, what, codes)
        made |= {"id": id_at(self.rng, at), "at": at, "viewed": viewed}
        self.rows["event"].append(made)

    def state(self, said: facts.Statement, at: datetime) -> None:
        """A fact that became known at a moment."""
        self.rows["fact"].append(said.row(known_from=at))

    def known_as(self, who: Viewer, said: dict[str, Any], at: datetime) -> tuple[Any, Any]:
        """An organisation's own copy of a person, with how to reach them."""
        own = {"id": id_at(self.rng, at), "subject": id_at(self.rng, at), "version": 1}
        own |= {"organisation_id": who.organisation_id, "side": ""}
        whoever = self.add("person", said | own | {"made_at": at})
        reached = {"person_id": own["id"], "organisation_id": who.organisation_id, "side": ""}
        reach = self.add("safe_contact", contact(self.number) | reached)
        self.record(who, whoever, "recorded", at)
        return whoever, reach

    # --- the referral -------------------------------------------------------------------------

    def _referral(self, number: int) -> None:
        rng, services = self.rng, self.partnership.services
        service = (
            services[0] if number % BIGGEST == 0 else services[rng.randrange(1, len(services))]
        )
        sender = rng.choice(service.senders)
        sent = self._moment(number)
        said, before = self._somebody(service, sent)
        whoever, reach = self.known_as(sender, said, sent)
        columns = self._columns(service, sender, whoever, sent)
        clocks_of = self._clocks(service, columns, sent)
        referral = self._decide(service, columns, whoever, sent)
        parts = {name: columns[name] for name in
                 ("organisation_id", "sender_side", "provider_id", "side", "state")}  # fmt: skip
        parts["referral_id"] = columns["id"]
        core = {"preferred_name": said["preferred_name"], "area": said["area"],
                "age": facts.age_of(whoever, sent.date()), "immediate_risk": "no"}  # fmt: skip
        offer = service.definition.offer_view({**ANSWERS, **core}, side="")
        heard = {"name_sound": said["name_sound"] if "preferred_name" in offer else ""}
        self.add("referral_offer", parts | {"answers": offer} | heard)
        handed = people.snapshot(whoever, reach)
        self.add("referral_content", parts | {"answers": ANSWERS, "person": handed})
        if columns["state"] == "accepted":
            work = Work(self, service, referral, clocks_of, said)
            case = work.tell()
            columns |= {name: case.get(name) for name in ("first_contact_at", "closed_at")}
            self._one_human_being(work.person.subject, before, sent)
            self.met.append((said, service, work.person.subject))
        elif columns["state"] == "declined":
            for clock in clocks_of:
                clock.stopped_at, clock.void = columns["declined_at"], True
        self.rows["referral"].append(columns)
        self.rows["clock"] += [vars(clock) for clock in clocks_of]

    def _somebody(self, service: Service, at: datetime) -> tuple[dict[str, Any], Any]:
        """Who is referred, and the subject of another provider's record of them, if there is one."""
        if self.met and self.rng.random() < KNOWN:
            said, by, subject = self.rng.choice(self.met)
            if by is not service:
                return said, subject
        return person(self.rng, self.number, at, self.rng.choice(AREAS)), None

    def _one_human_being(self, subject: Any, before: Any, at: datetime) -> None:
        """What the matching job finds out: two subjects are one."""
        identity = id_at(self.rng, at)
        for one in (before, subject) if before else ():
            row = {"subject": one, "identity": identity, "known_from": at}
            self.rows["same_person"].append(row)

    def _moment(self, number: int) -> datetime:
        """When it was sent: spread evenly over two years, in the daytime, never in the future."""
        day = clocks.today() - timedelta(days=DAYS - 1 - number * DAYS // self.size)
        minute = self.rng.randrange(8 * 60, 20 * 60)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
        return min(at, self.now - timedelta(minutes=1))

    def _columns(
        self, service: Service, sender: Viewer, whoever: Any, at: datetime
    ) -> dict[str, Any]:
        definition = service.definition
        place = self.rng.choice(service.places) if service.places else None
        hospital = any(one.starts == "attended" for one in definition.clocks)
        notice = definition.privacy_notice
        return {
            "id": id_at(self.rng, at),
            "version": 2,
            "reference": reference(2 * self.number),
            "organisation_id": sender.organisation_id,
            "sender_side": "",
            "person_id": whoever.id,
            "provider_id": service.commission.provider_id,
            "commission_id": service.commission.id,
            "side": "",
            "programme_version_id": service.version_id,
            "state": "sent",
            "source": self.rng.choice(definition.referral.sources),
            "channel": "throughline",
            "sent_by_id": sender.account_id,
            "setting_id": place.id if place else None,
            "agreement": "agreed",
            "notice_version": notice.version if notice else None,
            "attended_at": self.later(at, -3, -0.5) if hospital else None,
            "sent_at": at,
            "made_at": at,
        }

    def _clocks(self, service: Service, columns: dict[str, Any], at: datetime) -> list[Any]:
        starts = {"sent": at, "received": at}
        if columns["attended_at"]:
            starts["attended"] = columns["attended_at"]
        columns["expected_by"] = standards.expected(service.definition, starts)
        found = []
        for standard in service.definition.clocks:
            if standard.starts in starts and standard.within is not None:
                start = starts[standard.starts]
                clock = {
                    "id": id_at(self.rng, at),
                    "organisation_id": columns["provider_id"],
                    "commission_id": columns["commission_id"],
                    "side": "",
                    "referral_id": columns["id"],
                    "case_id": None,
                    "name": standard.name,
                    "started_at": start,
                    "due_at": standards.due(standard, start),
                    "stopped_at": None,
                    "void": False,
                }
                found.append(as_row("clock", clock))
        return found

    def _decide(
        self, service: Service, columns: dict[str, Any], whoever: Any, sent: datetime
    ) -> Any:
        """Send it; then it is accepted, declined, taken back or waits, unless that is still to come."""
        sender = next(one for one in service.senders if one.account_id == columns["sent_by_id"])
        referral = as_row("referral", columns)
        code = service.definition.code
        self.record(sender, referral, "sent", sent)
        self.state(
            facts.about_person(
                Kind.received, referral, whoever, code, on=day_of(sent),
                stated_by=sender.organisation_id, code=columns["source"],
            ),
            sent,
        )  # fmt: skip
        opened, at = self.later(sent, 1, 20), self.later(sent, 21, 70)
        if opened < self.now:
            columns["seen_at"] = opened
            self.record(service.manager, referral, "seen", opened)
            self.record(service.manager, referral, "opened", opened, viewed=True)
        if at >= self.now:
            return referral
        chance = self.rng.random()
        if chance < ACCEPTED:
            columns |= {"state": "accepted", "accepted_at": at}
        elif chance < DECLINED:
            reason = self.rng.choice(service.definition.decline)
            columns |= {"state": "declined", "declined_at": at}
            columns |= {"decline_reason": reason.code, "decline_whose": str(reason.whose)}
            self._end(service.manager, referral, whoever, code, Kind.declined, at, reason.code)
        elif chance < WITHDRAWN:
            columns |= {"state": "withdrawn", "withdrawn_at": at, "withdraw_reason": "no-longer"}
            self._end(sender, referral, whoever, code, Kind.retracted, at, "no-longer")
        elif (self.now - at).days < 60:
            review = at.date() + timedelta(days=14)
            columns |= {"state": "waiting", "waiting_since": at, "review_on": review}
            self._end(service.manager, referral, whoever, code, Kind.waiting, at, "")
        else:
            columns |= {"state": "accepted", "accepted_at": at}
        return as_row("referral", columns)

    def _end(
        self,
        who: Viewer,
        referral: Any,
        whoever: Any,
        code: str,
        kind: Kind,
        at: datetime,
        why: str,
    ) -> None:
        what = "withdrawn" if kind is Kind.retracted else kind.name
        self.record(who, referral, what, at, reason=why or None)
        self.state(
            facts.about_person(
                kind, referral, whoever, code,
                on=day_of(at), stated_by=who.organisation_id, code=why,
            ),
            at,
        )  # fmt: skip
