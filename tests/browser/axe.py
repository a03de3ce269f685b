"""Asking axe-core about a page, without weakening the page's content security policy."""

import json
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Nothing is fetched beforehand: only rules about media and locked screens would look at it, and our
# pages have no media and no style sheets of others.
RUN = """
axe.run(document, {runOnly: %s, resultTypes: ['violations'], preload: false}).then(found => JSON.stringify(
  found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help} (${n.target.join(' ')})`))))
"""


def violations(page: Page) -> list[str]:
    """Return every accessibility violation of a page as `rule: help (selector)`."""
    session = page.context.new_cdp_session(page)

    def evaluate(expression: str) -> str:
        answer = session.send(
            "Runtime.evaluate",
            {
                "expression": expression,
                "awaitPromise": True,
                "returnByValue": True,
                "allowUnsafeEvalBlockedByCSP": True,
            },
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return str(answer["result"].get("value", ""))

    try:
        if evaluate("typeof axe") == "undefined":
            evaluate(AXE.read_text())
        found: list[str] = json.loads(evaluate(RUN % json.dumps(list(TAGS))))
    finally:
        session.detach()
    return found
