"""What is offered, to whom and where: programmes, commissions, settings."""

from collections.abc import Mapping

from app.access.conditions import ALL, COMMISSIONED, A, C, DatabaseRole, N, Q, Rows, everyone_reads
from app.access.rows.money import BOUGHT, PROVIDED

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    "programme": everyone_reads(),
    # A version never changes: no role has UPDATE.
    "programme_version": everyone_reads(extra={A: Rows(see=ALL, add=ALL)}),
    "commission": everyone_reads(
        extra={
            # A commissioner varies what it bought, and buys what comes after it.
            Q: Rows(
                see=COMMISSIONED,
                add="commissioner_id = {organisation} AND follows_id IS NOT NULL",
                change="commissioner_id = {organisation} AND {covers_own}",
                may_set=("ends_on", "places", "version"),
            )
        }
    ),
    "commission_area": everyone_reads(
        extra={Q: Rows(see=ALL, add=BOUGHT), A: Rows(see=ALL, add=ALL, remove=ALL)}
    ),
    "commission_funding": {
        C: Rows(see=PROVIDED),
        Q: Rows(
            see="EXISTS (SELECT FROM commission c WHERE c.id = commission_id)",
            add=BOUGHT,
            change=BOUGHT,
            remove=BOUGHT,
        ),
        A: Rows(see=ALL, add=ALL, change=ALL, remove=ALL),
    },
    "setting": everyone_reads(),
    "setting_stage": {
        C: Rows(
            see="organisation_id = {organisation}",
            add="organisation_id = {organisation} AND {covers}",
        ),
        Q: Rows(see="EXISTS (SELECT FROM commission c WHERE c.id = commission_id)"),
        N: Rows(see=ALL),
        A: Rows(see=ALL, add=ALL),
    },
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED = frozenset(
    {
        "programme_version",
        "commission",
        "commission_area",
        "commission_funding",
        "setting",
        "setting_stage",
    }
)
