"""A small partnership to test with, made through the same actions as the product uses.

Each test gets organisations, people and commissions of its own, so nothing needs to be emptied and
no test sees another's rows (row-level security sees to that).

    def test_…(world: World) -> None:
        referral = world.refer()
        with world.as_(world.manager) as database: …
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import allocation, cases, referrals, return_documents, sessions
from app.actions.people import Contact, PersonDetails
from app.database import Database, Viewer, transaction
from app.models import (
    Account,
    Case,
    Commission,
    CommissionArea,
    Membership,
    Organisation,
    OrganisationKind,
    Programme,
    Referral,
    Role,
    Setting,
    SettingKind,
    Side,
    Tier,
)
from app.operations.migration import Addresses
from app.programmes import loading
from app.reporting.periods import Quarter

BIRMINGHAM = "E08000025"
COVENTRY = "E08000026"
_loaded: set[str] = set()


def load_programmes(where: Addresses) -> None:
    """Load every programme into this worker's database, once."""
    if where.owner not in _loaded:
        with transaction(role=DatabaseRole.administration) as database:
            loading.load_all(database)
            # Tests look back: what is taken on today is asked for from this quarter on.
            return_documents.load_all(database, since=Quarter(2015, 1))
        _loaded.add(where.owner)


@dataclass
class World:
    """The partnership of one test. Viewers are memberships; see `make_world` for who is who."""

    tag: str
    organisations: dict[str, Organisation] = field(default_factory=dict)
    commissions: dict[str, Commission] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Viewer:
        """`world.manager` is the viewer of that name."""
        if name.startswith("_") or name not in self.viewers:
            raise AttributeError(name)
        return self.viewers[name]

    def as_(self, viewer: Viewer) -> AbstractContextManager[Database]:
        """One transaction as a viewer."""
        return transaction(viewer)

    def somebody(self, name: str = "Zebedee", **other: Any) -> PersonDetails:
        """An obviously fictional person; every call another phone number of the drama range."""
        phone = f"07700 900{uuid4().int % 1000:03d}"
        start: dict[str, Any] = {
            "preferred_name": name,
            "family_name": "Testcase",
            "born_on": date(2008, 3, 27),
            "sex": "M",
            "ethnicity": "B1",
            "area": BIRMINGHAM,
            "contact": Contact(phone=phone, may_call=True, may_text=True, may_leave_message=False),
        }
        return PersonDetails(**(start | other))

    def refer(
        self,
        commission: str = "hospital",
        *,
        by: Viewer | None = None,
        person: PersonDetails | None = None,
        answers: dict[str, Any] | None = None,
        side: str = "",
        **other: Any,
    ) -> Referral:
        """A referral sent by the hospital's navigator (or somebody else) to a commission."""
        with self.as_(by or self.viewers["navigator"]) as database:
            return referrals.send(
                database,
                referrals.NewReferral(
                    commission=self.commissions[commission],
                    person=person or self.somebody(),
                    answers=answers if answers is not None else {"reason": ["assault"]},
                    source=other.pop("source", "ed"),
                    agreement=other.pop("agreement", "agreed"),
                    side=side,
                    **other,
                ),
            )

    def accept(
        self, referral: Referral, *, by: Viewer | None = None, worker: Viewer | None = None
    ) -> Case:
        """Accept a referral as its provider's manager and allocate it to a worker."""
        manager = by or self.viewers["manager"]
        with self.as_(manager) as database:
            case = referrals.accept(database, database.find(Referral, referral.id, lock=True))
            holder = worker or self.viewers["worker"]
            allocation.allocate(database, case, account_id=holder.account_id)
        return case

    def case(self, **other: Any) -> Case:
        """An accepted and allocated case of the hospital commission."""
        return self.accept(self.refer(**other))

    def meet(
        self,
        case: Case,
        *,
        status: str = "attended",
        at: datetime | None = None,
        by: Viewer | None = None,
        kind: str = "community",
    ) -> UUID:
        """Record an individual session; returns its id."""
        with self.as_(by or self.viewers["worker"]) as database:
            new = sessions.NewSession(
                kind=kind,
                starts_at=at or clocks.now(),
                minutes=45,
                method="face-to-face",
            )
            return sessions.record(database, database.find(Case, case.id), new, status=status).id

    def engage(self, case: Case, *, by: Viewer | None = None) -> None:
        """Record agreement today."""
        with self.as_(by or self.viewers["worker"]) as database:
            cases.engage(
                database, database.find(Case, case.id, lock=True), agreed_on=clocks.today()
            )

    def again(self, row: Any, *, by: Viewer) -> Any:
        """The row as it stands now for a viewer."""
        with self.as_(by) as database:
            return database.find(type(row), row.id)


ORGANISATIONS = {
    "trust": OrganisationKind.hospital_trust,
    "practice": OrganisationKind.referring_agency,
    "provider": OrganisationKind.provider,
    "rival": OrganisationKind.provider,
    "dvpp": OrganisationKind.provider,
    "office": OrganisationKind.commissioner,
    "other_office": OrganisationKind.commissioner,
    "house": OrganisationKind.evaluator,
}
PEOPLE = {
    "navigator": ("trust", Role.navigator, Side.none),
    "colleague": ("trust", Role.navigator, Side.none),
    "own_navigator": ("provider", Role.navigator, Side.none),
    "referrer": ("practice", Role.referrer, Side.none),
    "manager": ("provider", Role.manager, Side.none),
    "worker": ("provider", Role.worker, Side.none),
    "second_worker": ("provider", Role.worker, Side.none),
    "guardian": ("provider", Role.guardian, Side.none),
    "rival_manager": ("rival", Role.manager, Side.none),
    "rival_worker": ("rival", Role.worker, Side.none),
    "men_manager": ("dvpp", Role.manager, Side.perpetrator),
    "men_worker": ("dvpp", Role.worker, Side.perpetrator),
    "partner_manager": ("dvpp", Role.manager, Side.partner),
    "partner_worker": ("dvpp", Role.worker, Side.partner),
    "commissioner": ("office", Role.commissioner, Side.none),
    "other_commissioner": ("other_office", Role.commissioner, Side.none),
    "evaluator": ("house", Role.evaluator, Side.none),
    "administrator": ("office", Role.administrator, Side.none),
}
COMMISSIONS = {
    "hospital": ("ed-navigators", "provider", "office", Tier.tertiary),
    "iris": ("iris", "provider", "office", Tier.secondary),
    "schools": ("mvp", "provider", "office", Tier.primary),
    "routes": ("step-together", "provider", "office", Tier.primary),
    "resettlement": ("resettlement", "rival", "other_office", Tier.tertiary),
    "dvpp": ("dvpp", "dvpp", "office", Tier.secondary),
}
SETTINGS = {
    "ward": SettingKind.hospital,
    "surgery": SettingKind.practice,
    "school": SettingKind.school,
    "route": SettingKind.route,
    "prison": SettingKind.prison,
}


def make_world() -> World:
    """Make a partnership, as an administrator would."""
    world = World(tag=uuid4().hex[-8:])
    start = clocks.today() - timedelta(days=800)
    with transaction(role=DatabaseRole.administration) as database:
        for name, kind in ORGANISATIONS.items():
            world.organisations[name] = Organisation(
                name=f"{name} {world.tag}", kind=kind, mail=f"{name}.{world.tag}@example.org"
            )
        for name, setting_kind in SETTINGS.items():
            world.settings[name] = Setting(
                kind=setting_kind,
                code=f"{name}-{world.tag}",
                name=f"The {name} {world.tag}",
                area=BIRMINGHAM,
            )
        _add(database, *world.organisations.values(), *world.settings.values())
        employ(database, world, PEOPLE, start)
        _buy(database, world, start)
    return world


def employ(
    database: Database, world: World, people: Mapping[str, tuple[str, Role, Side]], start: date
) -> None:
    """Give people an account and a membership: by name, where they work, as what and on which side."""
    accounts, memberships = [], []
    for name, (organisation, role, side) in people.items():
        mail = f"{name}.{world.tag}@example.org".replace("_", "-")
        called = f"{name.replace('_', ' ').title()} {world.tag}"
        account = Account(mail=mail, name=called, job=role)
        employer = world.organisations[organisation]
        membership = Membership(
            account_id=account.id, organisation_id=employer.id, role=role, side=side, from_day=start
        )
        accounts.append(account)
        memberships.append(membership)
        world.mails[name] = mail
        world.viewers[name] = Viewer(
            account_id=account.id,
            membership_id=membership.id,
            organisation_id=employer.id,
            role=role,
            side=side,
            name=account.name,
            organisation_name=employer.name,
        )
    _add(database, *accounts)
    _add(database, *memberships)


def _buy(database: Database, world: World, start: date) -> None:
    """Buy every programme from its provider."""
    rows = database.exec(select(col(Programme.code), col(Programme.id))).all()
    programmes = dict(tuple(row) for row in rows)
    for name, (programme, provider, office, tier) in COMMISSIONS.items():
        world.commissions[name] = Commission(
            name=f"{name} {world.tag}",
            programme_id=programmes[programme],
            provider_id=world.organisations[provider].id,
            commissioner_id=world.organisations[office].id,
            tier=tier,
            starts_on=start,
            places=20,
        )
    _add(database, *world.commissions.values())
    for made in world.commissions.values():
        database.add(CommissionArea(commission_id=made.id, area=BIRMINGHAM))


def _add(database: Database, *rows: Any) -> None:
    """Add rows that do not hang on one another, and say so."""
    database.add_all(rows)
    database.flush()
    for row in rows:
        database.record(row, "added")


@pytest.fixture
def world(where: Addresses) -> Iterator[World]:
    """A partnership of this test's own."""
    load_programmes(where)
    yield make_world()
