"""What people fill in about supervision, follow-ups and mails about tasks."""

from typing import Literal

from app.forms.cases import Code, ShortText
from app.forms.fields import Fields, FutureDate, PastDate, SafeText, asks


class WriteSupervision(Fields):
    """What was spoken about, and what was agreed."""

    met_on: PastDate = asks("the day of supervision")
    words: SafeText = asks("what you spoke about")
    agreed: SafeText | None = asks("what was agreed", default=None)
    next_on: FutureDate | None = asks("the day you meet next", default=None)


class RecordFollowUp(Fields):
    """What became of asking again some months after the end. Scores are asked beside it."""

    asked_on: PastDate = asks("the day you asked")
    result: Code = asks("what became of it", missing="Select what became of it")
    method: Code | None = asks("how you asked", default=None)
    words: ShortText | None = asks("what they said", default=None)


class Reminders(Fields):
    """Whether somebody wants mails about their tasks."""

    by_mail: Literal["yes", "no"] = asks("whether you want emails")
