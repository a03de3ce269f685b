"""PDFs by typst. The document is a fixed template; everything else comes to it as data, never as source."""

import json
from pathlib import Path

import typst

APP = Path(__file__).resolve().parents[1]
# Copied there by set-up; without them typst falls back to a font of its own.
FONTS = APP / "static" / "vendor" / "fonts"
LETTER = APP / "templates" / "documents" / "letter.typ"


def letter(*, sender: str, address: str, day: str, title: str, words: str) -> bytes:
    """A letter as a tagged PDF (PDF/UA-1); `words` are plain text with empty lines between paragraphs."""
    paragraphs = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n")]
    said = {
        "sender": sender,
        "address": [line.strip() for line in address.splitlines() if line.strip()],
        "day": day,
        "title": title,
        "paragraphs": [part.split("\n") for part in paragraphs if part],
    }
    made: bytes = typst.compile(
        str(LETTER),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(said)},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return made
