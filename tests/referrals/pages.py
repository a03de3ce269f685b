"""What the tests of referral pages share: what a navigator types, and reading a page back."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy import Engine, event, text

from app.database import Viewer, engine
from tests.visits import Visit
from tests.world import World

QUICK: Mapping[str, Any] = {
    "preferred_name": "Quillon",
    "age_given": "16",
    "reason": ["assault"],
    "agreement": "agreed",
    "phone": "07700 900 001",
    "reach": ["text"],
    "immediate_risk": "no",
    "do": "send",
}


def quick_page(world: World, commission: str = "hospital") -> str:
    return f"/referrals/new/{world.commissions[commission].id}/quick"


def whole_page(world: World, commission: str = "hospital") -> str:
    return f"/referrals/new/{world.commissions[commission].id}"


def action_of(body: str) -> str:
    """Where the form of a page is sent, with the id of its draft."""
    found = re.search(r'<form action="([^"]+)" method="post" id="form"', body)
    assert found is not None
    return unescape(found[1])


def draft_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["draft"][0]


def send_quick(visit: Visit, world: World, **other: Any) -> Any:
    """Open the one-page form and send it as a browser would."""
    action = action_of(visit.get(quick_page(world)).text)
    boxes = {**QUICK, **other}
    return visit.post(action, {name: said for name, said in boxes.items() if said is not None})


def id_in(url: Any) -> UUID:
    """The id of the referral in an address."""
    found = re.search(r"/(?:referrals|queue)/([0-9a-f-]{36})", str(url))
    assert found is not None, url
    return UUID(found[1])


def work_at(owner: Engine, viewer: Viewer, world: World, setting: str) -> None:
    """Say in the membership where somebody usually works."""
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE membership SET setting_id = :setting WHERE id = :id"),
            {"setting": world.settings[setting].id, "id": viewer.membership_id},
        )


def count(owner: Engine, sentence: str, **values: Any) -> int:
    """How many rows there are, whoever may see them."""
    with owner.begin() as connection:
        return int(connection.execute(text(sentence), values).scalar_one())


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that a page sends while the block runs."""
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(engine(), "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine(), "before_cursor_execute", listen)
