"""The organisations of the partnership: adding, changing, retiring."""

from sqlmodel import col, select

from app import clocks
from app.actions.assigning import assign
from app.database import Database
from app.errors import Refused
from app.forms.reasons import RetireReason
from app.models import Commission, Organisation, OrganisationKind


def add_organisation(
    database: Database,
    *,
    name: str,
    kind: OrganisationKind,
    ods_code: str | None = None,
    mail: str | None = None,
) -> Organisation:
    """Add an organisation. Raises Refused for a name that is taken."""
    _refuse_taken(database, name, None)
    organisation = Organisation(name=name, kind=kind, ods_code=ods_code, mail=mail)
    database.add(organisation)
    database.flush()
    database.record(organisation, "added", kind=kind)
    return organisation


def organisation_named(database: Database, name: str, *, kind: OrganisationKind) -> Organisation:
    """Return the organisation of this name, made as this kind if there is none."""
    found = database.exec(select(Organisation).where(col(Organisation.name) == name)).first()
    return found or add_organisation(database, name=name, kind=kind)


def change_organisation(
    database: Database,
    organisation: Organisation,
    *,
    name: str,
    ods_code: str | None,
    mail: str | None,
) -> None:
    """Change what an organisation is called and how it is reached. Its kind stays what it is."""
    _refuse_taken(database, name, organisation)
    new = {"name": name, "ods_code": ods_code, "mail": mail}
    changed = assign(organisation, new)
    if changed:
        database.record(organisation, "changed", fields=changed)
    database.flush()


def retire(database: Database, organisation: Organisation, *, reason: RetireReason) -> None:
    """Retire an organisation: nobody of it sees a page any more; what it did stays. Raises Refused.

    Not while it provides a commission that goes on, or while it is the viewer's own.
    """
    viewer = database.viewer_or_none
    if viewer is not None and viewer.organisation_id == organisation.id:
        raise Refused("You cannot retire the organisation you are working in.")
    running = select(Commission.name).where(
        (col(Commission.provider_id) == organisation.id)
        | (col(Commission.commissioner_id) == organisation.id),
        col(Commission.ends_on).is_(None) | (col(Commission.ends_on) >= clocks.today()),
    )
    if name := database.exec(running.order_by(col(Commission.name))).first():
        raise Refused(
            f"The commission “{name}” still goes on there. Give it a last day, and wait for it."
        )
    if organisation.active:
        organisation.active = False
        database.record(organisation, "retired", reason=reason)
        database.flush()


def reopen(database: Database, organisation: Organisation) -> None:
    """Let a retired organisation work here again."""
    if not organisation.active:
        organisation.active = True
        database.record(organisation, "reopened")
        database.flush()


def _refuse_taken(database: Database, name: str, own: Organisation | None) -> None:
    taken = select(Organisation.id).where(col(Organisation.name) == name)
    found = database.exec(taken).first()
    if found is not None and (own is None or found != own.id):
        raise Refused(f"There is an organisation called {name} already.")
