"""Whatever is joined, parted, matched, entered late and corrected, every distinct count follows exactly.

The judge knows nothing of links and ledgers: it holds who was said to be whom, and counts again.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import links, matching, sessions
from app.actions.people import Contact, PersonDetails
from app.database import Viewer, transaction
from app.models import Attendance, Case, MatchingAgreement, Person, PersonLink
from app.operations import matched
from app.queries.figures import figures
from app.reporting import counting
from app.reporting.cells import Cells
from app.reporting.ledger.columns import Ledger
from app.reporting.measure import SCOPES, By, Distinct
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.scopes import Period
from tests.handovers.partnership import rival_hospital
from tests.reporting import ledger
from tests.reporting.recount import recount, standing_at
from tests.world import World

# Four records here, the third of a programme that is never matched; three of them known to a rival.
OURS, THEIRS = (("hospital", "hospital", "iris", "hospital"), (0, 1, 3))
PAIRS = [(a, b) for a in range(7) for b in range(a) if (a < len(OURS)) == (b < len(OURS))]
LONG_AGO = 140
DOING = st.one_of(
    st.tuples(st.just("join"), st.integers(0, len(PAIRS) - 1)),
    st.tuples(st.just("part"), st.integers(0, 5)),
    st.tuples(st.just("agree"), st.just(0)),
    st.tuples(st.just("end"), st.just(0)),
    st.tuples(st.just("late"), st.integers(0, LONG_AGO - 1)),
    st.tuples(st.just("correct"), st.integers(0, 19)),
)
PERSONAL = {key: one for key, one in MEASURES.items() if one.count == Distinct("person")}


class Records:
    """Seven records of four people at two providers, and what was said about who is whom."""

    def __init__(self, world: World, owner: Engine) -> None:
        self.world, self.owner = world, owner
        self.provider, self.rival = world.manager, world.rival_manager
        # Long enough ago that contacts fall into a quarter that is over and into this one.
        with clocks.turned_to(clocks.now() - timedelta(days=LONG_AGO)):
            self.cases = [*self.ours(), *self.theirs()]
            for case, by in zip(self.cases, self.workers(), strict=True):
                world.meet(case, by=by)
        self.subjects = [
            self.subject(case, by) for case, by in zip(self.cases, self.workers(), strict=True)
        ]
        self.links: dict[tuple[int, int], UUID] = {}
        self.agreement: UUID | None = None

    def somebody(self, number: int) -> PersonDetails:
        return PersonDetails(
            f"{'ABCD'[number]}ugustine", "Invented", date(2004, 2, 10 + number), sex="M",
            contact=Contact(postcode=f"CV{number + 1} 2WT"),
        )  # fmt: skip

    def ours(self) -> Iterator[Case]:
        for number, commission in enumerate(OURS):
            by = self.world.referrer if commission == "iris" else self.world.navigator
            yield self.world.accept(
                self.world.refer(
                    commission, by=by, person=self.somebody(number), answers={}, source="self"
                )
            )

    def theirs(self) -> Iterator[Case]:
        rival_hospital(self.world)
        for number in THEIRS:
            sent = self.world.refer(
                "rival_hospital", person=self.somebody(number), answers={}, source="self"
            )
            yield self.world.accept(sent, by=self.rival, worker=self.world.rival_worker)

    def workers(self) -> list[Viewer]:
        return [self.world.worker] * len(OURS) + [self.world.rival_worker] * len(THEIRS)

    def manager(self, record: int) -> Viewer:
        return self.provider if record < len(OURS) else self.rival

    def subject(self, case: Case, by: Viewer) -> UUID:
        with self.world.as_(by) as database:
            return database.find(Person, case.person_id).subject

    def do_join(self, number: int) -> None:
        a, b = PAIRS[number]
        if (a, b) in self.links:
            return
        with self.world.as_(self.manager(a)) as database:
            one, other = (database.find(Person, self.cases[n].person_id) for n in (a, b))
            self.links[a, b] = links.decide(database, one, other, same=True, reason="Said so").id

    def do_part(self, number: int) -> None:
        if not self.links:
            return
        pair = sorted(self.links)[number % len(self.links)]
        with self.world.as_(self.manager(pair[0])) as database:
            link = database.find(PersonLink, self.links.pop(pair), lock=True)
            links.undo(database, link, why="Two cousins")

    def do_agree(self, _number: int) -> None:
        if self.agreement is None:
            with transaction(role=DatabaseRole.administration) as database:
                self.agreement = matching.agree(
                    database,
                    one_id=self.provider.organisation_id,
                    other_id=self.rival.organisation_id,
                    reference="Signed in spring",
                    from_day=clocks.today() - timedelta(days=1),
                ).id
            self.match()

    def do_end(self, _number: int) -> None:
        if self.agreement is not None:
            with transaction(role=DatabaseRole.administration) as database:
                row = database.find(MatchingAgreement, self.agreement, lock=True)
                matching.end(database, row)
                # Over by its days, so that it can be agreed again the same day.
                row.from_day = row.to_day = clocks.today() - timedelta(days=2)
            self.match()
            self.agreement = None

    def match(self) -> None:
        if self.agreement is not None:
            matched.under(self.agreement)

    def do_late(self, number: int) -> None:
        """A contact that is written down days or months after it happened."""
        record = number % len(self.cases)
        at = clocks.now() - timedelta(days=number, minutes=5)
        self.world.meet(self.cases[record], by=self.workers()[record], at=at)

    def do_correct(self, number: int) -> None:
        """What was recorded of a contact is turned round."""
        record = number % len(self.cases)
        with self.world.as_(self.workers()[record]) as database:
            places = database.exec(
                select(Attendance)
                .where(Attendance.case_id == self.cases[record].id)
                .order_by(col(Attendance.id))
            ).all()
            place = places[number % len(places)]
            there = place.status == "attended"
            sessions.mark(database, place, status="did-not-attend" if there else "attended")

    def who_is_who(self, *, across: bool) -> dict[UUID, int]:
        """Each record's subject and the group it belongs to, by what was said and nothing else."""
        group = list(range(len(self.cases)))
        pairs = [*self.links]
        if across and self.agreement is not None:
            pairs += [
                (number, len(OURS) + place)
                for place, number in enumerate(THEIRS)
                if OURS[number] != "iris"
            ]
        for a, b in pairs:
            group = [group[a] if one == group[b] else one for one in group]
        return dict(zip(self.subjects, group, strict=True))

    def judge(self) -> None:
        """Own figures of both providers, and the commissioner's cells, are as a recount has them."""
        for quarter in (Quarter.current(), Quarter.current().before):
            self.judge_of(quarter)

    def judge_of(self, quarter: Quarter) -> None:
        """The same for one quarter."""
        rows, _ = ledger.everything(self.owner, [one.id for one in self.world.commissions.values()])
        stands = standing_at(rows, max(row.seq for row in rows))
        for manager in (self.provider, self.rival):
            mine = [row for row in stands if row.provider_id == manager.organisation_id]
            with self.world.as_(manager) as database:
                own = figures(database, quarter).values
            assert own.keys() & PERSONAL.keys()
            for key in own.keys() & PERSONAL.keys():
                expected = self.recounted(key, "all", mine, quarter, across=False)
                assert own[key] == expected.get("", 0), key
        with transaction(self.world.commissioner) as database:
            asked = counting.may_ask_about(database)
        with transaction(role=DatabaseRole.counting) as database:
            snapshot = Ledger().follow(database)
        period = Period(quarter.start, quarter.end, clocks.today())
        scopes = counting.all_scopes(asked, snapshot, quarter)
        counted = Cells(snapshot, snapshot.known_at, period, scopes, asked.said)
        cells = counted.raw(counting.SHOWN).values
        office = {
            one.id
            for one in self.world.commissions.values()
            if one.commissioner_id == self.world.commissioner.organisation_id
        }
        theirs = [row for row in stands if row.commission_id in office]
        for key, measure in PERSONAL.items():
            for by in (By.all, *SCOPES, *measure.by):
                found = {
                    v: n for (name, one, v), n in cells.items() if (name, one) == (key, by) and n
                }
                assert found == self.recounted(key, str(by), theirs, quarter, across=True), (
                    key,
                    by,
                )

    def recounted(
        self, key: str, by: str, rows: list[Any], quarter: Quarter, *, across: bool
    ) -> dict[str, int]:
        return recount(
            MEASURES[key],
            by,
            rows,
            start=quarter.start,
            end=quarter.end,
            identity=self.who_is_who(across=across),
        )


def test_every_distinct_count_follows_joins_and_partings_through_any_history(
    world: World, owner: Engine
) -> None:
    records = Records(world, owner)

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(doings=st.lists(DOING, min_size=3, max_size=9))
    def through(doings: list[tuple[str, int]]) -> None:
        for what, number in doings:
            getattr(records, f"do_{what}")(number)
            # The nightly job, as if a night had passed.
            records.match()
        records.judge()
        while records.links:
            records.do_part(0)
        records.do_end(0)
        records.judge()

    through()
