"""The macros and the stylesheet are a pair: the macros draw what govuk-frontend 6.3.0 draws."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.web.templating import govuk

COMPONENTS = Path(__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
OURS = (
    "button", "character-count", "checkboxes", "date-input", "error-message", "error-summary",
    "fieldset", "hint", "input", "label", "pagination", "radios", "select", "textarea",
)  # fmt: skip


def fixtures() -> list[Any]:
    assert COMPONENTS.is_dir(), "The front-end packages are not installed: run make."
    return [
        pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
        for component in OURS
        for fixture in json.loads((COMPONENTS / component / "fixtures.json").read_text())[
            "fixtures"
        ]
    ]


def plain(html: str) -> str:
    """HTML without what means nothing: white space between tags and around attributes."""
    squeezed = re.sub(r"\s+", " ", html)
    return (
        re.sub(r"\s*([<>])\s*", r"\1", squeezed).replace("&#39;", "'").replace("&#34;", '"').strip()
    )


@pytest.mark.parametrize(("component", "fixture"), fixtures())
def test_a_control_is_drawn_as_the_design_system_draws_it(
    component: str, fixture: dict[str, Any]
) -> None:
    assert plain(str(govuk(component, fixture["options"]))) == plain(fixture["html"])
