"""What is wrong with a document: where it stands, and what would be right.

Made for programme documents; what else is a document of ours brings its own `Kind` of document.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError

from app.programmes import consistency
from app.programmes.definition import Definition
from app.programmes.reading import Repeated, compose, read
from app.programmes.wording import Place, capital, in_words, suggestion


class Problem(NamedTuple):
    """One thing that is wrong: file, line (from 1), key (`referral.quick[2]`) and two sentences.

    The line is 0 when no line of the file can be named.
    """

    file: str
    line: int
    key: str
    says: str
    right: str = ""

    def __str__(self) -> str:
        """One line, as compilers write them."""
        place = ":".join(filter(None, (self.file, str(self.line or ""), f" {self.key}".rstrip())))
        return f"{place}: " + " ".join(filter(None, (self.says, self.right)))


class Kind(NamedTuple):
    """A kind of document: its schema, what a well-shaped one can still get wrong, and its name."""

    schema: type[BaseModel]
    faults: Callable[[Any], Iterable[Any]]
    says: str


PROGRAMME = Kind(
    Definition,
    consistency.faults,
    "A programme document is a block of keys, such as “code: ed-navigators”.",
)


def check(path: Path | str, kind: Kind = PROGRAMME) -> list[Problem]:
    """Every problem of the document in that file, by line; empty when it may be loaded."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [Problem(path.name, 0, "", "This is not a text file in UTF-8.")]
    except OSError:
        return [Problem(path.name, 0, "", "There is no such file, or it cannot be read.")]
    return check_text(text, file=path.name, kind=kind)


def check_text(text: str, *, file: str, kind: Kind = PROGRAMME) -> list[Problem]:
    """As `check`, for the text itself; `file` is the name to show."""
    try:
        tree, document = compose(text), read(text)
    except Repeated as repeated:
        says = f"“{repeated.key}” is there twice in the same block."
        return [Problem(file, repeated.line, repeated.key, says, "Keep one of them.")]
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        says = f"This is not readable YAML: {fault.problem}."
        right = "Look at the indentation, and put text with : , ? or # in quotes."
        return [Problem(file, line, "", says, right)]
    except yaml.YAMLError:
        return [Problem(file, 0, "", "This holds characters that YAML does not allow.")]
    return check_document(document, file=file, tree=tree, kind=kind)


def check_document(
    document: Any, *, file: str, tree: yaml.Node | None = None, kind: Kind = PROGRAMME
) -> list[Problem]:
    """As `check`, for the plain data of a document; lines only when its node tree is given."""
    if not isinstance(document, dict):
        return [Problem(file, 1 if tree else 0, "", kind.says)]
    found: list[tuple[Place, str, str]] = []
    try:
        definition = kind.schema.model_validate(document)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        found.extend((error["loc"], *in_words(error, kind.schema)) for error in errors)
    else:
        found.extend(
            (fault.path, f"{capital(fault.says)}.", suggestion(fault.word, fault.allowed))
            for fault in kind.faults(definition)
        )
    problems = [
        Problem(file, _line(tree, place), _key(place), says, right) for place, says, right in found
    ]
    return sorted(problems, key=lambda problem: (problem.line, problem.key))


def _line(tree: yaml.Node | None, place: Place) -> int:
    """The line of the deepest part of the place that is really in the file."""
    if tree is None:
        return 0
    node, line = tree, 1
    for part in place:
        below = _below(node, part)
        if below is None:
            break
        line, node = below
    return line


def _below(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
    """The line of one step down and the node there."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None


def _key(place: Place) -> str:
    """`("referral", "quick", 2)` as `referral.quick[2]`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
