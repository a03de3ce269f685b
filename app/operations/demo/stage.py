"""The stage: the partnership before anybody is referred, and what a story needs to hand."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID

import pyotp
from sqlmodel import select

from app.access import DatabaseRole
from app.actions import matching, return_documents
from app.database import Database, Viewer, transaction
from app.models import (
    Account,
    Commission,
    CommissionArea,
    CommissionFunding,
    Membership,
    MembershipCommission,
    Organisation,
    Programme,
    ProgrammeVersion,
    Role,
    Setting,
    Side,
)
from app.operations.demo import cast, places
from app.programmes import loading
from app.programmes.definition import Definition

SEED = 20_260_401


class Step(NamedTuple):
    """Something somebody does at a moment. `at` is aware; `who` is the key of a player."""

    at: datetime
    who: str
    do: Callable[[Database], None]


COMPARED = ("northside", "kingfisher", "gatehouse", "lantern", "turning")
"""Providers of named people who agreed to be compared, each with each."""


@dataclass
class Stage:
    """Everything a story can ask for by name."""

    today: date
    viewers: dict[str, Viewer] = field(default_factory=dict)
    commissions: dict[str, Commission] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    settings: dict[str, list[Setting]] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        """The day on which the story begins."""
        return places.first_day(self.today)

    def rng(self, *parts: object) -> random.Random:
        """Chance that is the same each time for the same words."""
        return random.Random(":".join(str(part) for part in (SEED, *parts)))

    def setting(self, kind: str, code: str) -> Setting:
        """One place by its code."""
        return next(one for one in self.settings[kind] if one.code == code)

    def definition(self, commission: str) -> Definition:
        """The programme of a commission."""
        bought = next(one for one in places.COMMISSIONS if one.key == commission)
        return self.definitions[bought.programme]

    def areas(self, commission: str) -> tuple[str, ...]:
        """The areas a commission serves."""
        return next(one for one in places.COMMISSIONS if one.key == commission).areas


def build(today: date) -> Stage:
    """Make organisations, people, places and commissions, as an administrator would."""
    with transaction(role=DatabaseRole.administration) as database:
        loading.load_all(database)
        return_documents.load_all(database, since=places.first_return(today))
        employers = {
            one.key: _added(
                database, Organisation(name=one.name, kind=one.kind, mail=f"{one.key}@example.org")
            )
            for one in cast.EMPLOYERS
        }
        for place in places.settings():
            database.add(place)
            database.record(place, "added")
        database.flush()
        hands = {f"{one.kind}:{one.code}": one.id for one in database.exec(select(Setting)).all()}
        first = places.first_day(today)
        for order, player in enumerate(cast.PLAYERS, start=1):
            _employ(database, player, order, employers[player.employer], first, hands)
        for key, employer, role, side in cast.SECOND:
            account = database.exec(
                select(Account).where(Account.mail == f"{key}@example.org")
            ).one()
            _added(
                database,
                Membership(
                    account_id=account.id,
                    organisation_id=employers[employer].id,
                    role=role,
                    side=side,
                    from_day=first,
                ),
            )
        for bought in places.COMMISSIONS:
            _buy(database, bought, employers, first)
        for one, other in combinations(COMPARED, 2):
            matching.agree(
                database,
                one_id=employers[one].id,
                other_id=employers[other].id,
                reference="Data sharing agreement of the partnership, annex 3",
                from_day=first,
            )
        _let_evaluate(database)
    return load(today)


def load(today: date) -> Stage:
    """Find the stage in a database that was built before."""
    stage = Stage(today)
    with transaction(role=DatabaseRole.administration) as database:
        organisations = {one.id: one for one in database.exec(select(Organisation)).all()}
        by_mail = {one.mail: one for one in database.exec(select(Account)).all()}
        members = database.exec(select(Membership)).all()
        for player in cast.PLAYERS:
            account = by_mail[f"{player.key}@example.org"]
            membership = next(
                one for one in members if one.account_id == account.id and one.role == player.role
            )
            employer = organisations[membership.organisation_id]
            stage.viewers[player.key] = Viewer(
                account_id=account.id,
                membership_id=membership.id,
                organisation_id=employer.id,
                role=Role(membership.role),
                side=Side(membership.side),
                name=account.name,
                job=account.job,
                organisation_name=employer.name,
                setting_id=membership.setting_id,
            )
        bought = {one.name: one for one in database.exec(select(Commission)).all()}
        stage.commissions = {one.key: bought[one.name] for one in places.COMMISSIONS}
        for place in database.exec(select(Setting).order_by(Setting.code)).all():
            stage.settings.setdefault(str(place.kind), []).append(place)
        for programme in database.exec(select(Programme)).all():
            versions = database.exec(
                select(ProgrammeVersion).where(ProgrammeVersion.programme_id == programme.id)
            ).all()
            newest = max(versions, key=lambda one: one.number)
            stage.definitions[programme.code] = loading.definition_of(newest)
    return stage


def _employ(
    database: Database,
    player: cast.Player,
    order: int,
    employer: Organisation,
    first: date,
    hands: dict[str, UUID],
) -> None:
    account = _added(
        database,
        Account(
            mail=f"{player.key}@example.org",
            name=player.name,
            job=player.job,
            demo_try=player.to_try,
            demo_order=order if player.to_try else None,
            # One demo person has a second factor, to show what signing in is like with it.
            totp=pyotp.random_base32() if player.has_code else None,
        ),
    )
    _added(
        database,
        Membership(
            account_id=account.id,
            organisation_id=employer.id,
            role=player.role,
            side=player.side,
            from_day=first,
            setting_id=hands.get(player.place or ""),
        ),
    )


def _buy(
    database: Database, bought: places.Bought, employers: dict[str, Organisation], first: date
) -> None:
    programme = database.exec(select(Programme).where(Programme.code == bought.programme)).one()
    commission = _added(
        database,
        Commission(
            name=bought.name,
            programme_id=programme.id,
            provider_id=employers[bought.provider].id,
            commissioner_id=employers["office"].id,
            tier=bought.tier,
            starts_on=first,
            ends_on=first.replace(year=first.year + 4),
            places=bought.places,
        ),
    )
    for area in bought.areas:
        database.add(CommissionArea(commission_id=commission.id, area=area))
    for stream, amount in bought.funding.items():
        database.add(CommissionFunding(commission_id=commission.id, stream=stream, amount=amount))
    database.flush()


def _let_evaluate(database: Database) -> None:
    """An evaluator of another organisation sees the commissions that their membership names."""
    members = database.exec(select(Membership).where(Membership.role == Role.evaluator)).all()
    for member in members:
        member.every_commission = False
        for commission in database.exec(select(Commission)).all():
            database.add(MembershipCommission(membership_id=member.id, commission_id=commission.id))
        database.record(member, "changed", fields=["commissions"])
    database.flush()


def _added(database: Database, row: Any) -> Any:
    database.add(row)
    database.flush()
    database.record(row, "added")
    return row
