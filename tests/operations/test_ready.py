"""What /ready says."""

from sqlalchemy import Engine

from app import database as door
from app.operations import jobs, ready
from app.operations.migration import Addresses
from app.operations.ready import State


def test_an_embedded_server_is_said_to_be_for_demo_and_trial(
    where: Addresses, owner: Engine
) -> None:
    jobs.seal()
    found = {part.name: part for part in ready.parts()}
    assert ready.is_ready(list(found.values()))
    assert found["seals"].state is State.good
    assert found["worker"].state is State.amber


def test_without_a_database_it_is_not_ready(where: Addresses) -> None:
    door.configure("postgresql://nobody:nothing@127.0.0.1:1/nowhere")
    try:
        assert not ready.is_ready(ready.parts())
    finally:
        door.configure(where.login)
