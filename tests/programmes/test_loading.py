"""Loading: a changed document is a new version, and what was asked before stays as it was asked."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, select

from app.access import DatabaseRole
from app.database import Database, transaction
from app.errors import CannotStart
from app.models import Event, Programme, ProgrammeVersion
from app.operations.migration import Addresses
from app.programmes import loading
from app.programmes.reading import read


@pytest.fixture
def database(where: Addresses) -> Iterator[Database]:
    """A transaction as an administrator's database role."""
    assert where.login
    with transaction(role=DatabaseRole.administration) as database:
        yield database


@pytest.fixture
def document() -> dict[str, Any]:
    """A document of its own for each test, so that no other test meets its versions."""
    path = loading.FOLDER / "mvp.yaml"
    read_one: dict[str, Any] = read(path.read_text(encoding="utf-8"))
    return read_one | {"code": f"trial-{uuid4().hex[:8]}"}


def with_question(document: dict[str, Any], label: str) -> dict[str, Any]:
    """The same document, asking its first question with another label."""
    changed = deepcopy(document)
    changed["referral"]["sections"][0]["questions"][0]["label"] = label
    return changed


def test_the_same_document_makes_no_second_version(
    database: Database, document: dict[str, Any]
) -> None:
    first = loading.load(database, document)
    again = loading.load(database, deepcopy(document))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.version.id == first.version.id


def test_old_answers_stay_under_the_questions_that_were_asked(
    database: Database, document: dict[str, Any]
) -> None:
    old = loading.load(database, with_question(document, "What was it about then?")).version
    new = loading.load(database, with_question(document, "What is it about now?")).version
    assert (old.number, new.number) == (1, 2)
    then = loading.definition_of(old).in_words({"reason": ["physical"]})
    assert [(one.question.label, one.text) for one in then] == [
        ("What was it about then?", "Physical abuse")
    ]
    assert loading.definition_of(new).questions[0].label == "What is it about now?"


def test_the_newest_version_is_the_one_for_new_referrals(
    database: Database, document: dict[str, Any]
) -> None:
    loading.load(database, document)
    newest = loading.load(database, with_question(document, "Changed?")).version
    programme = database.exec(select(Programme).where(Programme.code == document["code"])).one()
    found = loading.newest_version(database, programme)
    assert found
    assert found.id == newest.id
    pairs = {one.code: version.id for one, version in loading.newest_versions(database)}
    assert pairs[document["code"]] == newest.id


def test_a_document_that_is_taken_back_is_a_version_again(
    database: Database, document: dict[str, Any]
) -> None:
    loading.load(database, document)
    loading.load(database, with_question(document, "Changed?"))
    back = loading.load(database, document)
    assert (back.is_new, back.version.number) == (True, 3)
    assert loading.definition_of(back.version).questions[0].label != "Changed?"


def test_a_changed_name_renames_the_programme(database: Database, document: dict[str, Any]) -> None:
    loading.load(database, document)
    loading.load(database, document | {"name": "Another name"})
    programme = database.exec(select(Programme).where(Programme.code == document["code"])).one()
    assert programme.name == "Another name"


def test_loading_leaves_an_event(where: Addresses, document: dict[str, Any], owner: Engine) -> None:
    assert where.login
    with transaction(role=DatabaseRole.administration) as database:
        programme_id = loading.load(database, document).version.programme_id
    with owner.connect() as connection:
        seen = connection.execute(
            select(col(Event.what))
            .where(col(Event.about_id) == programme_id)
            .order_by(col(Event.seq))
        )
        assert list(seen.scalars()) == ["made", "loaded"]


def test_a_wrong_document_is_refused_in_one_sentence(
    database: Database, document: dict[str, Any]
) -> None:
    with pytest.raises(CannotStart, match=r"tier: “first” is not possible here") as refused:
        loading.load(database, document | {"tier": "first"})
    assert "\n" not in str(refused.value)
    assert not database.exec(select(Programme).where(Programme.code == document["code"])).all()


def test_a_version_cannot_be_changed_by_anybody_who_serves(
    where: Addresses, document: dict[str, Any]
) -> None:
    assert where.login
    with transaction(role=DatabaseRole.administration) as database:
        version = loading.load(database, document).version
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction(role=DatabaseRole.administration) as database,
    ):
        database.execute(
            text("UPDATE programme_version SET document = '{}' WHERE id = :id"), {"id": version.id}
        )


def test_every_shipped_document_loads(database: Database) -> None:
    loading.load_all(database)
    codes = database.exec(select(col(Programme.code))).all()
    assert {path.stem for path in loading.documents()} <= set(codes)
    versions = database.exec(select(ProgrammeVersion)).all()
    assert all(loading.definition_of(version).code in codes for version in versions)
