"""Doing what a form asks for, unless something is wrong with it; a refusal is drawn, never lost.

done, trouble = attempt(form, lambda: plan.set_goal(database, case, …))
if done:
return see(…)
return draw(…, trouble=trouble)
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from fastapi import Request, Response

from app.database import Database
from app.errors import Refused, Stale
from app.web.forms import Form
from app.web.pages import page

UNPROCESSABLE = 422  # HTTP's own number


class Attempt(NamedTuple):
    """Whether it was done, and the refusal if the rules or somebody else's edit refused it."""

    done: bool
    trouble: Refused | Stale | None


def attempt(form: Form[Any], do: Callable[[], object]) -> Attempt:
    """Do it if the form has no errors. What is refused is given back, not raised."""
    if form.errors:
        return Attempt(done=False, trouble=None)
    try:
        do()
    except (Refused, Stale) as trouble:
        return Attempt(done=False, trouble=trouble)
    return Attempt(done=True, trouble=None)


@contextmanager
def by_itself(database: Database) -> Iterator[None]:
    """Keep what the block does whole or not at all, whatever becomes of the rest of the request.

    Where it fails, nothing of it is stored, recorded, counted or asked for afterwards.
    """
    before = list(database.said), list(database.stated), list(database.jobs)
    try:
        with database.begin_nested():
            yield
            database.flush()
    except Exception:
        database.said, database.stated, database.jobs = before
        raise


def change(database: Database, form: Form[Any], row: Any, do: Callable[[], object]) -> int | None:
    """Change a versioned row as its form asks.

    None once it is done; else the status to draw the form with again, its trouble on top, from the
    version that stands now.
    """

    def as_opened() -> None:
        database.expect(row, form.version)
        do()

    done, trouble = attempt(form, as_opened)
    if trouble is not None:
        form.troubled(trouble).version = row.version
        return trouble.status
    return None if done else UNPROCESSABLE


def confirm(
    request: Request,
    form: Form[Any],
    *,
    title: str,
    sentences: Sequence[str],
    reasons: Sequence[tuple[str, str]],
    action: str,
    button: str,
    back: str,
    status: int = 200,
    **more: Any,
) -> Response:
    """Draw the page that says what a grave step means and asks why."""
    return page(
        request,
        "administration/confirm.html",
        status=status,
        form=form,
        title=title,
        sentences=sentences,
        reasons=reasons,
        action=action,
        button=button,
        back=back,
        **more,
    )
