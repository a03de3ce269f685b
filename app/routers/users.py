"""Who may sign in: list, invite, change, suspend."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.access import Permission
from app.actions import accounts, memberships
from app.database import Database
from app.errors import Refused
from app.forms.administration import ChangedUser, NewUser, Suspend
from app.forms.reasons import SuspendReason
from app.models import Account, Organisation, Role, Side
from app.queries import organisations as listed
from app.queries import users as found_users
from app.queries.doings import doings_about
from app.queries.keyset import id_in, turn_of
from app.queries.user_looks import Look
from app.web.asked import code_of, words_of
from app.web.attempting import change, confirm
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/users", dependencies=[allowed(Permission.administer)])
ROLES = (
    (Role.navigator, "Navigator", "Meets people in A&E or custody, and refers them"),
    (Role.worker, "Worker", "Works with people: cases, sessions, groups, routes"),
    (Role.manager, "Manager", "Decides on referrals, gives cases to workers, submits returns"),
    (Role.referrer, "Referrer", "Refers from a practice, a school, social care or probation"),
    (Role.commissioner, "Commissioner", "Reads figures and returns, and never a name"),
    (Role.evaluator, "Evaluator", "Reads what a commissioner may read"),
    (Role.administrator, "Administrator", "Keeps users, places and commissions; sees no case"),
    (Role.guardian, "Guardian", "Leads on data protection and safeguarding: who opened a record"),
)
SIDES = (("none", "None"), ("perpetrator", "Work with men"), ("partner", "Partner support"))


def find_user(user_id: UUID, database: Db) -> Account:
    """Return the account of the address. Raises NotFound."""
    return database.find(Account, user_id)


FoundUser = Annotated[Account, Depends(find_user)]


@router.get("")
def list_users(request: Request, database: Db) -> Response:
    """List users by name, with filters."""
    asked = found_users.UserFilter(
        words=words_of(request),
        organisation=id_in(request.query_params, "organisation"),
        role=code_of(request, "role", Role),
        suspended=request.query_params.get("suspended") == "yes",
        look=code_of(request, "look", Look),
    )
    return page(
        request,
        "users/list.html",
        found=found_users.users(database, asked, turn_of(request.query_params)),
        asked=asked,
        roles=Role,
        organisations=listed.choices(database),
    )


@router.get("/new")
def ask_for_user(request: Request, database: Db) -> Response:
    """Ask who is invited, and as what."""
    organisation = id_in(request.query_params, "organisation")
    return draw_new(request, database, Form.empty(NewUser, organisation=organisation, side="none"))


@router.post("/new")
def invite_user(request: Request, database: Db, form: Submitted[NewUser]) -> Response:
    """Make an account with its first role, and mail the link to set a password."""
    if not form.errors:
        typed = form.values
        try:
            account = accounts.add_account(
                database, mail=typed.mail, name=typed.name, job=typed.job or ""
            )
            memberships.add_membership(
                database,
                account,
                database.find(Organisation, typed.organisation),
                role=typed.role,
                side=Side.none if typed.side == "none" else Side(typed.side),
                from_day=typed.from_day,
                to_day=typed.to_day,
            )
            accounts.invite(database, account)
        except Refused as refused:
            form.troubled(refused)
        else:
            return see(request, f"/users/{account.id}", message="user-invited")
    return draw_new(request, database, form, status=422)


@router.get("/{user_id}")
def show_user(request: Request, database: Db, user: FoundUser) -> Response:
    """Show a user, their roles and what was done with them."""
    roles = found_users.roles_of(database, user.id)
    return page(
        request,
        "users/show.html",
        user=user,
        roles=roles,
        signed_in=found_users.signed_in(database, user.id),
        doings=doings_about(database, [user.id, *(role.id for role in roles)]),
    )


@router.get("/{user_id}/change")
def ask_for_change(request: Request, user: FoundUser) -> Response:
    """Show what can be changed."""
    form = Form.empty(
        ChangedUser, version=user.version, name=user.name, mail=user.mail, job=user.job or None
    )
    return page(request, "users/change.html", form=form, user=user)


@router.post("/{user_id}/change")
def change_user(
    request: Request, database: Db, user: FoundUser, form: Submitted[ChangedUser]
) -> Response:
    """Change who somebody is here."""

    def do() -> None:
        typed = form.values
        accounts.change_account(
            database, user, mail=typed.mail, name=typed.name, job=typed.job or ""
        )

    status = change(database, form, user, do)
    if status is None:
        return see(request, f"/users/{user.id}", message="user-changed")
    return page(request, "users/change.html", status=status, form=form, user=user)


@router.post("/{user_id}/invite")
def invite_again(request: Request, database: Db, user: FoundUser) -> Response:
    """Mail a new link to set a password."""
    accounts.invite(database, user)
    return see(request, f"/users/{user.id}", message="user-invited")


@router.post("/{user_id}/sign-out")
def sign_user_out(request: Request, database: Db, user: FoundUser) -> Response:
    """End every sign-in of a user."""
    accounts.sign_out_everywhere(database, user)
    return see(request, f"/users/{user.id}", message="user-signed-out")


@router.get("/{user_id}/suspend")
def ask_why_suspended(request: Request, user: FoundUser) -> Response:
    """Say what suspending means and ask why."""
    return draw_suspend(request, user, Form.empty(Suspend, version=user.version))


@router.post("/{user_id}/suspend")
def suspend_user(
    request: Request, database: Db, user: FoundUser, form: Submitted[Suspend]
) -> Response:
    """Bar a user from signing in and sign them out everywhere."""
    status = change(
        database, form, user, lambda: accounts.suspend(database, user, reason=form.values.reason)
    )
    if status is None:
        return see(request, f"/users/{user.id}", message="user-suspended")
    return draw_suspend(request, user, form, status=status)


@router.post("/{user_id}/restore")
def restore_user(request: Request, database: Db, user: FoundUser) -> Response:
    """Let a suspended user sign in again."""
    accounts.restore(database, user)
    return see(request, f"/users/{user.id}", message="user-restored")


def draw_new(
    request: Request, database: Database, form: Form[NewUser], *, status: int = 200
) -> Response:
    """Draw the page that asks who is invited."""
    return page(
        request,
        "users/new.html",
        status=status,
        form=form,
        organisations=listed.choices(database),
        roles=ROLES,
        sides=SIDES,
    )


def draw_suspend(
    request: Request, user: Account, form: Form[Suspend], *, status: int = 200
) -> Response:
    """Draw the page that asks why a user is suspended."""
    return confirm(
        request,
        form,
        status=status,
        title=f"Suspend {user.name}?",
        sentences=(
            "They are signed out everywhere at once and cannot sign in again.",
            "What they did stays under their name. A manager gives their cases to a colleague.",
        ),
        reasons=[(reason.value, reason.label) for reason in SuspendReason],
        action=f"/users/{user.id}/suspend",
        button="Suspend",
        back=f"/users/{user.id}",
    )
