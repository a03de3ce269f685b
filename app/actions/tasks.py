"""What is still to be done on a case."""

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Task


def finish(database: Database, task: Task) -> None:
    """Say that a task is done, by the viewer and now. Raises Refused if it was done before."""
    if task.done_at is not None:
        raise Refused("This was marked as done before. Nothing was changed.")
    task.done_at, task.done_by_id = clocks.now(), database.viewer.account_id
    database.flush()
    database.record(task, "done", kind=task.kind)
