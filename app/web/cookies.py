"""The one cookie of the service: the reference of a sign-in, and nothing else."""

from fastapi import Request, Response
from starlette.requests import HTTPConnection


def name(request: HTTPConnection) -> str:
    """Return the cookie's name: bound to the host, or on plain http to the port as well.

    Browsers refuse `__Host-` cookies without https, and share cookies between ports of a host.
    """
    if request.url.scheme == "https":
        return "__Host-throughline"
    return f"throughline_{request.url.port or 80}"


def read(request: HTTPConnection) -> str | None:
    """Return the reference the browser carries, if any."""
    return request.cookies.get(name(request))


def give(request: Request, response: Response, reference: str) -> None:
    """Hand the browser the reference of a sign-in; it ends with the browser at the latest."""
    response.set_cookie(
        name(request),
        reference,
        path="/",
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
    )


def take(request: Request, response: Response) -> None:
    """Take the reference back, and with it whatever the browser keeps of our pages."""
    response.delete_cookie(
        name(request), path="/", httponly=True, secure=request.url.scheme == "https", samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
