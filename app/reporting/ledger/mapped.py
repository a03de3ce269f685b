"""The columns of a large ledger in a file, so that every process of a machine starts quickly.

One process lays them out and writes them, alone; all of them map the file, and share its pages until
they write to one. The file holds what the columns hold: numbers, codes, keys of random subjects, and
no name of anybody. It is for this user only, and it is believed only if it ends where the database
says it does; else it is made anew.
"""

import fcntl
import json
import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import URL

from app.reporting.ledger.names import Names
from app.reporting.ledger.store import KEPT, LEAST, SPARE, Store
from app.reporting.ledger.stream import IDS, SETS, Numbering
from app.settings import settings

FROM = 200_000
"""Fewer facts than this are read faster than a file is worth."""
LAYOUT = "throughline-columns-3"
PAGE = 4096


class Kept(NamedTuple):
    """What a file held: columns and names up to a `seq`, and what the row with that `seq` said."""

    store: Store
    names: Names
    last: int
    mark: list[str]


def file_for(address: URL) -> Path:
    """Where the columns of the database with this address are kept."""
    # The embedded server has another socket after each start, and is the same database.
    host = (
        ""
        if str(address.query.get("host", "")).startswith("/")
        else f"{address.host}:{address.port}"
    )
    name = sha256(f"{host}/{address.database}".encode()).hexdigest()[:16]
    return settings().var / "columns" / f"{name}.columns"


def is_worth_it(facts: int) -> bool:
    """Whether a ledger of so many facts is kept in a file."""
    return facts >= FROM


def said(mark: Any) -> list[str]:
    """What the newest row says, as a file can hold it; empty for no row."""
    return [] if mark is None else [mark[0].isoformat(), str(mark[1])]


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Be the only process that reads or writes this file for the first time; others wait."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield  # nowhere to write: every process reads for itself
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def write(file: Path, store: Store, names: Names, last: int, mark: list[str]) -> bool:
    """Write the file anew, whole or not at all; False where that cannot be."""
    sections: list[tuple[str, Any, int]] = [  # name, the numbers, room for how many
        *((name, kept[: store.size], store.size + max(LEAST, store.size // SPARE))
          for name, kept in store.columns.items()),
        ("turned", store.turned, len(store.turned)),
    ]  # fmt: skip
    for name, numbering in {**names.ids, **names.sets}.items():
        for part in ("keys", "numbers"):
            found = getattr(numbering, part)
            sections.append((f"{name}:{part}", found, len(found)))
    place, listed = 0, []
    for name, numbers, room in sections:
        listed.append([name, numbers.dtype.str, place, len(numbers), room])
        place += -(-room * numbers.itemsize // PAGE) * PAGE
    head = json.dumps(
        {
            "layout": LAYOUT, "size": store.size, "last": last, "mark": mark, "sections": listed,
            "spoken": {name: list(kept) for name, kept in names.spoken.items()}, "said": names.said,
            "firsts": names.firsts, "heard": list(names.heard.items()), "length": place,
        }
    ).encode()  # fmt: skip
    start = -(-(len(head) + 16) // PAGE) * PAGE
    made = ""
    try:
        for left in file.parent.glob(f"{file.stem}-*.new"):
            left.unlink()  # by a process that was killed while it wrote
        number, made = tempfile.mkstemp(prefix=f"{file.stem}-", suffix=".new", dir=file.parent)
        with os.fdopen(number, "wb") as out:
            out.truncate(start + place)
            out.write(len(head).to_bytes(16, "big") + head)
            for (_name, numbers, _room), line in zip(sections, listed, strict=True):
                out.seek(start + line[2])
                out.write(np.ascontiguousarray(numbers).data)
        Path(made).replace(file)
    except OSError:
        with suppress(OSError):
            Path(made).unlink()
        return False
    return True


def read(file: Path) -> Kept | None:
    """Map a file; None where there is none that can be used."""
    try:
        with file.open("rb") as opened:
            is_ours = os.fstat(opened.fileno())
            if is_ours.st_uid != os.getuid() or is_ours.st_mode & 0o077:
                return None
            length = int.from_bytes(opened.read(16), "big")
            head = json.loads(opened.read(length)) if length < is_ours.st_size else {}
            start = -(-(length + 16) // PAGE) * PAGE
            if head.get("layout") != LAYOUT or is_ours.st_size != start + head["length"]:
                return None
            # Private: what this process stamps or adds is its own.
            whole = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError):
        return None
    found = {
        name: np.frombuffer(whole, kind, room, start + place)
        for name, kind, place, _size, room in head["sections"]
    }
    ids, sets = (
        {name: Numbering(found[f"{name}:keys"], found[f"{name}:numbers"]) for name in names}
        for names in (IDS, SETS)
    )
    spoken = {
        name: {one: number for number, one in enumerate(kept)}
        for name, kept in head["spoken"].items()
    }
    names = Names(ids, sets, spoken, head["said"], head["firsts"], dict(head["heard"]))
    store = Store({name: found[name] for name in KEPT}, head["size"], head["size"], found["turned"])
    return Kept(store, names, head["last"], head["mark"])
