"""Following every link from the first page on, as somebody would who wants to see everything."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
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
# A list narrowed, sorted or turned over shows what it shows anyway.
NARROWED = 2
# More than this means that a kind of page is told apart by what it should not be.
MOST = 1500


def pages(
    visit: Visit, *, enough: int, always: Collection[str] = ()
) -> Iterator[tuple[str, Response]]:
    """Every page within reach of the first, each with its answer; `enough` of each kind.

    What a second case shows, a tenth does too.
    A link with one of the ids in `always` is followed however many of its kind there were.
    """
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        answer = visit.get(address, headers={"Accept": "text/html"})
        yield address, answer
        for link in LINK.findall(answer.text):
            target = urljoin(address, unescape(link))
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or target.startswith(NEVER):
                continue
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if found in seen:
                continue
            kind = IDS.sub("*", found)
            if not parts.query and any(one in found for one in always):
                kind = found
            if kinds[kind] < (min(enough, NARROWED) if parts.query else enough):
                kinds[kind] += 1
                seen.add(found)
                waiting.append(found)
        assert len(seen) <= MOST, "the crawl goes on and on"
