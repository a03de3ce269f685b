"""Pages that everybody may read and every cache may keep: no cookie, no script, a login of their own.

The database role behind them reads published editions and nothing else.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from app.access import DatabaseRole
from app.database import Database, transaction
from app.web.assets import asset
from app.web.drawing import drawn_for
from app.web.templating import environment

# Shared caches may answer for ten minutes, and ask us whether it changed after that.
KEPT = "public, max-age=600"


def open_public_door() -> Iterator[Database]:
    """One transaction as `publishing`; nobody is looked up."""
    with transaction(role=DatabaseRole.publishing) as database:
        yield database


PublicDb = Annotated[Database, Depends(open_public_door, scope="function")]


def public_page(request: Request, template: str, **context: Any) -> Response:
    """Draw a public page."""
    drawn = environment().get_template(template)
    token = drawn_for.set(request)
    try:
        body = drawn.render(request=request, path=request.url.path, **context).encode()
    finally:
        drawn_for.reset(token)
    return kept(request, body, "text/html; charset=utf-8")


def public_data(request: Request, data: Any) -> Response:
    """Hand out data as JSON that any other site may read."""
    body = json.dumps(data, ensure_ascii=False, indent=1).encode()
    answer = kept(request, body, "application/json; charset=utf-8")
    return open_to_all(answer)


def public_file(request: Request, body: bytes, name: str) -> Response:
    """Hand out a CSV file that any other site may read."""
    answer = kept(request, body, "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(answer)


def kept(request: Request, body: bytes, kind: str) -> Response:
    """An answer that caches keep, or a short word that theirs is still good."""
    tag = f'W/"{hashlib.sha256(asset("public.css").encode() + body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": KEPT, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def open_to_all(answer: Response) -> Response:
    """Let pages of other sites read an answer: it is public."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
