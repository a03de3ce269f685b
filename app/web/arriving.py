"""Where somebody goes once they have signed in: their cookie, and the page they came for."""

from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response

from app.actions import sign_ins
from app.database import transaction
from app.web import cookies
from app.web.pages import own_path, see


def arrive(
    request: Request, account_id: UUID, way: str | None, *, message: str | None = None
) -> Response:
    """Begin a sign-in for an account and lead on. What signed this browser in before ends."""
    before = cookies.read(request)
    with transaction() as database:
        if before:
            sign_ins.end_by_reference(database, before)
        reference = sign_ins.begin(database, account_id)
    answer = see(request, own_path(way), message=message)
    cookies.give(request, answer, reference)
    return answer


def with_way(page: str, way: str | None) -> str:
    """Return the address of a page that leads on to `way` afterwards."""
    path = own_path(way)
    return page if path == "/" else f"{page}?next={quote(path, safe='/')}"
