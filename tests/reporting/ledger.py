"""Facts for tests, written into the ledger by its owner: random histories, and single statements."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert, select, text

from app import clocks
from app.facts import Kind
from app.models import Commission, Fact, SamePerson
from app.reporting.periods import Quarter

AREAS = [None, "E08000025", "E08000026", "E08000031", "E07000129", "E10000018", "withheld"]
CODES: dict[Kind, list[str]] = {
    Kind.received: ["ed", "police"],
    Kind.declined: ["not-wanted", "no-capacity", "outside-age", "not-reachable", "own-words"],
    Kind.retracted: ["sent-by-mistake"],
    Kind.clock: ["first-contact", "first-attempt"],
    Kind.session: ["attended", "late", "late-not-seen", "did-not-attend", "not-brought",
                   "cancelled-by-person", "cancelled-by-provider"],
    Kind.goal_set: ["safety", "education"],
    Kind.goal_ended: ["achieved", "partly", "not-achieved"],
    Kind.measure: ["safety:baseline", "safety:exit", "safety:review", "dash:baseline", "dash:exit"],
    Kind.closed: ["goals-met", "moved", "disengaged"],
    Kind.onward: ["iris"],
    Kind.approach: ["declined", "left-before"],
    Kind.followed_up: ["reached", "not-reached", "did-not-want", "not-safe"],
    Kind.concern_action: ["advice", "childrens-social-care", "written-referral", "marac"],
    Kind.delivered: ["lesson", "staff-training", "assembly"],
    Kind.setting_stage: ["live", "paused", "trained", "delivering"],
}  # fmt: skip
NAMED = [
    *(kind for kind in Kind if 1 <= kind <= 18),
    Kind.followed_up, Kind.concern_raised, Kind.concern_action, Kind.joined, Kind.unacted,
]  # fmt: skip
DELIVERY = [kind for kind in Kind if 20 <= kind <= 27]


def line(
    commission: Commission, programme: str, kind: Kind, on: date, **other: Any
) -> dict[str, Any]:
    """One row for the ledger."""
    start: dict[str, Any] = {
        "known_from": clocks.now(), "closes": None, "stated_by": commission.provider_id,
        "reason": None, "kind": int(kind), "code": "", "happened_on": on, "basis": "record",
        "subject": None, "referral": None, "group_id": None, "n": 1, "value": None,
        "commission_id": commission.id, "programme": programme, "provider_id": commission.provider_id,
        "side": "", "area": None, "setting_id": None, "audience": "", "age": None, "sex": "U",
        "ethnicity": "NK", "source": "", "source_id": uuid4(),
    }  # fmt: skip
    return start | other


def write(owner: Engine, rows: list[dict[str, Any]]) -> list[int]:
    """Write rows in order, in one transaction; returns their numbers."""
    statement = insert(Fact).returning(Fact.seq, sort_by_parameter_order=True)
    with owner.begin() as connection:
        connection.execute(
            text("SELECT set_config('app.now', :now, true)"), {"now": str(clocks.now())}
        )
        return list(connection.scalars(statement, rows))


def history(
    rng: random.Random,
    commissions: list[tuple[Commission, str, str]],
    days: tuple[date, date],
    size: int,
) -> list[dict[str, Any]]:
    """A random history: every kind of fact, people in several referrals, all over the days."""
    people = [uuid4() for _ in range(max(3, size // 6))]
    referrals = [
        (uuid4(), rng.choice(people), rng.choice(commissions)) for _ in range(max(3, size // 4))
    ]
    groups = [(uuid4(), rng.choice(commissions)) for _ in range(6)]
    places = [(uuid4(), rng.choice(commissions)) for _ in range(5)]
    span = (days[1] - days[0]).days
    rows = []
    for _ in range(size):
        on = days[0] + timedelta(days=rng.randrange(span))
        if rng.random() < 0.75:
            kind = rng.choice(NAMED)
            referral, subject, (commission, programme, side) = rng.choice(referrals)
            rows.append(
                line(
                    commission, programme, kind, on, basis="named", side=side, referral=referral,
                    subject=subject, code=rng.choice(CODES.get(kind, [""])), n=rng.choice([0, 1]),
                    value=round(rng.uniform(0, 10)) if kind is Kind.measure else rng.choice([None, 5.0, 90.0]),
                    area=rng.choice(AREAS), age=rng.choice([None, 12, 17, 24, 25, 40]),
                    sex=rng.choice("FMXU"), ethnicity=rng.choice(["W1", "B1", "NS", "NK", "A4"]),
                    source=rng.choice(["ed", "police", ""]),
                )
            )  # fmt: skip
            continue
        kind = rng.choice([*DELIVERY, Kind.approach])
        group, (commission, programme, side) = rng.choice(groups)
        if kind in (Kind.setting_stage, Kind.exposed):
            place, (commission, programme, side) = rng.choice(places)
        else:
            place = None
        rows.append(
            line(
                commission, programme, kind, on, side=side,
                basis={Kind.headcount: "headcount", Kind.exposed: "estimate"}.get(kind, "record"),
                group_id=group if rng.random() < 0.8 else None, setting_id=place,
                code=rng.choice(CODES.get(kind, ["live", "paused"])), n=rng.randrange(1, 40),
                value=rng.choice([None, 1.0, 0.0, 2.5]), area=rng.choice(AREAS),
                audience=rng.choice(["young-people", "adults", "professionals", "public", "nurse"]),
            )
        )  # fmt: skip
    return rows


def mend(rng: random.Random, owner: Engine, numbers: list[int], rows: list[dict[str, Any]]) -> None:
    """Correct some rows and withdraw others, as later transactions do; some twice."""
    for _ in range(2):
        chosen = rng.sample(range(len(numbers)), len(numbers) // 8)
        fresh = []
        for place in chosen:
            old = rows[place]
            kind = old["kind"] if rng.random() < 0.7 else 0
            fresh.append(
                old | {"kind": kind, "closes": numbers[place], "reason": "corrected",
                       "area": rng.choice(AREAS), "age": rng.choice([None, 16, 30]), "source_id": uuid4()}
            )  # fmt: skip
        new = write(owner, fresh)
        for place, number, row in zip(chosen, new, fresh, strict=True):
            numbers[place], rows[place] = number, row


def join_people(rng: random.Random, owner: Engine, rows: list[dict[str, Any]]) -> None:
    """Say of some subjects that they are one human being, and take one such word back."""
    subjects = sorted({row["subject"] for row in rows if row["subject"]}, key=str)
    with owner.begin() as connection:
        made: list[tuple[int, UUID]] = []
        for _ in range(max(1, len(subjects) // 4)):
            identity = uuid4()
            for subject in rng.sample(subjects, min(2, len(subjects))):
                if subject in {one for _, one in made}:
                    continue
                number = connection.scalar(
                    text("SELECT nextval(pg_get_serial_sequence('fact', 'seq'))")
                )
                made.append((number, subject))
                connection.execute(
                    insert(SamePerson).values(
                        seq=number, subject=subject, identity=identity, known_from=clocks.now()
                    )
                )
        number = connection.scalar(text("SELECT nextval(pg_get_serial_sequence('fact', 'seq'))"))
        closes, subject = made[0]
        connection.execute(
            insert(SamePerson).values(
                seq=number, subject=subject, identity=None, closes=closes, known_from=clocks.now()
            )
        )


def compare(rng: random.Random, owner: Engine, rows: list[dict[str, Any]]) -> None:
    """Say of some people that they were looked for in the records of other providers; take some back."""
    providers = sorted({row["provider_id"] for row in rows}, key=str)
    known = {row["subject"]: row for row in rows if row["subject"]}
    fresh = [
        row | {"kind": int(Kind.compared), "closes": None, "referral": None, "code": str(other)}
        for row in known.values()
        for other in providers
        if other != row["provider_id"] and rng.random() < 0.6
    ]
    numbers = write(owner, fresh)
    gone = rng.sample(range(len(fresh)), len(fresh) // 5)
    write(owner, [fresh[place] | {"kind": 0, "closes": numbers[place]} for place in gone])


def everything(owner: Engine, commissions: list[UUID]) -> tuple[list[Any], list[Any]]:
    """All rows about these commissions as they stand in the ledger, and who is one human being."""
    with owner.connect() as connection:
        facts = connection.execute(
            select(Fact.__table__).where(Fact.commission_id.in_(commissions)).order_by(Fact.seq)
        ).all()
        return facts, connection.execute(
            select(SamePerson.__table__).order_by(SamePerson.seq)
        ).all()


def a_quarter_ago() -> Quarter:
    """A quarter that is over."""
    return Quarter.current().before
