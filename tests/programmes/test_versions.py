"""However a document changes, every answer is shown under the question that was asked."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app import clocks
from app.access import DatabaseRole
from app.actions import referrals
from app.actions.referrals import NewReferral
from app.database import transaction
from app.models import Commission, Programme, Referral, Tier
from app.programmes import loading
from app.programmes.loading import FOLDER
from app.programmes.reading import read
from app.queries.case_file import find_case_file
from app.queries.case_referral import read_referral
from app.web.found_offer import find_offer
from tests.world import World

DOING = st.tuples(
    st.sampled_from(["reword", "add", "drop", "turn", "hide", "refer", "refer", "accept"]),
    st.integers(0, 9),
)
Shown = list[tuple[str, str]]


@dataclass
class Turning:
    """A programme whose document keeps changing, and what was asked of whom under which words."""

    world: World
    commission: Commission
    document: dict[str, Any]
    # The questions as they stand: key, label, whether a receiver sees it before it accepts.
    questions: list[dict[str, Any]] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)
    made: int = 0
    live: dict[UUID, tuple[Shown, Shown]] = field(default_factory=dict)
    cases: dict[UUID, Shown] = field(default_factory=dict)

    def do_add(self, number: int) -> None:
        self.made += 1
        words = f"Question {self.made} of {number}?"
        self.questions.insert(
            number % (len(self.questions) + 1),
            {"key": f"extra_{self.made}", "label": words, "short": words[:-1], "type": "text"},
        )
        self.offered |= {f"extra_{self.made}"} if number % 2 else set()

    def do_reword(self, number: int) -> None:
        if self.questions:
            self.made += 1
            one = self.questions[number % len(self.questions)]
            one["label"], one["short"] = f"Otherwise {self.made}?", f"Otherwise {self.made}"

    def do_drop(self, number: int) -> None:
        if self.questions:
            self.offered -= {self.questions.pop(number % len(self.questions))["key"]}

    def do_turn(self, _number: int) -> None:
        self.questions.reverse()

    def do_hide(self, number: int) -> None:
        if self.questions:
            self.offered ^= {self.questions[number % len(self.questions)]["key"]}

    def load(self) -> None:
        """Load the document as it stands now."""
        whole = deepcopy(self.document)
        if self.questions:
            section = {"key": "extra", "title": "More", "questions": deepcopy(self.questions)}
            whole["referral"]["sections"].append(section)
            whole["referral"]["offer"] += sorted(self.offered)
        with transaction(role=DatabaseRole.administration) as database:
            loading.load(database, whole)

    def do_refer(self, _number: int) -> None:
        asked = [(one["short"], one["key"], f"Said to {one['key']}") for one in self.questions]
        with self.world.as_(self.world.navigator) as database:
            new = NewReferral(
                self.commission,
                self.world.somebody(),
                {"reason": ["assault"]} | {key: said for _, key, said in asked},
                "ed",
                "agreed",
            )
            sent = referrals.send(database, new)
        before = [(short, said) for short, key, said in asked if key in self.offered]
        self.live[sent.id] = before, [(short, said) for short, _, said in asked]

    def do_accept(self, _number: int) -> None:
        if self.live:
            oldest = next(iter(self.live))
            with self.world.as_(self.world.manager) as database:
                row = database.find(Referral, oldest, lock=True)
                case = referrals.accept(database, row)
            self.cases[case.id] = self.live.pop(oldest)[1]

    def holds(self) -> None:
        """What a receiver reads before and after it accepted is what was asked then."""
        with self.world.as_(self.world.manager) as database:
            for referral_id, (before, _) in self.live.items():
                shown = find_offer(database, referral_id).said
                assert ours(shown) == sorted(before)
            for case_id, asked in self.cases.items():
                said = read_referral(database, find_case_file(database, case_id))
                assert ours([pair for _, pairs in said.sections for pair in pairs]) == sorted(asked)


def ours(shown: Shown) -> Shown:
    return sorted(pair for pair in shown if pair[1].startswith("Said to"))


def begin(world: World) -> Turning:
    """A programme of this test's own, so that no other test meets its versions."""
    document = read((FOLDER / "ed-navigators.yaml").read_text(encoding="utf-8"))
    document["code"] = f"turning-{world.tag}"
    with transaction(role=DatabaseRole.administration) as database:
        loading.load(database, document)
        found = database.exec(select(Programme).where(Programme.code == document["code"])).one()
        commission = Commission(
            name=f"turning {world.tag}",
            programme_id=found.id,
            provider_id=world.manager.organisation_id,
            commissioner_id=world.commissioner.organisation_id,
            tier=Tier.tertiary,
            starts_on=clocks.today() - timedelta(days=9),
        )
        database.add(commission)
        database.flush()
        database.record(commission, "added")
    return Turning(world, commission, document)


def test_an_answer_is_always_shown_under_the_question_that_was_asked(world: World) -> None:
    programme = begin(world)

    @settings(max_examples=9, suppress_health_check=[HealthCheck.too_slow])
    @given(doings=st.lists(DOING, min_size=4, max_size=14))
    def through(doings: list[tuple[str, int]]) -> None:
        for what, number in [("add", 1), *doings]:
            getattr(programme, f"do_{what}")(number)
            if what not in {"refer", "accept"}:
                programme.load()
        programme.holds()
        for kept in (programme.questions, programme.offered, programme.live, programme.cases):
            kept.clear()

    through()
