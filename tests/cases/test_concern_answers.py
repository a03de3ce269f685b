"""An answer about a concern is waited for as long as the service itself says."""

import json

from sqlalchemy import Engine, text

from app import clocks
from app.actions import concerns
from app.models import ConcernAction
from app.models.naming import new_id
from tests.cases.test_concerns import actions, raised
from tests.world import World


def test_who_still_waits_for_an_answer_waits_as_long_as_the_service_says(
    world: World, owner: Engine
) -> None:
    case = world.case()
    own = {"safeguarding": [{"action": "marac", "working_days": 1, "answer": 15}]}
    with owner.begin() as connection:
        # A version of their own, made long ago, so that nobody else is referred under it.
        connection.execute(
            text(
                "WITH own AS (INSERT INTO programme_version (id, programme_id, number, document,"
                " fingerprint, loaded_at) SELECT :id, programme_id, 0, document || CAST(:own AS jsonb),"
                ' :tag, now() FROM programme_version v JOIN "case" c ON v.id = c.programme_version_id'
                " WHERE c.id = :case RETURNING id)"
                ' UPDATE "case" SET programme_version_id = (SELECT id FROM own) WHERE id = :case'
            ),
            {"id": new_id(), "own": json.dumps(own), "tag": world.tag, "case": case.id},
        )
    concern = raised(world, case, plan=["marac"])
    now = clocks.now()
    with world.as_(world.worker) as database:
        action = database.find(ConcernAction, actions(world, concern)["marac"].id, lock=True)
        concerns.do_action(database, action, at=now, outcome="waiting")
        first = action.due_at
        concerns.hear_back(database, action, on=clocks.today(), outcome="waiting")
        assert action.due_at == first == clocks.add_working_days(now, 15)
