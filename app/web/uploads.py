"""Files that people send with a form: only on the pages that ask for them, and only so large."""

import re
from typing import NamedTuple

from starlette.formparsers import MultiPartParser

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE

# A file about a person never touches the disk on its way in: it is read in memory, then encrypted.
MultiPartParser.spool_max_size = 2 * LARGEST

# The paths whose forms take files, and how many bytes these may have beside the form.
PLACES = (
    (re.compile(r"^/cases/[^/]+/documents/new$"), LARGEST),
    (re.compile(r"^/imports$"), 2 * MEGABYTE),
    (re.compile(r"^/returns/[^/]+/[^/]+/file$"), 2 * MEGABYTE),
)


class Upload(NamedTuple):
    """A file as it came: the name its sender gave it, and its bytes."""

    name: str
    content: bytes


def room_for_files(path: str) -> int:
    """How many bytes of files a form at this path may carry; 0 where it takes none."""
    return next((most for place, most in PLACES if place.match(path)), 0)
