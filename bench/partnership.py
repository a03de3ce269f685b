"""Who works together in the benchmark: twenty providers, three for schools, ten senders, one commissioner."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select as select_rows
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.database import Database, Viewer, transaction
from app.models import (
    Account,
    Commission,
    CommissionArea,
    Membership,
    Organisation,
    OrganisationKind,
    Programme,
    Role,
    Setting,
    SettingKind,
    Tier,
)
from app.programmes.definition import Definition
from app.programmes.loading import definition_of, newest_version

PROVIDERS, SENDERS, WORKERS, IN_SCHOOLS = 20, 10, 12, 3
DAYS = 730
AREAS = ("E08000025", "E08000026", "E08000028", "E08000031")
# Programme, tier, and the kind of organisation and role that refer to it.
BOUGHT = (
    ("ed-navigators", Tier.tertiary, OrganisationKind.hospital_trust, Role.navigator),
    ("iris", Tier.secondary, OrganisationKind.referring_agency, Role.referrer),
    ("resettlement", Tier.tertiary, OrganisationKind.referring_agency, Role.referrer),
)
TAUGHT = ("mvp", Tier.primary)


@dataclass
class Service:
    """One provider with its commission, and who refers to it."""

    commission: Commission
    definition: Definition
    version_id: Any
    manager: Viewer
    workers: list[Viewer]
    senders: list[Viewer]
    places: list[Setting] = field(default_factory=list)


@dataclass
class Partnership:
    """Everybody. The first service is the biggest: every fifth referral is for it.

    `taught` are the services that hold lessons in schools, where nobody is named.
    """

    services: list[Service]
    taught: list[Service]
    commissioner: Viewer


def make(today: date | None = None) -> Partnership:
    """Make the partnership as an administrator would; its commissions began two years ago."""
    start = (today or clocks.today()) - timedelta(days=DAYS)
    with transaction(role=DatabaseRole.administration) as database:
        office = _employ(database, "Office", OrganisationKind.commissioner)
        commissioner = _member(database, office, Role.commissioner, "commissioner", start)
        places = [
            _add(
                database, Setting(kind=kind, code=f"{kind}-{n}", name=f"{kind} {n}", area=AREAS[n])
            )
            for kind in (
                SettingKind.hospital,
                SettingKind.practice,
                SettingKind.prison,
                SettingKind.school,
            )
            for n in range(len(AREAS))
        ]
        senders: dict[str, list[Viewer]] = {}
        for number in range(SENDERS):
            programme, _tier, kind, role = BOUGHT[number % len(BOUGHT)]
            employer = _employ(database, f"Sender {number}", kind)
            member = _member(database, employer, role, f"sender-{number}", start)
            senders.setdefault(programme, []).append(member)
        bought = [BOUGHT[number % len(BOUGHT)][:2] for number in range(PROVIDERS)]
        services = [
            _service(database, (number, *what), office, senders, places, start)
            for number, what in enumerate(bought + [TAUGHT] * IN_SCHOOLS)
        ]
    return Partnership(services[:PROVIDERS], services[PROVIDERS:], commissioner)


def find() -> Partnership:
    """The partnership that an earlier run made in this database."""
    with transaction(role=DatabaseRole.administration) as database:
        rows = database.execute(
            select_rows(Account, Membership, Organisation)
            .join(Membership, col(Membership.account_id) == Account.id)
            .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        ).all()
        viewers = {row[0].mail.partition(".")[0]: _viewer(*row) for row in rows}
        programmes = {row.id: row for row in database.exec(select(Programme)).all()}
        found = {row.name: row for row in database.exec(select(Commission)).all()}
        services = []
        for number in range(PROVIDERS + IN_SCHOOLS):
            commission = found[f"Commission {number}"]
            programme = programmes[commission.programme_id]
            version = newest_version(database, programme)
            if version is None:
                raise LookupError(programme.code)
            senders = [
                viewers[f"sender-{one}"]
                for one in range(SENDERS)
                if BOUGHT[one % len(BOUGHT)][0] == programme.code
            ]
            services.append(
                Service(
                    commission,
                    definition_of(version),
                    version.id,
                    viewers[f"manager-{number}"],
                    [viewers[f"worker-{number}-{one}"] for one in range(WORKERS)],
                    senders,
                )
            )
    return Partnership(services[:PROVIDERS], services[PROVIDERS:], viewers["commissioner"])


def _service(
    database: Database,
    what: tuple[int, str, Tier],
    office: Organisation,
    senders: dict[str, list[Viewer]],
    places: list[Setting],
    start: date,
) -> Service:
    number, code, tier = what
    programme = database.exec(select(Programme).where(Programme.code == code)).one()
    version = newest_version(database, programme)
    if version is None:
        raise LookupError(code)
    employer = _employ(database, f"Provider {number}", OrganisationKind.provider)
    commission = _add(
        database,
        Commission(
            name=f"Commission {number}",
            programme_id=programme.id,
            provider_id=employer.id,
            commissioner_id=office.id,
            tier=tier,
            starts_on=start,
        ),
    )
    for area in AREAS:
        database.add(CommissionArea(commission_id=commission.id, area=area))
    database.flush()
    definition = definition_of(version)
    kind = definition.settings.kind if definition.settings else None
    return Service(
        commission=commission,
        definition=definition,
        version_id=version.id,
        manager=_member(database, employer, Role.manager, f"manager-{number}", start),
        workers=[
            _member(database, employer, Role.worker, f"worker-{number}-{one}", start)
            for one in range(WORKERS)
        ],
        senders=senders.get(code, []),
        places=[place for place in places if place.kind == kind],
    )


def _employ(database: Database, name: str, kind: OrganisationKind) -> Organisation:
    made: Organisation = _add(database, Organisation(name=f"Benchmark {name}", kind=kind))
    return made


def _member(
    database: Database, employer: Organisation, role: Role, name: str, start: date
) -> Viewer:
    account = _add(
        database,
        Account(mail=f"{name}.benchmark@example.org", name=name.title(), job=role.value),
    )
    membership = _add(
        database,
        Membership(account_id=account.id, organisation_id=employer.id, role=role, from_day=start),
    )
    return _viewer(account, membership, employer)


def _viewer(account: Account, membership: Membership, employer: Organisation) -> Viewer:
    return Viewer(
        account_id=account.id,
        membership_id=membership.id,
        organisation_id=employer.id,
        role=membership.role,
        name=account.name,
        job=account.job,
        organisation_name=employer.name,
    )


def _add(database: Database, row: Any) -> Any:
    database.add(row)
    database.flush()
    database.record(row, "added")
    return row
