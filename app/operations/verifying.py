"""`throughline verify`: nobody touched the record, or here is the first place somebody did."""

import json
from pathlib import Path

from sqlalchemy import Connection

from app import events
from app.errors import CannotStart


def verify(connection: Connection, heads: Path | None = None) -> str:
    """Check the whole record and return a sentence. Raises CannotStart naming the first bad event.

    `heads` is a JSON file (organisation id → number of its last link) that was exported earlier.
    """
    verdict = events.verify(connection, json.loads(heads.read_text()) if heads else None)
    if verdict.flaws:
        lines = [f"organisation {flaw.organisation_id}: {flaw.sentence}" for flaw in verdict.flaws]
        raise CannotStart("\n".join(["Somebody touched the record:", *lines]))
    tail = f"; the last {verdict.unsealed} are not sealed yet" if verdict.unsealed else ""
    return f"The record is whole: {verdict.sealed} events checked{tail}."
