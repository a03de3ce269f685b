"""The template engine: our pages strictly, the GOV.UK form controls as their authors meant them."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uuid_utils.compat as uuids
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)

from app import clocks
from app.settings import settings
from app.web import words
from app.web.assets import asset
from app.web.choices import choice_items, in_words
from app.web.drawing import csrf_token, url_with

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def _cache() -> FileSystemBytecodeCache | None:
    """Keep compiled templates between runs; where nothing can be written, do without."""
    folder = settings().var / "cache" / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


@cache
def _controls() -> Environment:
    """Return the engine of the GOV.UK macros, which count on missing values being silent."""
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_cache(),
    )


@cache
def _control(component: str) -> Any:
    words_of = component.split("-")
    name = "govuk" + "".join(word.capitalize() for word in words_of)
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    return getattr(_controls().get_template(path).module, name)


def govuk(component: str, params: dict[str, Any]) -> str:
    """Draw a GOV.UK component, such as `govuk("date-input", {...})`."""
    drawn: str = _control(component)(params)
    return drawn


def mails_leave() -> bool:
    """Whether there is a mail server; without one, mails are kept and nobody gets them."""
    return settings().smtp_url is not None


def combined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return two mappings as one; the second wins."""
    return first | second


class Components(SimpleNamespace):
    """Every macro of `templates/components/`, as `ui.name(...)` in any template."""

    def __getattr__(self, name: str) -> Any:
        # First use: macros of one file may call those of another through `ui`.
        for template in sorted((TEMPLATES / "components").glob("*.html")):
            module = environment().get_template(f"components/{template.name}").module
            for macro in vars(module):
                if not macro.startswith("_"):
                    self.__dict__.setdefault(macro, getattr(module, macro))
        if name not in self.__dict__:
            raise AttributeError(name)
        return self.__dict__[name]


@cache
def environment() -> Environment:
    """Return the engine of our own templates."""
    ours = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_cache(),
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    ours.filters |= words.FILTERS | {"in_words": in_words, "combined": combined}
    ours.globals |= {
        "asset": asset,
        "choice_items": choice_items,
        "csrf_token": csrf_token,
        "url_with": url_with,
        "govuk": govuk,
        "mails_leave": mails_leave,
        "new_key": uuids.uuid7,
        "ui": Components(),
        "today": clocks.today,
        "now": clocks.now,
    }
    return ours
