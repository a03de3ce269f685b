"""What a handler asks for by name: somebody signed in, and the door opened as them.

    def decline_referral(request: Request, database: Db, form: Submitted[Decline]) -> Response: …

The request's transaction is committed before the answer is sent (`scope="function"`), and never for
an answer of 400 or more. A form with a key that was stored before is answered with what came of it.
"""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.access import Permission, may
from app.database import Database, transaction
from app.errors import AlreadyDone, Collided, Locked, NotChosen, NotFound, SignInNeeded, Trouble
from app.models import Refusal, Submission
from app.queries.sign_ins import FoundSignIn, find_sign_in
from app.web import cookies, kept
from app.web.posted import Posted

KEPT_REFUSALS = frozenset({403, 404, 409})


def open_door(request: Request) -> Iterator[Database]:
    """Open the one transaction of this request as whoever is signed in.

    Raises SignInNeeded, Locked or NotChosen; each leads to the page where it can be put right.
    """
    try:
        with transaction() as database:
            found = sign_in_of(request, database)
            if found.locked:
                raise Locked
            if found.viewer is None:
                raise NotChosen
            database.flush()
            database.become(found.viewer)
            request.state.viewer = found.viewer
            key = take_key(request, database)
            kept.find(request, database)
            yield database
            status = getattr(request.state, "answer_status", 200)
            database.keep = status < 400  # noqa: PLR2004 - HTTP's own line
            if database.keep:
                kept.end(database, getattr(request.state, "posted", None))
            if key and database.keep:
                place = getattr(request.state, "answer_location", request.url.path)
                database.execute(
                    update(Submission).where(col(Submission.key) == key).values(location=place)
                )
    except Collided:
        # Nothing was refused: it is tried once more.
        raise
    except Trouble as trouble:
        keep_refusal(request, trouble.status)
        raise


def sign_in_of(request: Request, database: Database) -> FoundSignIn:
    """The live sign-in of a request; fills what the page frame shows. Raises SignInNeeded."""
    reference = cookies.read(request)
    found = find_sign_in(database, reference) if reference else None
    if found is None:
        raise SignInNeeded
    request.state.sign_in_id = found.id
    request.state.demo = found.installation == "demo"
    request.state.memberships = found.memberships
    request.state.session_ends = found.ends_at
    return found


def take_key(request: Request, database: Database) -> UUID | None:
    """Claim the key of a posted form. Raises AlreadyDone for one that was stored before.

    Of two posts at once the second waits here for the first, and then finds what came of it.
    """
    posted: Posted | None = getattr(request.state, "posted", None)
    if posted is None or posted.key is None:
        return None
    claim = (
        insert(Submission)
        .values(key=posted.key, account_id=database.viewer.account_id)
        .on_conflict_do_nothing()
        .returning(col(Submission.key))
    )
    # The number of rows is not told for such an INSERT: ask for the row itself.
    if database.scalar(claim) is not None:
        return posted.key
    place = database.scalar(
        select(col(Submission.location)).where(col(Submission.key) == posted.key)
    )
    raise AlreadyDone(place or "/")


def keep_refusal(request: Request, status: int) -> None:
    """Keep that something was refused, in a transaction of its own: the first one kept nothing."""
    viewer = getattr(request.state, "viewer", None)
    if viewer is None or status not in KEPT_REFUSALS:
        return
    route = getattr(request.scope.get("route"), "name", "")
    with transaction() as database:
        database.add(
            Refusal(
                organisation_id=viewer.organisation_id,
                account_id=viewer.account_id,
                membership_id=viewer.membership_id,
                route=route,
                status=status,
            )
        )


Db = Annotated[Database, Depends(open_door, scope="function")]


def allowed(permission: Permission) -> Any:
    """A dependency for routes that only some roles may use; for the others they do not exist."""

    def check(database: Db) -> None:
        if not may(database.viewer.role, permission):
            raise NotFound

    return Depends(check)
