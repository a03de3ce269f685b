"""Our static files and the built ones: their addresses with a version, and caching for a year."""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
YEAR = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"


@cache
def _built() -> dict[str, str]:
    """Return the versions of the built files (`manifest.json` of set-up)."""
    manifest = VENDOR / "manifest.json"
    return dict(json.loads(manifest.read_text())) if manifest.exists() else {}


def missing() -> str | None:
    """Return a sentence when set-up has not built the front-end files yet, else None."""
    if _built():
        return None
    return (
        "The front-end files are not built: app/static/vendor/manifest.json is missing. Run make."
    )


@cache
def asset(name: str) -> str:
    """Return the address of a static file, "app.css" or "vendor/htmx.min.js", with its version."""
    if version := _built().get(name.removeprefix("vendor/")):
        return f"/static/{name}?v={version}"
    file = STATIC / name
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"
    return f"/static/{name}?v={version}"


class Assets(StaticFiles):
    """Static files: a year in the browser when asked for by version, an hour otherwise."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file. Raises HTTPException 404 for one that is not there."""
        response = await super().get_response(path, scope)
        if response.status_code >= 400:  # noqa: PLR2004 - HTTP errors
            raise HTTPException(response.status_code)
        by_version = scope.get("query_string", b"").startswith(b"v=")
        response.headers["Cache-Control"] = YEAR if by_version else HOUR
        return response
