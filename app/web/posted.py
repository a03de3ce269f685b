"""What a browser posted, read once per request and kept for whoever asks."""

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from app.web.uploads import Upload, room_for_files

# What every form of ours carries beside its fields.
CARRIED = frozenset({"_csrf", "_key", "_version", "_draft", "_kept", "_hand"})
MOST_BYTES = 2 * 1024 * 1024  # a form of ours is far smaller, even with 100,000 emoji in it
MOST_FIELDS = 2000  # a day sheet has many boxes; more than this is no form of ours


@dataclass(frozen=True)
class Posted:
    """The boxes of a posted form in their order, as they came; nothing is checked yet."""

    boxes: dict[str, list[str]]
    carried: dict[str, str]
    # Only where a page asks for files; elsewhere a file is a box that nobody asked for.
    files: dict[str, Upload] = field(default_factory=dict)

    @property
    def key(self) -> UUID | None:
        """The idempotency key minted when the form was drawn."""
        try:
            return UUID(self.carried.get("_key", ""))
        except ValueError:
            return None

    @property
    def version(self) -> int | None:
        """The version of the record that the form was drawn from."""
        text = self.carried.get("_version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - an integer column

    @property
    def draft(self) -> str | None:
        """The id of the draft this form is saved under."""
        return self.carried.get("_draft") or None


async def read_posted(request: Request) -> Posted:
    """Read the form of a request. A file counts as a box that nobody asked for, but where it is."""
    kept: Posted | None = getattr(request.state, "posted", None)
    if kept is not None:
        return kept
    boxes: dict[str, list[str]] = {}
    carried: dict[str, str] = {}
    files: dict[str, Upload] = {}
    form = await request.form(max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and room_for_files(request.url.path):
            if value.filename:
                files[name] = Upload(value.filename, await value.read())
        elif isinstance(value, UploadFile):
            boxes.setdefault(f"file {name}", []).append(value.filename or "")
        elif name in CARRIED:
            carried.setdefault(name, value)
        else:
            # NUL is shown as the sign for "not readable"; the checks then say so in words.
            boxes.setdefault(name, []).append(value.replace("\0", "\ufffd"))
    await form.close()
    posted = Posted(boxes, carried, files)
    request.state.posted = posted
    return posted


PostedForm = Annotated[Posted, Depends(read_posted)]
