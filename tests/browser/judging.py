"""What every page must be, whatever it shows: whole, accessible, and within its window."""

from collections.abc import Iterator, Sequence

from playwright.sync_api import Page, ViewportSize

from tests.browser.axe import violations
from tests.browser.screens import DESKTOP, NARROWEST, PHONE

WIDTHS = (DESKTOP, PHONE)
WHOLE = """() => {
  const of = (what) => [...document.querySelectorAll(what)];
  const ids = of('[id]').map((one) => one.id);
  return {
    lang: document.documentElement.lang, title: document.title, headings: of('h1').length,
    skip: of('a[href="#main-content"]').length, main: of('main#main-content').length,
    twice: ids.filter((one, n) => ids.indexOf(one) !== n),
    dead: of('a[href^="#"]').map((one) => one.getAttribute('href').slice(1))
      .filter((one) => one && !document.getElementById(one)),
  };
}"""


def judged(
    page: Page, *, error: bool = False, widths: Sequence[ViewportSize] = WIDTHS
) -> Iterator[str]:
    """What is wrong with a page as it stands, at these widths and the narrowest."""
    said = page.evaluate(WHOLE)
    if said["lang"] != "en-GB" or said["headings"] != 1 or not said["skip"] or not said["main"]:
        yield f"frame: {said}"
    if not said["title"].endswith(" – Throughline"):  # noqa: RUF001 - a dash
        yield f"title: {said['title']}"
    if error and not said["title"].startswith("Error: "):
        yield f"title in error: {said['title']}"
    if said["twice"] or said["dead"]:
        yield f"ids twice {said['twice']}, links to nowhere {said['dead']}"
    for width in widths:
        if page.viewport_size != width:
            page.set_viewport_size(width)
        yield from (f"{width['width']} px: {one}" for one in violations(page))
    page.set_viewport_size(NARROWEST)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        yield f"scrolls sideways by {wide} px at {NARROWEST['width']} px"
    page.set_viewport_size(DESKTOP)


def all_judged(page: Page, paths: list[str], *, error: bool = False) -> list[str]:
    """What is wrong with any of these pages, opened one after the other."""
    wrong = []
    for path in paths:
        page.goto(path)
        widths = (PHONE,) if error else WIDTHS
        wrong += [f"{path}: {one}" for one in judged(page, error=error, widths=widths)]
    return wrong
