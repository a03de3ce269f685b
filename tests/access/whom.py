"""The words of the matrix: who may, and what a route answers them."""

from typing import NamedTuple

from app.models import Role
from tests.access.people import EVERYBODY
from tests.world import PEOPLE

R = Role


def of(*roles: Role) -> frozenset[str]:
    """Everybody who works in one of these roles."""
    return frozenset(name for name, (_, role, _) in PEOPLE.items() if role in roles)


REFERRERS = of(R.navigator, R.referrer, R.worker, R.manager)
WORKERS = of(R.navigator, R.worker, R.manager)
TEAM = of(R.worker, R.manager)
MANAGERS = of(R.manager)
READERS = WORKERS | of(R.guardian)
SEARCHERS = REFERRERS | of(R.guardian)
GUARDIANS = of(R.guardian)
COMMISSIONERS = of(R.commissioner, R.evaluator)
ADMINISTRATORS = of(R.administrator)
NOBODY: frozenset[str] = frozenset()
PUBLIC = EVERYBODY | {"signed-out"}

SHOWN, ASKED_AGAIN = frozenset({200}), frozenset({422})
# A press without boxes, or a page that leads on: whatever it says, it is theirs.
ACTED = frozenset({200, 303, 409, 422})
# What fits only some records (no such date in this programme, no letterbox on this side).
WHERE_IT_FITS = frozenset({200, 303, 404, 409, 422})


class Row(NamedTuple):
    """For whom a route exists, the kind of record that it names, and its answers to them."""

    may: frozenset[str]
    about: str
    get: frozenset[int]
    post: frozenset[int]


def rows(
    may: frozenset[str],
    about: str,
    paths: str,
    *,
    get: frozenset[int] = SHOWN,
    post: frozenset[int] = ASKED_AGAIN,
) -> dict[str, Row]:
    """The same row for several paths, one a line."""
    return {path: Row(may, about, get, post) for path in paths.split()}
