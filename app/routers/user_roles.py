"""The roles of a user: give, change, end."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.access import Permission
from app.actions import memberships
from app.database import Database
from app.errors import NotFound, Refused
from app.forms.administration import ChangedRole, EndRole, NewRole
from app.forms.reasons import EndReason
from app.models import Account, Membership, Organisation, Side
from app.queries import commissions, settings, users
from app.queries import organisations as listed
from app.routers.users import ROLES, SIDES, FoundUser
from app.web.attempting import change, confirm
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.proving import has_password, prove

router = APIRouter(prefix="/users/{user_id}/roles", dependencies=[allowed(Permission.administer)])


def find_role(role_id: UUID, user: FoundUser, database: Db) -> Membership:
    """Return the role of the address, if it is this user's. Raises NotFound."""
    role = database.find(Membership, role_id)
    if role.account_id != user.id:
        raise NotFound
    return role


FoundRole = Annotated[Membership, Depends(find_role)]


@router.get("/new")
def ask_for_role(request: Request, database: Db, user: FoundUser) -> Response:
    """Ask for another role of a user."""
    return draw_new(request, database, user, Form.empty(NewRole, side="none"))


@router.post("/new")
def give_role(
    request: Request, database: Db, user: FoundUser, form: Submitted[NewRole]
) -> Response:
    """Give a user another role."""
    prove(request, database, form)
    if not form.errors:
        typed = form.values
        try:
            memberships.add_membership(
                database,
                user,
                database.find(Organisation, typed.organisation),
                role=typed.role,
                side=Side.none if typed.side == "none" else Side(typed.side),
                from_day=typed.from_day,
                to_day=typed.to_day,
            )
        except Refused as refused:
            form.troubled(refused)
        else:
            return see(request, f"/users/{user.id}", message="role-given")
    return draw_new(request, database, user, form, status=422)


@router.get("/{role_id}/change")
def ask_for_change(request: Request, database: Db, user: FoundUser, role: FoundRole) -> Response:
    """Show from when to when a role holds and what it covers."""
    form = Form.empty(
        ChangedRole,
        version=role.version,
        from_day=role.from_day,
        to_day=role.to_day,
        setting=role.setting_id,
        commissions=users.covered(database, role.id),
    )
    return draw_change(request, database, user, role, form)


@router.post("/{role_id}/change")
def change_role(
    request: Request,
    database: Db,
    user: FoundUser,
    role: FoundRole,
    form: Submitted[ChangedRole],
) -> Response:
    """Change a role; whoever works in it feels it with their next click."""
    prove(request, database, form)

    def do() -> None:
        typed = form.values
        memberships.change_membership(
            database,
            role,
            from_day=typed.from_day,
            to_day=typed.to_day,
            setting_id=typed.setting,
            commissions=typed.commissions,
        )

    status = change(database, form, role, do)
    if status is None:
        return see(request, f"/users/{user.id}", message="role-changed")
    return draw_change(request, database, user, role, form, status=status)


@router.get("/{role_id}/end")
def ask_why_ended(request: Request, database: Db, user: FoundUser, role: FoundRole) -> Response:
    """Say what ending a role means and ask why."""
    return draw_end(request, database, user, role, Form.empty(EndRole, version=role.version))


@router.post("/{role_id}/end")
def end_role(
    request: Request, database: Db, user: FoundUser, role: FoundRole, form: Submitted[EndRole]
) -> Response:
    """End a role at once."""
    prove(request, database, form)
    status = change(
        database,
        form,
        role,
        lambda: memberships.end_membership(database, role, reason=form.values.reason),
    )
    if status is None:
        return see(request, f"/users/{user.id}", message="role-ended")
    return draw_end(request, database, user, role, form, status=status)


def draw_new(
    request: Request, database: Database, user: Account, form: Form[NewRole], *, status: int = 200
) -> Response:
    """Draw the page that asks for another role."""
    return page(
        request,
        "users/new_role.html",
        status=status,
        form=form,
        proves=has_password(database),
        user=user,
        organisations=listed.choices(database),
        roles=ROLES,
        sides=SIDES,
    )


def draw_change(
    request: Request,
    database: Database,
    user: Account,
    role: Membership,
    form: Form[ChangedRole],
    *,
    status: int = 200,
) -> Response:
    """Draw the page on which a role is changed."""
    return page(
        request,
        "users/change_role.html",
        status=status,
        form=form,
        proves=has_password(database),
        user=user,
        role=role,
        organisation=database.find(Organisation, role.organisation_id),
        commissions=commissions.choices(database, role.organisation_id),
        places=settings.usual_places(database),
    )


def draw_end(
    request: Request,
    database: Database,
    user: Account,
    role: Membership,
    form: Form[EndRole],
    *,
    status: int = 200,
) -> Response:
    """Draw the page that asks why a role ends."""
    organisation = database.find(Organisation, role.organisation_id)
    return confirm(
        request,
        form,
        status=status,
        proves=has_password(database),
        title=f"End the role of {user.name} as {role.role}?",
        sentences=(
            f"They cannot work for {organisation.name} in this role any more, from this moment.",
            "Other roles they have go on. What they did stays under their name.",
        ),
        reasons=[(reason.value, reason.label) for reason in EndReason],
        action=f"/users/{user.id}/roles/{role.id}/end",
        button="End this role",
        back=f"/users/{user.id}",
    )
