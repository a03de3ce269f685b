"""What an uploaded file really is: told from its content, never believed from its name.

There is no virus scanner here: what is taken is kept as it is, encrypted, and is only ever sent
back as a download. Whoever runs Throughline scans downloads on the devices of their staff.
"""

import io
import zipfile
from typing import NamedTuple

import puremagic

from app.web.uploads import LARGEST, MEGABYTE, Upload

# An office file is a zip: more than this unpacked is a trap, not a letter.
MOST_UNPACKED = 200 * MEGABYTE
READABLE_SIGNS = "\t\n\r\f"


class FileKind(NamedTuple):
    """A kind of file that is taken."""

    label: str
    endings: tuple[str, ...]
    media_type: str


KINDS = {
    "pdf": FileKind("PDF", (".pdf",), "application/pdf"),
    "jpeg": FileKind("JPEG picture", (".jpg", ".jpeg"), "image/jpeg"),
    "png": FileKind("PNG picture", (".png",), "image/png"),
    "docx": FileKind(
        "Word document",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": FileKind(
        "Excel workbook",
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "txt": FileKind("Text", (".txt",), "text/plain; charset=utf-8"),
}
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings)
MEDIA = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}
HEART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def refusal(upload: Upload) -> tuple[str | None, str]:
    """The code of a file's kind, and a sentence if it is not taken (then the code is None)."""
    if not upload.content:
        return None, "The file is empty. Choose another one"
    if len(upload.content) > LARGEST:
        return None, f"The file must be {LARGEST // MEGABYTE} MB or smaller"
    kind = kind_of(upload.content)
    if kind is None:
        return None, "The file must be a PDF, JPEG, PNG, DOCX, XLSX or TXT file"
    if not upload.name.casefold().endswith(KINDS[kind].endings):
        said = " or ".join(KINDS[kind].endings)
        return None, f"The file is a {KINDS[kind].label}, but its name does not end in {said}"
    return kind, ""


def kind_of(content: bytes) -> str | None:
    """The code of what these bytes are, or None for anything that is not taken."""
    if content[:4] == b"PK\x03\x04":
        return _office(content)
    try:
        likely = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        likely = []
    found = next((MEDIA[one.mime_type] for one in likely if one.mime_type in MEDIA), None)
    if found is not None:
        # The sign at the very start, too: a picture with something else in front is no picture.
        starts = {"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
        return found if content.startswith(starts[found]) else None
    return "txt" if _is_text(content) else None


def _office(content: bytes) -> str | None:
    """Which office file a zip is; None for a plain zip, one with macros, or a trap."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            size = sum(one.file_size for one in parts.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if size > MOST_UNPACKED or "[Content_Types].xml" not in names:
        return None
    if any("vbaproject" in name.casefold() for name in names):
        return None
    return next((code for code, heart in HEART.items() if heart in names), None)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign in READABLE_SIGNS for sign in text)
