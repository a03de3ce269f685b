"""The shape of the house, kept by tests because rules kept by habit decay."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
LONGEST = 300

# From the ground up. A part may import from its own storey and from those below it.
STOREYS = (
    {"errors", "settings"},
    {"clocks"},
    {"models", "programmes", "reference"},
    {"access"},
    {"pathway", "closing", "connecting", "events", "facts", "gathering", "prepared", "viewer"},
    {"database"},
    {"queries", "reporting", "forms"},
    {"actions"},
    {"operations", "interchange"},
    {"web"},
    {"routers"},
    {"main", "cli"},
)
# Named exceptions, each with its reason.
ALLOWED = {
    # Encrypted columns need the keys; programme documents are rows as well as files.
    ("programmes", "models"),
    ("models", "programmes"),
}


@cache
def storey(part: str) -> int:
    """The storey of a part of the house; a part that is nowhere fails."""
    for height, parts in enumerate(STOREYS):
        if part in parts:
            return height
    raise AssertionError(f"app/{part} stands in no storey of tests/test_architecture.py")


def python_files() -> list[Path]:
    """Every file of the application."""
    return sorted(APP.rglob("*.py"))


def part_of(file: Path) -> str:
    """The part of the house that a file belongs to."""
    return file.relative_to(APP).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[str]:
    """The parts of the house that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "app":
            names = (
                [node.module]
                if node.module != "app"
                else [f"app.{alias.name}" for alias in node.names]
            )
            yield from (name.split(".")[1] for name in names)
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("app.")
            )


@pytest.mark.parametrize("file", python_files(), ids=lambda file: str(file.relative_to(APP)))
def test_a_part_imports_only_what_lies_below_it(file: Path) -> None:
    part = part_of(file)
    if part == "__init__":
        return
    wrong = {
        other
        for other in imports(file)
        if other != part and storey(other) > storey(part) and (part, other) not in ALLOWED
    }
    assert not wrong, f"{part} may not import {', '.join(sorted(wrong))}"


def committed(*endings: str) -> list[Path]:
    """Our own files with these endings."""
    folders = ("app", "tests", "migrations", "bench")
    found = [
        file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in endings
    ]
    return [
        file for file in found if "vendor" not in file.parts and "node_modules" not in file.parts
    ]


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in committed(".py", ".html", ".js", ".css", ".sql")
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_only_the_door_opens_the_database() -> None:
    """`create_engine` and `Session(` appear in the door alone; jobs and tools go through it too."""
    ways_round = ("create_engine(", "sessionmaker(", "psycopg.connect(", 'text("COMMIT')
    doors = {APP / "database.py", *(APP / "operations").glob("*.py")}
    found = [
        str(file.relative_to(APP))
        for file in python_files()
        if file not in doors and any(way in file.read_text(encoding="utf-8") for way in ways_round)
    ]
    assert not found


def test_only_actions_write() -> None:
    """Handlers and queries neither add, delete, record nor state."""
    writing = {"add", "add_all", "delete", "record", "state", "merge"}
    wrong = []
    for file in [
        *(APP / "routers").rglob("*.py"),
        *(APP / "queries").rglob("*.py"),
        *(APP / "reporting").rglob("*.py"),
    ]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if (
                is_call
                and node.func.attr in writing
                and getattr(node.func.value, "id", "") == "database"
            ):  # type: ignore[union-attr]
                wrong.append(f"{file.relative_to(APP)}:{node.lineno}")  # type: ignore[attr-defined]
    assert not wrong


def test_no_vague_names() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [str(file) for file in committed(".py", ".html") if file.stem.strip("_") in vague]


def test_time_comes_from_the_one_clock() -> None:
    asking = ("datetime.now(", "date.today(", "datetime.utcnow(", "time.time(")
    allowed = {APP / "clocks.py"}
    found = [
        str(file.relative_to(APP))
        for file in python_files()
        if file not in allowed and any(way in file.read_text(encoding="utf-8") for way in asking)
    ]
    assert not found


def test_templates_neither_decide_nor_trust() -> None:
    """No `|safe`, no inline style, no inline script, no handler attributes: the policy forbids them."""
    forbidden = ("|safe", "| safe", " style=", "<script>", " onclick=", "hx-on", "javascript:")
    wrong = [
        f"{file.relative_to(ROOT)}: {sign}"
        for file in committed(".html")
        for sign in forbidden
        if sign in file.read_text(encoding="utf-8")
    ]
    assert not wrong
