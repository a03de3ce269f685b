"""What a viewer may ask figures about: the commissions that exist for them."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, true
from sqlmodel import col

from app.database import Database
from app.models import Commission, Organisation, Programme
from app.reporting.agreed import Agreed, agreed_of_commission, read_agreed, threshold_for
from app.reporting.measure import SCOPES, By
from app.reporting.periods import Span
from app.reporting.programmes import Said, said_by_programmes
from app.reporting.scopes import Scope, with_side
from app.reporting.values import SIDES


class Commissioned(NamedTuple):
    """A commission that exists for a viewer, with its programme and its provider."""

    id: UUID
    name: str
    programme: str
    programme_name: str
    provider: UUID
    provider_name: str
    agreed: Agreed = ()


@dataclass(frozen=True)
class Asked:
    """The commissions that exist for a viewer, and what their programmes say."""

    commissions: tuple[Commissioned, ...]
    said: Said

    def scopes(self, span: Span) -> tuple[Scope, ...]:
        """One for each commission and side, with the threshold of its agreement in a span."""
        return tuple(
            scope_of(one, side, span)
            for one in self.commissions
            for side in self.said.sides.get(one.programme) or ("",)
        )

    def choices(self, scopes: tuple[Scope, ...]) -> dict[By, dict[str, str]]:
        """The words for each value of each cut, by name."""
        found: dict[By, dict[str, str]] = {by: {} for by in SCOPES}
        known = {str(one.id): one for one in self.commissions}
        for scope in scopes:
            commission, _, side = scope.commission.partition(":")
            one, about = known[commission], f", {SIDES.get(side, side)}" if side else ""
            found[By.commission][scope.commission] = one.name + about
            found[By.programme][scope.programme] = one.programme_name + about
            found[By.provider][scope.provider] = one.provider_name
        found = {by: dict(sorted(names.items(), key=_by_name)) for by, names in found.items()}
        return found | self.said.words


def scope_of(one: Commissioned, side: str, span: Span) -> Scope:
    """A commission, on one side, with what it belongs to and its threshold in a span."""
    return Scope(
        with_side(str(one.id), side),
        with_side(one.programme, side),
        str(one.provider),
        threshold_for(one.agreed, span),
    )


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    return item[1].casefold(), item[0]


def may_ask_about(database: Database, commissioner: UUID | None = None) -> Asked:
    """What exists for the viewer of this transaction, under their row policies.

    With `commissioner` only what that organisation commissions: for jobs, which see all of it.
    """
    wanted = true() if commissioner is None else col(Commission.commissioner_id) == commissioner
    rows = database.execute(
        select(
            col(Commission.id),
            col(Commission.name),
            col(Programme.code),
            col(Programme.name),
            col(Organisation.id),
            col(Organisation.name),
            agreed_of_commission(),
        )
        .join(Programme, col(Programme.id) == Commission.programme_id)
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .where(wanted)
        .order_by(col(Commission.name))
    ).all()
    commissions = tuple(Commissioned(*row)._replace(agreed=read_agreed(row[-1])) for row in rows)
    return Asked(commissions, said_by_programmes(database))
