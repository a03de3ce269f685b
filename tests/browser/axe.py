"""Asking axe-core about a page, without weakening the page's content security policy."""

import json
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import CDPSession, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Nothing is fetched beforehand: only rules about media and locked screens would look at it, and our
# pages have no media and no style sheets of others.
RUN = f"""
typeof axe === 'undefined' ? 'not there' : axe.run(
  document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations'], preload: false}}
).then(found => JSON.stringify(
  found.violations.flatMap(v => v.nodes.map(n => `${{v.id}}: ${{v.help}} (${{n.target.join(' ')}})`))))
"""
# A way into each page beside its own scripts; it lasts as long as the page.
sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


def violations(page: Page) -> list[str]:
    """Return every accessibility violation of a page as `rule: help (selector)`."""
    if page not in sessions:
        sessions[page] = page.context.new_cdp_session(page)
    said = evaluate(sessions[page], RUN)
    if said == "not there":
        said = evaluate(sessions[page], f"{AXE.read_text()};\n{RUN}")
    found: list[str] = json.loads(said)
    return found


def evaluate(session: CDPSession, expression: str) -> str:
    """What an expression comes to in a page, whatever the page itself allows."""
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
