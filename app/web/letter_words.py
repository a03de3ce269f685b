"""The words that a letter begins with, from what is safe to put on paper, and when none may be written.

A letter can be opened by somebody else in the household. So it says nothing of why somebody was
referred, it calls them by the name they said is safe, and it is not written at all unless they said
that writing is safe.
"""

from string import Template
from typing import NamedTuple

from app.models import CaseState, SafeContact
from app.queries.case_file import CaseFile
from app.queries.sessions import Planned
from app.web.words import clock, day, week_day

RECEIPT = "receipt"
GREETING = "Dear $name,\n\n"
ENDING = "\n\nYours sincerely,\n$worker\n$organisation"
WORDS = {
    "appointment": "We have arranged to meet you$when$where.\n\n"
    "If you cannot come, or would like another time, please let us know.",
    "missed-you": "We are sorry that we missed you.\n\n"
    "We would still like to meet. Please tell us a day and a time that suit you.",
    "closing": "Our work together has come to an end. Thank you for the time you gave to it.\n\n"
    "If you would like to hear from us again, you are welcome to get in touch.",
}
STATES = {
    CaseState.open: "accepted",
    CaseState.active: "accepted",
    CaseState.paused: "accepted",
    CaseState.closed: "closed",
}


class Draft(NamedTuple):
    """A letter before anybody edited it."""

    address: str
    words: str


def refusal(file: CaseFile, template: str) -> str | None:
    """Why no letter of this kind may be written, or None. To the referrer it always may."""
    if template == RECEIPT:
        return None
    contact = file.contact
    if contact is None or contact.may_write is None:
        return "Nobody has said yet whether it is safe to write to them. Ask, then record the answer under Person."
    if not contact.may_write:
        return "It is not safe to write to them."
    if not (contact.address or contact.postcode):
        return "There is no address to write to."
    return None


def called(file: CaseFile) -> str:
    """The name that is safe on paper: the one to ask for, or else what they like to be called."""
    contact = file.contact
    return (contact.ask_for if contact else None) or file.person.preferred_name


def begin(file: CaseFile, template: str, planned: list[Planned]) -> Draft:
    """A letter from its template, filled with what is safe to write."""
    if template == RECEIPT:
        return receipt(file)
    first = planned[0] if planned else None
    said = {
        "name": called(file),
        "when": f" on {week_day(first.starts_at)} at {clock(first.starts_at)}" if first else "",
        "where": f", at {first.place}" if first and first.place else "",
        "worker": file.worker or file.viewer.name,
        "organisation": file.viewer.organisation_name,
    }
    words = Template(GREETING + WORDS[template] + ENDING).safe_substitute(said)
    return Draft(address_of(file.contact, called(file)), words)


def address_of(contact: SafeContact | None, name: str) -> str:
    """The address as it stands on the letter."""
    lines = [name, contact.address if contact else None, contact.postcode if contact else None]
    return "\n".join(line for line in lines if line)


def receipt(file: CaseFile) -> Draft:
    """What the referrer may know: the reference, the status, the day. Nobody edits it."""
    state, case = CaseState(file.case.state), file.case
    on = case.closed_at if state is CaseState.closed else case.opened_at
    words = (
        f"About your referral {file.referral.reference}.\n\n"
        f"Status: {STATES[state]}\nDate: {day(on)}\n\n"
        "This letter says nothing more on purpose."
        f"\n\n{file.viewer.organisation_name}"
    )
    return Draft(file.referral.sender, words)
