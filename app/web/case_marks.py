"""What a session may have come to, in the words that fit the person, and when it can have been."""

from datetime import datetime
from typing import Any

from app import clocks
from app.actions import sessions
from app.actions.sessions import NewSession
from app.database import Database
from app.forms.fields import moment_of
from app.forms.sessions import NextSession
from app.models import AttendanceStatus
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.web.forms import Form
from app.web.programme_choices import codes, listed, methods, purposes, session_kinds

S = AttendanceStatus
CANCELLED = {S.cancelled_by_person: "person", S.cancelled_by_provider: "provider"}
# For a child the parents' part comes first; an adult is not "brought".
OF_CHILD = (
    S.attended,
    S.late,
    S.late_not_seen,
    S.not_brought,
    S.did_not_attend,
    S.cancelled_by_person,
    S.cancelled_by_provider,
)
OF_ADULT = tuple(status for status in OF_CHILD if status is not S.not_brought)
MISSED_CHILD = (S.did_not_attend, S.not_brought, S.cancelled_by_person, S.cancelled_by_provider)
MISSED_ADULT = (S.did_not_attend, S.cancelled_by_person, S.cancelled_by_provider)

Choice = tuple[str, str]


def marks(file: CaseFile) -> list[Choice]:
    """What a session may have come to; "was not brought" unless the person is an adult."""
    return _labelled(OF_ADULT if file.is_child is False else OF_CHILD)


def missed(is_child: bool | None) -> list[Choice]:  # noqa: FBT001 - one question, one answer
    """The one-press answers beside a planned session that did not happen."""
    return _labelled(MISSED_ADULT if is_child is False else MISSED_CHILD)


def _labelled(statuses: tuple[AttendanceStatus, ...]) -> list[Choice]:
    words = code_list("attendance")
    return [(status.value, words.label(status)) for status in statuses]


def session_choices(file: CaseFile) -> dict[str, Any]:
    """What the session forms offer."""
    return {
        "kinds": session_kinds(file),
        "methods": methods(file),
        "purposes": purposes(file),
        "marks": marks(file),
    }


def check_choices(form: Form[Any], file: CaseFile) -> None:
    """Refuse codes that this programme does not have."""
    kinds, hows, whys = session_kinds(file), methods(file), purposes(file)
    for field, choices, sentence in (
        ("kind", kinds, "Select the kind of session"),
        ("next_kind", kinds, "Select the kind of the next session"),
        ("method", hows, "Select how it was held"),
        ("purpose", whys, "Select what it was for"),
        ("outcome", listed("attempt-outcome"), "Select what came of it"),
    ):
        typed = form.text(field)
        if typed and typed not in codes(choices):
            form.refuse(field, sentence)
    typed = form.text("status")
    if typed and typed not in {code for code, _label in marks(file)}:
        form.refuse("status", "Select what became of the session")


def check_moment(form: Form[Any], file: CaseFile) -> datetime | None:
    """When a recorded session was; refused in the form if it cannot have been then."""
    if form.errors:
        return None
    at = moment_of(form.values.on, form.values.at)
    if form.values.on < file.since:
        form.refuse("on", f"The referral came on {file.since:%-d %B %Y}. Enter that day or later")
    elif at > clocks.now():
        form.refuse("at", "The session must be in the past. Plan it instead if it is to come")
    return at


def check_next(form: Form[Any]) -> None:
    """Refuse a next session that lies in the past hours of today."""
    if form.errors or form.values.next_on is None:
        return
    if moment_of(form.values.next_on, form.values.next_at) <= clocks.now():
        form.refuse("next_at", "The next session must be in the future")


def plan_next(database: Database, file: CaseFile, said: NextSession, kind: str) -> None:
    """Plan the session that was agreed for next time, if one was."""
    if said.next_on is None or said.next_at is None:
        return
    new = new_session(file, said.next_kind or kind, moment_of(said.next_on, said.next_at))
    sessions.plan(database, file.case, new)


def new_session(file: CaseFile, kind: str, at: datetime, **given: Any) -> NewSession:
    """A session of a kind, with what the programme says is usual for it where nothing was said."""
    usual = file.definition.sessions.kind(kind) if file.definition.sessions else None
    method = given.pop("method", None) or (usual.method if usual else None)
    return NewSession(kind=kind, starts_at=at, method=method, **given)
