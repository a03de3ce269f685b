"""Reading YAML the way its authors mean it: `no` is a word, `01` is a code, a key counts once."""

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import yaml


class Repeated(yaml.YAMLError):
    """A key is there twice; plain YAML would silently keep the last."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"“{key}” is there twice")
        self.key = key
        self.line = line


# The parser in C, where PyYAML was built with it, reads the code lists ten times faster.
if TYPE_CHECKING:
    Safe = yaml.SafeLoader
else:
    Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(Safe):
    """The words of YAML 1.2: true, false, null and decimal numbers are those; all else is text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's name

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's own signature
    ) -> dict[Hashable, Any]:
        """A mapping, unless one of its keys is there twice: then raises `Repeated`."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise Repeated(str(key.value), key.start_mark.line + 1)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", list("-0123456789")),
):
    Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


def read(text: str) -> Any:
    """The plain data of a YAML text. Raises `yaml.YAMLError` (with marks) or `Repeated`."""
    return yaml.load(text, Loader=Loader)  # noqa: S506 - Loader is a SafeLoader


def compose(text: str) -> yaml.Node | None:
    """The node tree of a YAML text, which knows the line of everything in it."""
    return yaml.compose(text, Loader=Loader)
