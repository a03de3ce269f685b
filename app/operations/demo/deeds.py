"""What happens in a line, one deed after the other, each through the actions of the product."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.actions import allocation, approaches, cases, onward, plan, referrals, sessions
from app.actions.people import PersonDetails
from app.database import Database
from app.models import ApproachOutcome, Case, Goal, Referral
from app.operations.demo import invented
from app.operations.demo.courses import Course
from app.operations.demo.stage import Stage
from app.operations.demo.times import Timed
from app.programmes.definition import Definition

DOMAINS = ("safety", "education", "family", "health", "home", "friends")


@dataclass
class Deeds(Timed):
    """One person's line. The ids become known as the deeds are done."""

    stage: Stage
    course: Course
    rng: random.Random
    day: date
    referral: UUID | None = None
    case: UUID | None = None
    # Somebody in particular; otherwise an invented person is drawn.
    person: PersonDetails | None = None

    # --- what is done ---------------------------------------------------------------------

    def refer(self, database: Database) -> None:
        """Send the referral, with an invented person and valid answers."""
        stage, course = self.stage, self.course
        own = stage.definition(course.commission).for_side(course.side)
        place = self.place()
        person: PersonDetails = self.person or invented.a_person(
            self.rng,
            born=course.ages,
            areas=stage.areas(course.commission),
            today=self.day,
            male=course.male,
        )
        said = invented.answers(
            self.rng,
            stage.definition(course.commission),
            side=course.side,
            today=self.day,
            setting=str(place) if place else None,
        )
        made = referrals.send(
            database,
            referrals.NewReferral(
                commission=stage.commissions[course.commission],
                person=person,
                answers=said,
                source=self.who_refers(own),
                agreement="agreed",
                setting_id=place,
                attended_at=clocks.now() - timedelta(minutes=self.rng.randint(20, 90))
                if course.setting
                else None,
                immediate_risk=self.rng.random() < 0.05,
                notice_how="spoken",
                side=course.side,
            ),
        )
        self.referral = made.id
        if made.state == "accepted":
            self.case = database.exec(select(Case.id).where(Case.referral_id == made.id)).one()

    def who_refers(self, own: Definition) -> str:
        """Mostly the same sender; sometimes any other that the programme takes."""
        sources, usual = own.referral.sources, self.course.source
        if usual in sources and self.rng.random() < 0.75:
            return usual
        return self.rng.choice(sources)

    def put_in_touch(self, database: Database) -> None:
        """Refer on to a service outside."""
        onward.refer_outside(
            database, self.own(database), kind=self.course.onward, service="Bridgewater Helpers"
        )

    def not_referred(self, database: Database) -> None:
        """Somebody was offered help and said no, or could not be approached."""
        declined = self.rng.random() < 0.7
        approaches.record_approach(
            database,
            commission=self.stage.commissions[self.course.commission],
            setting_id=self.place(),
            outcome=ApproachOutcome.declined if declined else ApproachOutcome.not_approached,
            reason=None if declined else "left",
            happened_on=self.day,
        )

    def withdraw(self, database: Database) -> None:
        """The sender takes the offer back."""
        referrals.withdraw(database, self.offer(database), reason="sent-by-mistake")

    def ask(self, database: Database) -> None:
        """The receiver needs to know more."""
        referrals.mark_seen(database, self.offer(database))
        referrals.ask(
            database,
            self.offer(database),
            question="Is there a safe time to call, and who else is helping already?",
        )

    def answer(self, database: Database) -> None:
        """The sender answers."""
        referrals.answer(
            database, self.offer(database), answer="After four is safe. Nobody else is helping yet."
        )

    def wait(self, database: Database) -> None:
        """There is no place at the moment."""
        referrals.wait(
            database, self.offer(database), review_on=clocks.today() + timedelta(days=14)
        )

    def decline(self, database: Database) -> None:
        """Hand it back with a reason of the programme."""
        referrals.mark_seen(database, self.offer(database))
        own = self.own_programme()
        reason = self.rng.choice([one for one in own.decline if one.whose != "already-with-us"])
        referrals.decline(database, self.offer(database), reason=reason.code, whose=reason.whose)

    def accept(self, database: Database) -> None:
        """Open the case."""
        referrals.mark_seen(database, self.offer(database))
        self.case = referrals.accept(database, self.offer(database)).id

    def allocate(self, database: Database, worker: str) -> None:
        """Give the case to a worker."""
        allocation.allocate(
            database, self.own(database), account_id=self.stage.viewers[worker].account_id
        )

    def attempt(self, database: Database) -> None:
        """Try to reach the person, in vain."""
        sessions.attempt(database, self.own(database), at=clocks.now(), method="phone")

    def first_meeting(self, database: Database) -> None:
        """The first session; agreement comes at its end, if at all."""
        case = self.own(database)
        sessions.record(
            database, case, self.new_session(clocks.now(), "first-contact"), status="attended"
        )

    def begin(self, database: Database) -> None:
        """Agreement, goals and measures at the start, and what comes next."""
        case, rng = self.own(database), self.rng
        if case.agreed_on is None:
            cases.engage(database, case, agreed_on=clocks.today())
        for domain in rng.sample(DOMAINS, rng.choice((1, 2, 2))):
            plan.set_goal(
                database,
                case,
                words=invented.a_goal(rng, domain),
                domain=domain,
                set_on=clocks.today(),
            )
        if rng.random() < 0.9:
            self.measure(database, case, "baseline", better=0)
        cases.set_risk(database, case, risk=rng.choice(("low", "low", "medium", "high")))
        cases.set_next(
            database,
            case,
            words="Next meeting",
            on=clocks.today() + timedelta(days=self.course.every),
        )

    def session(self, at: datetime, number: int) -> Callable[[Database], None]:
        """One session that was due at `at`, entered then or some days later."""
        status = self.rng.choices(
            ("attended", "late", "did-not-attend", "cancelled-by-person", "cancelled-by-provider"),
            (70, 6, 13, 7, 4),
        )[0]

        def record(database: Database) -> None:
            case = self.own(database)
            if case.state == "closed":
                return
            sessions.record(
                database, case, self.new_session(at, "mentoring", number), status=status
            )
            if status in {"attended", "late"}:
                cases.set_next(
                    database,
                    case,
                    words="Next meeting",
                    on=clocks.today() + timedelta(days=self.course.every),
                )

        return record

    def exit(self, database: Database) -> None:
        """Measures at the end, and how each goal ended."""
        case = self.own(database)
        if self.rng.random() < 0.75:
            self.measure(database, case, "exit", better=self.rng.choice((-1, 0, 1, 2, 2, 3)))
        for goal in database.exec(
            select(Goal).where(Goal.case_id == case.id, col(Goal.result).is_(None))
        ).all():
            result = self.rng.choice(("achieved", "achieved", "partly", "not-achieved"))
            plan.end_goal(database, goal, result=result, on=clocks.today())

    def measure(self, database: Database, case: Case, occasion: str, *, better: int) -> None:
        """The local scales of the programme; `better` moves every score."""
        own = self.own_programme()
        for one in own.measures:
            if (
                one.licence.status == "open"
                and one.maximum == 10
                and occasion in one.occasions
                and one.about == "person"
            ):
                start = self.stage.rng(self.case, one.key).randint(2, 6)
                score = max(one.minimum, min(one.maximum, start + better))
                plan.take_measure(
                    database,
                    case,
                    key=one.key,
                    occasion=occasion,
                    score=score,
                    taken_on=clocks.today(),
                )

    def close(self, database: Database, reason: str | None) -> None:
        """Close with a reason of the programme: the named one, its nearest, or a good end."""
        case = self.own(database)
        own = self.own_programme()
        good = [one for one in own.closure if one.planned]
        known = [one for one in own.closure if one.code == reason]
        other = [
            one
            for one in own.closure
            if not one.planned and one.code not in {"died", "opened-in-error"}
        ]
        chosen = (known or other)[0] if reason else self.rng.choice(good[:2])
        cases.close(database, case, reason=chosen.code, planned=chosen.planned)

    def own_programme(self) -> Definition:
        """The programme of this line, as its side sees it."""
        return self.stage.definition(self.course.commission).for_side(self.course.side)

    # --- small things ---------------------------------------------------------------------

    def offer(self, database: Database) -> Referral:
        """The referral of this line."""
        return database.find(Referral, self.referral)

    def own(self, database: Database) -> Case:
        """The case of this line."""
        case = database.find(Case, self.case)
        # As in the web, nobody works on a case without having opened it.
        database.view(case)
        return case

    def place(self) -> UUID | None:
        """Where the line begins: the hospital, or some place of the programme's kind."""
        if self.course.setting:
            kind, code = self.course.setting.split(":")
            return self.stage.setting(kind, code).id
        wanted = self.stage.definition(self.course.commission).settings
        found = self.stage.settings.get(wanted.kind, []) if wanted else []
        return self.rng.choice(found[:40]).id if found else None

    def new_session(self, at: datetime, purpose: str, number: int = 0) -> sessions.NewSession:
        """A session of a kind that the programme has."""
        own = self.own_programme().sessions
        kinds = [one for one in (own.kinds if own else ()) if one.shape == "individual"]
        kind = kinds[min(number + 1, len(kinds) - 1)] if number else kinds[0]
        return sessions.NewSession(
            kind=kind.code,
            starts_at=at - timedelta(minutes=5),
            method=kind.method,
            purpose=purpose,
            minutes=kind.minutes or 45,
            note=invented.a_sentence(self.rng, self.course.commission, self.course.side)
            if self.rng.random() < 0.5
            else None,
        )
