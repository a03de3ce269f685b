"""Programme documents in the database: a changed document is a new version, the old one stays.

Every referral keeps the version it was made under; `definition_of` reads any version as a typed
Definition, so old answers always stand under the questions that were asked.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlmodel import SQLModel, col, select

from app.errors import CannotStart
from app.models.programme import Programme, ProgrammeVersion
from app.programmes.checking import Problem, check, check_document
from app.programmes.definition import Definition
from app.programmes.reading import read

FOLDER = Path(__file__).resolve().parent


class Database(Protocol):
    """What loading needs of the door."""

    def exec(self, statement: Any) -> Any: ...  # noqa: D102 - as SQLModel's session
    def add(self, instance: object) -> None: ...  # noqa: D102 - as SQLModel's session
    def flush(self) -> None: ...  # noqa: D102 - as SQLModel's session
    def record(self, row: SQLModel, what: str, **codes: Any) -> None: ...  # noqa: D102 - as the door


class Loaded(NamedTuple):
    """What loading a document came to."""

    version: ProgrammeVersion
    is_new: bool


def parse(document: dict[str, Any]) -> Definition:
    """A stored document as a Definition. Raises pydantic's ValidationError for a foreign shape."""
    return Definition.model_validate(document)


_definitions: dict[UUID, Definition] = {}


def definition_of(version: ProgrammeVersion) -> Definition:
    """The Definition of a version, read once per process: a version never changes."""
    found = _definitions.get(version.id)
    if found is None:
        found = _definitions[version.id] = parse(version.document)
    return found


def stored_definition(database: Database, version_id: UUID) -> Definition:
    """The Definition of a stored version by its id; its document is fetched once per process."""
    found = _definitions.get(version_id)
    if found is None:
        stored = select(ProgrammeVersion).where(ProgrammeVersion.id == version_id)
        found = definition_of(database.exec(stored).one())
    return found


def documents(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The programme documents of a folder, by name."""
    return tuple(sorted(folder.glob("*.yaml")))


def load_file(database: Database, path: Path | str) -> Loaded:
    """Check and load the document of a file. Raises CannotStart with its first problem."""
    problems = check(path)
    if problems:
        raise CannotStart(_refusal(problems))
    return _store(database, read(Path(path).read_text(encoding="utf-8")))


def load_all(database: Database, folder: Path = FOLDER) -> list[Loaded]:
    """Check and load every document of a folder. Raises CannotStart before anything is loaded."""
    problems = [problem for path in documents(folder) for problem in check(path)]
    if problems:
        raise CannotStart(_refusal(problems))
    return [_store(database, read(path.read_text(encoding="utf-8"))) for path in documents(folder)]


def load(database: Database, document: dict[str, Any]) -> Loaded:
    """Make a new version if the document changed since the newest one; else change nothing.

    Raises CannotStart when the document would not pass `check`.
    """
    problems = check_document(document, file=str(document.get("code", "document")))
    if problems:
        raise CannotStart(_refusal(problems))
    return _store(database, document)


def _store(database: Database, document: dict[str, Any]) -> Loaded:
    """Keep a document that was checked."""
    definition = parse(document)
    programme = _programme(database, definition)
    newest = newest_version(database, programme)
    if newest is not None and newest.document == document:
        return Loaded(newest, is_new=False)
    number = newest.number + 1 if newest else 1
    version = ProgrammeVersion(
        programme_id=programme.id,
        number=number,
        document=document,
        fingerprint=fingerprint(document, number),
    )
    database.add(version)
    database.flush()
    database.record(programme, "loaded", number=number)
    return Loaded(version, is_new=True)


def newest_version(database: Database, programme: Programme) -> ProgrammeVersion | None:
    """The version under which new referrals of a programme are made, or None."""
    versions = select(ProgrammeVersion).where(ProgrammeVersion.programme_id == programme.id)
    found = database.exec(versions.order_by(col(ProgrammeVersion.number).desc()).limit(1)).first()
    return found if isinstance(found, ProgrammeVersion) else None


def newest_id(database: Database, programme_id: UUID) -> UUID | None:
    """The id of the version under which new referrals of a programme are made, without its document."""
    versions = select(ProgrammeVersion.id).where(ProgrammeVersion.programme_id == programme_id)
    found = database.exec(versions.order_by(col(ProgrammeVersion.number).desc()).limit(1)).first()
    return found if isinstance(found, UUID) else None


def newest_versions(database: Database) -> list[tuple[Programme, ProgrammeVersion]]:
    """Every programme with its newest version, by name."""
    rows = database.exec(
        select(Programme, ProgrammeVersion)
        .where(col(ProgrammeVersion.programme_id) == col(Programme.id))
        .order_by(col(ProgrammeVersion.number))
    )
    # Later versions replace earlier ones; there are a few dozen in a lifetime.
    newest = {programme.id: (programme, version) for programme, version in rows}
    return sorted(newest.values(), key=lambda pair: pair[0].name)


def fingerprint(document: dict[str, Any], number: int) -> str:
    """SHA-256 of a document with its number: one that is taken back is a new version again."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{number}\n{text}".encode()).hexdigest()


def _programme(database: Database, definition: Definition) -> Programme:
    """The programme of a document, made or renamed as the document says."""
    found = database.exec(select(Programme).where(Programme.code == definition.code)).first()
    programme = found if isinstance(found, Programme) else None
    if programme is None or programme.name != definition.name:
        what = "made" if programme is None else "renamed"
        programme = programme or Programme(code=definition.code, name=definition.name)
        programme.name = definition.name
        database.add(programme)
        database.flush()
        database.record(programme, what)
    return programme


def _refusal(problems: list[Problem]) -> str:
    """The first problem, and how many more there are."""
    more = f" ({len(problems) - 1} more.)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"
