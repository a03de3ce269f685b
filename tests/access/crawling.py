"""Following every link from the first page on, as somebody would who wants to see everything."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from httpx2 import Response

from tests.visits import Visit

LINK = re.compile(r'(?:href|hx-get|data-url)="([^"]+)"')
# Codes in an address are names of one kind of page, as ids are.
IDS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d(?!\d)|(?<==)[^&]+|(?<=/needs/)[a-z-]+|(?<=/shelf/)[a-z0-9-]+"
)
NEVER = ("/static/", "/sign-out", "/demo")
# Pages of one kind that are opened: what a second case shows, a tenth does too.
ENOUGH = 12
MOST = 600


def pages(visit: Visit, *, enough: int = ENOUGH) -> Iterator[tuple[str, Response]]:
    """Every page within reach of the first, each with its answer; `enough` of each kind."""
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        answer = visit.get(address, headers={"Accept": "text/html"})
        yield address, answer
        for link in LINK.findall(answer.text):
            target = urljoin(address, unescape(link))
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or target.startswith(NEVER):
                continue
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            kind = IDS.sub("*", found)
            if found not in seen and kinds[kind] < enough:
                kinds[kind] += 1
                seen.add(found)
                waiting.append(found)
