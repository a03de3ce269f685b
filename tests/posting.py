"""Reading a page's form as a browser would, to send it back with something else in its boxes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes

TYPED = {"text", "search", "tel", "email", "number", "textarea", "password"}


@dataclass
class Form:
    """The main form of a page: where it goes, what it carries, and its boxes by kind."""

    action: str = ""
    carried: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)


class Drawn(HTMLParser):
    """What a page draws: its forms inside `main`, its ids, the links of its error summary."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._main = self._inside = False
        self._area: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids |= {said["id"]} if "id" in said else set()
        self._main = self._main or tag == "main"
        if tag == "a" and said.get("href", "").startswith("#"):
            self.links.append(said["href"][1:])
        if tag == "form" and self._main and said.get("method") == "post":
            self.forms.append(Form(said.get("action", "")))
            self._inside = True
        if self._inside and "name" in said:
            self._take(tag, said)
        if tag == "option" and self._inside and self._select:
            self.forms[-1].chosen[self._select].append(said.get("value", ""))

    def _take(self, tag: str, said: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], said["name"], said.get("type", "text")
        if tag == "textarea":
            self._area = name
            form.typed[name] = ""
        elif tag == "select":
            self._select = name
            form.chosen[name] = []
        elif tag == "input" and kind == "hidden":
            form.carried[name] = said.get("value", "")
        elif tag == "input" and kind in TYPED:
            form.typed[name] = said.get("value", "")
        elif tag == "input":
            form.chosen.setdefault(name, []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._area = None if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area and self._inside:
            self.forms[-1].typed[self._area] += data

    @property
    def form(self) -> Form | None:
        """The first form that asks for something."""
        return next((one for one in self.forms if one.typed or one.chosen), None)


def drawn(html: str) -> Drawn:
    """Read a page."""
    page = Drawn()
    page.feed(html)
    return page


def encoded(boxes: dict[str, Any]) -> bytes:
    """Boxes as a browser would send them; bytes go as they are, also when they are no text."""
    pairs = []
    for name, values in boxes.items():
        for value in values if isinstance(values, list) else [values]:
            raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
            pairs.append(f"{quote_from_bytes(name.encode())}={quote_from_bytes(raw)}")
    return "&".join(pairs).encode()
