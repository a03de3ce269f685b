"""Sending a restatement: a submitted version beside today, with the reason for every difference."""

from collections.abc import Sequence

from app.database import Database
from app.errors import Refused
from app.models import ReturnRestatement, ReturnSource, ReturnVersion, Role
from app.models.return_version import copied_from_version
from app.reporting.bridge.bridge import Crossing


def restate(
    database: Database,
    version: ReturnVersion,
    crossings: Sequence[Crossing],
    *,
    known_at: int,
    words: str | None = None,
) -> ReturnRestatement:
    """Send the commissioner what a version would say as known at a later moment, and why.

    It goes through the gate like everything else. Raises Refused where nothing changed.
    """
    viewer = database.viewer
    if viewer.role is not Role.manager:
        raise Refused("Only a manager can do this. Ask one of them.")
    if version.source == ReturnSource.own_system:
        raise Refused("These figures come from your own system. Submit a new file instead.")
    changed = [one for one in crossings if one.changes]
    if not changed:
        raise Refused("Nothing is different from what was submitted.")
    made = ReturnRestatement(
        **copied_from_version(version),
        known_at=known_at,
        crossings=[
            [*one.key, one.was, one.now, [[str(c.reason), c.came, c.went] for c in one.changes]]
            for one in changed
        ],
        words=words,
        signed_by_id=viewer.account_id,
        signed_as=", ".join(filter(None, (viewer.name, viewer.job))),
    )
    database.add(made)
    database.flush()
    database.record(made, "sent", cells=len(changed))
    database.later("restatement", made.id)
    return made
