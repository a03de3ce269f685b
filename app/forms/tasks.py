"""What people fill in about tasks, and about standards that rest."""

from uuid import UUID

from app.forms.cases import Code
from app.forms.fields import Fields, SafeDate, SafeText, asks


class MakeTask(Fields):
    """Something to do on a case, for whom and by when."""

    words: SafeText = asks("what is to be done")
    due_on: SafeDate = asks("the day it is due")
    account: UUID = asks("who will do it", missing="Select who will do it")


class ChangeTask(Fields):
    """The same for a task that is there; the words of one that the product made stay."""

    words: SafeText | None = asks("what is to be done", default=None)
    due_on: SafeDate = asks("the day it is due")
    account: UUID = asks("who will do it", missing="Select who will do it")


class PauseClock(Fields):
    """Why a standard is paused."""

    reason: Code = asks("why it is paused", missing="Select why it is paused")
