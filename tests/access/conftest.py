"""One filled partnership for all proofs that a worker does: they ask, and change nothing."""

from collections.abc import Iterator

import pytest

from app.access import permissions
from app.models import Role
from app.operations.migration import Addresses
from tests.access.delivered import deliver
from tests.access.filled import Filled, fill
from tests.access.house import furnish
from tests.world import load_programmes, make_world


@pytest.fixture(scope="session")
def filled(where: Addresses) -> Iterator[Filled]:
    """A partnership with a record of every kind for every party."""
    load_programmes(where)
    made = fill(make_world())
    furnish(made)
    deliver(made)
    yield made


@pytest.fixture
def everything_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every role may do everything: what is left is what the database itself refuses."""
    anybody = dict.fromkeys(permissions.MAY, frozenset(Role))
    monkeypatch.setattr(permissions, "MAY", anybody)
