"""A partnership with something to report."""

import pytest

from app import clocks
from app.reporting.periods import latest_whole
from tests.returns.quarter import in_quarter
from tests.world import World


@pytest.fixture
def busy(world: World) -> World:
    """A partnership whose last whole quarter saw eight people referred and some of them met."""
    quarter = latest_whole()
    with clocks.turned_to(in_quarter(quarter)):
        cases = [world.case() for _ in range(8)]
    with clocks.turned_to(in_quarter(quarter, 25)):
        for case in cases[:6]:
            world.meet(case)
    return world
