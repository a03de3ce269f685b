"""The small words that every part of a programme document is made of."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


def _written_out(value: Any) -> Any:
    """A code such as 12 is text, however YAML read it."""
    return str(value) if type(value) is int else value


Code = Annotated[
    str,
    BeforeValidator(_written_out),
    StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40),
]
"""What is stored for a choice: letters, digits and hyphens (`istv-assault-method`, `12`)."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
"""The name of a question, field or counter: small letters, digits and underscores."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""A label of one line."""

Sentences = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""A few sentences, such as a help text or a definition."""

Side = Literal["perpetrator", "partner"]

UNKNOWN = "not-known"
"""The answer "not known", in every type of question that allows it."""


class Part(BaseModel):
    """A piece of a document: nothing unforeseen in it, and it never changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Part):
    """A code and the words shown for it."""

    code: Code
    label: Words
    help: Sentences | None = None
