"""What a role may do with the rows it sees. The database has already decided which exist."""

from collections.abc import Mapping
from enum import StrEnum

from app.access.conditions import DatabaseRole
from app.models.membership import Role

# The database role under which each kind of membership works.
DATABASE_ROLE: Mapping[Role, DatabaseRole] = {
    Role.navigator: DatabaseRole.casework,
    Role.worker: DatabaseRole.casework,
    Role.manager: DatabaseRole.casework,
    Role.referrer: DatabaseRole.casework,
    Role.guardian: DatabaseRole.casework,
    Role.commissioner: DatabaseRole.commissioning,
    Role.evaluator: DatabaseRole.commissioning,
    Role.administrator: DatabaseRole.administration,
}


class Permission(StrEnum):
    """Things people do, as they would say them."""

    refer = "refer"
    log_received = "log a referral received"
    decide = "decide on referrals"
    allocate = "allocate cases"
    work = "work cases"
    deliver = "run groups, lessons and shifts"
    see_own_figures = "see the provider's own figures"
    report = "report to the commissioner"
    tell = "write case studies"
    commission = "review commissioned figures"
    see_money = "see what commissions cost"
    state_spend = "say what was spent"
    keep_money = "vary commissions and keep the budget"
    guard = "see who opened a record"
    administer = "administer"


P, R = Permission, Role
MAY: Mapping[Permission, frozenset[Role]] = {
    P.refer: frozenset({R.navigator, R.referrer, R.worker, R.manager}),
    P.log_received: frozenset({R.worker, R.manager, R.navigator}),
    P.decide: frozenset({R.manager}),
    P.allocate: frozenset({R.manager}),
    P.work: frozenset({R.worker, R.manager, R.navigator}),
    P.deliver: frozenset({R.worker, R.manager}),
    P.see_own_figures: frozenset({R.manager, R.worker, R.navigator}),
    P.report: frozenset({R.manager}),
    P.tell: frozenset({R.worker, R.manager}),
    P.commission: frozenset({R.commissioner, R.evaluator}),
    P.see_money: frozenset({R.commissioner, R.evaluator, R.manager}),
    # The provider's manager says it; a commissioner may, of what it bought.
    P.state_spend: frozenset({R.commissioner, R.manager}),
    P.keep_money: frozenset({R.commissioner}),
    P.guard: frozenset({R.guardian}),
    P.administer: frozenset({R.administrator}),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether somebody in this role may do this at all (row policies still decide with what)."""
    return role in MAY[permission]
