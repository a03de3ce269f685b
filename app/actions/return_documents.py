"""Return definitions in the database: a changed document is a new version, the old one stays."""

from pathlib import Path
from typing import Any

from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.errors import CannotStart
from app.models import ReturnDocument, ReturnDocumentVersion
from app.programmes.checking import Problem
from app.programmes.loading import fingerprint
from app.programmes.reading import read
from app.reporting.periods import Quarter
from app.reporting.returns.documents import FOLDER, check_return


def load_all(
    database: Database, folder: Path = FOLDER, *, since: Quarter | None = None
) -> list[ReturnDocumentVersion]:
    """Check and load every return definition of a folder; an unchanged one stays as it is.

    `since` is the first quarter that is asked for, where a document does not say. Raises CannotStart with the first problem, before anything is loaded.
    """
    files = sorted(folder.glob("*.yaml"))
    problems = [problem for file in files for problem in check_return(file)]
    if problems:
        raise CannotStart(_refusal(problems))
    said = {"since": since.code} if since else {}
    return [load(database, said | read(file.read_text(encoding="utf-8"))) for file in files]


def load_file(database: Database, file: Path | str) -> ReturnDocumentVersion:
    """Check and load the definition of a file.

    Raises CannotStart with its first problem, or where it asks for returns of the time before it was
    taken on.
    """
    problems = check_return(file)
    if problems:
        raise CannotStart(_refusal(problems))
    content = read(Path(file).read_text(encoding="utf-8"))
    _refuse_backdated(database, content)
    return load(database, content)


def _refuse_backdated(database: Database, content: dict[str, Any]) -> None:
    """The quarter before the one in which a definition is taken on is the first it can ask for.

    Returns of earlier quarters would all be overdue the next morning, and would be printed under
    the thresholds of a time when nobody had agreed what is printed of them.
    """
    said = Quarter.parse(content.get("since") or "")
    if said is None:
        return
    loaded = (
        select(ReturnDocumentVersion)
        .join(ReturnDocument)
        .where(ReturnDocument.code == content["code"])
    )
    versions = database.exec(loaded.order_by(col(ReturnDocumentVersion.number))).all()
    day = versions[0].loaded_at.astimezone(clocks.LONDON).date() if versions else clocks.today()
    first = Quarter.of(day).before
    if said < first and not (versions and versions[-1].content.get("since") == said.code):
        raise CannotStart(
            f"since: {said.code} is before this definition was taken on, and nobody owes a return that "
            f"nobody had asked for. Say {first.code} or a later quarter."
        )


def load(database: Database, content: dict[str, Any]) -> ReturnDocumentVersion:
    """Make a new version if the document changed since the newest one; else return that one."""
    document = database.exec(
        select(ReturnDocument).where(ReturnDocument.code == content["code"])
    ).first()
    if document is None:
        document = ReturnDocument(code=content["code"], name=content["name"])
        database.add(document)
        database.flush()
        database.record(document, "made")
    elif document.name != content["name"]:
        document.name = content["name"]
        database.record(document, "renamed")
    newest = database.exec(
        select(ReturnDocumentVersion)
        .where(ReturnDocumentVersion.document_id == document.id)
        .order_by(col(ReturnDocumentVersion.number).desc())
        .limit(1)
    ).first()
    if newest is not None and "since" in newest.content:
        # From when returns are asked for stays, unless the document says otherwise.
        content = {"since": newest.content["since"]} | content
    if newest is not None and newest.content == content:
        return newest
    number = newest.number + 1 if newest else 1
    made = ReturnDocumentVersion(
        document_id=document.id,
        number=number,
        content=content,
        fingerprint=fingerprint(content, number),
    )
    database.add(made)
    database.flush()
    database.record(document, "loaded", number=number)
    return made


def _refusal(problems: list[Problem]) -> str:
    more = f" ({len(problems) - 1} more.)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"
