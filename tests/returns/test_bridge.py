"""The bridge adds up exactly for any history, and says the right reason for each kind of change."""

import random
from datetime import date, timedelta
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from app.facts import Kind
from app.reporting.bridge.bridge import bridge
from app.reporting.bridge.cells import BREAKDOWNS, CellKey, Weighed, numbers, weigh
from app.reporting.bridge.explaining import Reason
from app.reporting.bridge.ledger import Entry, Ledger, Meaning, Window
from app.reporting.bridge.units import Selected, is_countable
from app.reporting.measure import Distinct
from app.reporting.measures import MEASURES

ROOT = UUID(int=7)
HERE, ELSEWHERE = uuid5(ROOT, "here"), uuid5(ROOT, "elsewhere")
WINDOW = Window(HERE, date(2026, 4, 1), date(2026, 7, 1))
ROWS = tuple(
    (measure, tuple(by for by in measure.by if by in BREAKDOWNS))
    for measure in MEASURES.values()
    if is_countable(measure)
)
KINDS = [kind for kind in Kind if kind]
CODES = {
    Kind.clock: ["first-contact", "first-attempt"],
    Kind.session: ["attended", "did-not-attend", "cancelled-by-person"],
    Kind.measure: ["safety:baseline", "safety:exit"],
    Kind.declined: ["no-capacity", "not-wanted"],
    Kind.goal_ended: ["achieved", "partly"],
}
PEOPLE = [uuid5(ROOT, f"person {number}") for number in range(6)]


class History:
    """A ledger that grows by random statements, corrections, withdrawals and moves."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - histories, not secrets
        self.entries: list[Entry] = []
        self.open: list[Entry] = []

    def step(self, what: str) -> None:
        """One more row: something new, or one that closes a row that stands."""
        rng = self.rng
        if what == "new" or not self.open:
            self.add(self.fresh(), None)
            return
        old = self.open.pop(rng.randrange(len(self.open)))
        if what == "withdraw":
            self.entries.append(old._replace(seq=len(self.entries) + 1, closes=old.seq, kind=0))
            return
        changes = {
            "detail": {"age": rng.choice([None, 15, 31]), "sex": rng.choice("FMU")},
            "said": {"code": rng.choice(CODES.get(Kind(old.kind), [""])), "n": rng.randint(0, 4)},
            "date": {"happened_on": self.day()},
            "move": {"commission_id": ELSEWHERE if old.commission_id == HERE else HERE},
        }[what]
        self.add(old._replace(**changes), old.seq)

    def add(self, entry: Entry, closes: int | None) -> Entry:
        """Put a row at the end of the ledger."""
        made = entry._replace(seq=len(self.entries) + 1, closes=closes)
        self.entries.append(made)
        self.open.append(made)
        return made

    def day(self) -> date:
        """A day in the quarter, or some weeks around it."""
        return WINDOW.start + timedelta(days=self.rng.randint(-40, 130))

    def fresh(self) -> Entry:
        """A statement about somebody, some group, some place."""
        rng, kind = self.rng, self.rng.choice(KINDS)
        number = rng.randrange(6)
        named = kind < Kind.delivered or kind in {Kind.joined, Kind.unacted, Kind.followed_up}
        return Entry(
            seq=0, closes=None, reason=None, kind=int(kind), code=rng.choice(CODES.get(kind, [""])),
            happened_on=self.day(), subject=PEOPLE[number] if named else None,
            referral=uuid5(ROOT, f"referral {number}{rng.randrange(2)}") if named else None,
            group_id=None if named else uuid5(ROOT, f"group {number % 2}"),
            setting_id=uuid5(ROOT, f"place {number % 2}"), n=rng.randint(0, 3),
            value=rng.choice([None, 1.0, 2.5, 4.0]), commission_id=HERE, programme="ed-navigators",
            audience=rng.choice(["young-people", "parents", "professionals"]), area=None,
            age=rng.choice([None, 14, 40]), sex=rng.choice("FM"), ethnicity="NK", source="ed",
        )  # fmt: skip


def weighed(ledger: Ledger, known_at: int, joined: dict[UUID, UUID]) -> Weighed:
    """The cells of the quarter at a moment."""
    return weigh(Selected(ledger, known_at, WINDOW, Meaning(joined, frozenset())), ROWS)


STEPS = st.lists(
    st.sampled_from(("new", "new", "new", "detail", "said", "date", "move", "withdraw")),
    min_size=1,
    max_size=45,
)
JOINS = st.dictionaries(st.sampled_from(PEOPLE[1:]), st.just(PEOPLE[0]), max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), STEPS, st.floats(0, 1), JOINS, JOINS)
def test_the_bridge_adds_up_for_any_history(
    seed: int, steps: list[str], share: float, before: dict[UUID, UUID], after: dict[UUID, UUID]
) -> None:
    history = History(seed)
    for what in steps:
        history.step(what)
    ledger, end = Ledger(history.entries), len(history.entries)
    moment = round(share * end)
    was, now = weighed(ledger, moment, before), weighed(ledger, end, after)
    submitted = numbers(was)
    # As known then never changes, whatever is stated later.
    assert submitted == numbers(weighed(Ledger(history.entries[:moment]), moment, before))
    for cell in bridge(submitted, was, now, ledger, (moment, end)):
        assert cell.was + sum(change.net for change in cell.changes) == cell.now, cell
        assert (cell.was, cell.now) == (submitted.get(cell.key, 0), numbers(now).get(cell.key, 0))
        reasons = {change.reason for change in cell.changes if change.came or change.went}
        assert Reason.definition not in reasons
        people = isinstance(MEASURES[cell.key.measure].count, Distinct) and (
            MEASURES[cell.key.measure].overlaps
        )
        # Nothing else is left to be called a joined record.
        assert people or Reason.identity not in reasons, cell


def told(
    history: History, moment: int, measure: str = "first-contacts"
) -> dict[Reason, tuple[int, int]]:
    """The reasons of one measure in all, each with what came and went."""
    ledger, end = Ledger(history.entries), len(history.entries)
    was, now = weighed(ledger, moment, {}), weighed(ledger, end, {})
    cells = bridge(numbers(was), was, now, ledger, (moment, end))
    found = next(one for one in cells if one.key == (measure, "all", ""))
    return {change.reason: (change.came, change.went) for change in found.changes}


def contact(number: int, day: date = date(2026, 5, 4)) -> Entry:
    """A first contact of somebody."""
    return History(1).fresh()._replace(
        kind=int(Kind.first_contact), happened_on=day, subject=PEOPLE[number], commission_id=HERE,
        referral=uuid5(ROOT, f"contacted {number}"), group_id=None, code="", n=1,
    )  # fmt: skip


def test_each_kind_of_change_has_its_own_reason() -> None:
    history = History(0)
    rows = [history.add(contact(number), None) for number in range(5)]
    moment = len(rows)
    history.add(contact(5), None)
    history.entries.append(rows[0]._replace(seq=7, closes=1, kind=0))
    history.add(rows[1]._replace(commission_id=ELSEWHERE), rows[1].seq)
    history.add(rows[2]._replace(happened_on=date(2026, 7, 2)), rows[2].seq)
    history.add(rows[3]._replace(age=70), rows[3].seq)
    assert told(history, moment) == {
        Reason.late: (1, 0),
        Reason.withdrawn: (0, 1),
        Reason.moved: (0, 1),
        Reason.dated: (0, 1),
    }


def test_a_corrected_detail_leaves_one_cell_and_comes_into_another() -> None:
    history = History(0)
    row = history.add(contact(0)._replace(age=15), None)
    history.add(row._replace(age=31), row.seq)
    ledger = Ledger(history.entries)
    was, now = weighed(ledger, 1, {}), weighed(ledger, 2, {})
    cells = {one.key: one for one in bridge(numbers(was), was, now, ledger, (1, 2))}
    assert cells[CellKey("first-contacts", "all", "")].changes == ()
    for value, came, went in (("to-24", 0, 1), ("over-24", 1, 0)):
        (change,) = cells[CellKey("first-contacts", "age", value)].changes
        assert (change.reason, change.came, change.went) == (Reason.details, came, went)


def test_two_records_of_one_person_that_are_joined_count_once() -> None:
    history = History(0)
    for number in (0, 1):
        history.add(contact(number), None)
    ledger = Ledger(history.entries)
    was, now = weighed(ledger, 2, {}), weighed(ledger, 2, {PEOPLE[1]: PEOPLE[0]})
    cells = {one.key: one for one in bridge(numbers(was), was, now, ledger, (2, 2))}
    (change,) = cells[CellKey("people-reached", "all", "")].changes
    assert (change.reason, change.came, change.went) == (Reason.identity, 0, 1)


def test_what_an_older_definition_counted_is_said_to_be_the_definition() -> None:
    history = History(0)
    history.add(contact(0), None)
    ledger = Ledger(history.entries)
    cells = weighed(ledger, 1, {})
    submitted = numbers(cells) | {CellKey("first-contacts", "all", ""): 4}
    found = {one.key: one for one in bridge(submitted, cells, cells, ledger, (1, 1))}
    (change,) = found[CellKey("first-contacts", "all", "")].changes
    assert (change.reason, change.came, change.went) == (Reason.definition, 0, 3)
