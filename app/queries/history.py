"""What the record says was done with a case, in sentences."""

from collections.abc import Mapping
from typing import Any

from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.programmes.measures import shelf

# Noun and verb of an event → its sentence. Words in braces are codes of the event, in words.
SENTENCES: Mapping[tuple[str, str], str] = {
    ("case", "opened"): "Case opened",
    ("case", "brought-in"): "Brought in from a spreadsheet",
    ("case", "agreed"): "Agreed to take part: the case is active",
    ("case", "paused"): "Paused: {pause}",
    ("case", "resumed"): "Work went on after the pause",
    ("case", "closed"): "Closed: {closure} ({planned})",
    ("case", "reopened"): "Reopened",
    ("case", "restricted"): "Restricted to a list of people",
    ("case", "unrestricted"): "No longer restricted to a list of people",
    ("case", "next-action-set"): "Next action changed",
    ("case", "level-set"): "Level set to {level}",
    ("case", "risk-set"): "Risk set to {risk}",
    ("case", "referred-on"): "Referred on to another service",
    ("case", "transfer-offered"): "Offered to another provider or service",
    ("referral", "handed-over"): "Handed over: the offer was accepted",
    ("joined_referral", "joined"): "A further referral was joined to this case",
    ("case", "referred-outside"): "Referred on outside: {service}",
    ("case", "letter-written"): "Letter put into the letterbox",
    ("case", "allocated"): "Allocated to a worker",
    ("case", "engaged"): "Counted as engaged",
    ("allocation", "allocated"): "Allocated to a worker",
    ("allocation", "made"): "Allocated to a worker",
    ("allocation", "ended"): "Allocation to a worker ended",
    ("referral", "accepted"): "Referral accepted",
    ("case_date", "set"): "{date} set or moved",
    ("goal", "set"): "Goal set: {domain}",
    ("goal", "ended"): "Goal ended: {result}",
    ("goal_step", "agreed"): "Step towards a goal agreed",
    ("goal_step", "done"): "Step towards a goal done",
    ("assessment", "written"): "Needs and strengths written: {domain}",
    ("safety_plan", "written"): "Safety plan written",
    ("plan_review", "held"): "Plan reviewed",
    ("concern", "raised"): "Safeguarding concern raised",
    ("concern", "closed"): "Safeguarding concern closed",
    ("concern_action", "planned"): "Safeguarding, to be done: {safeguarding}",
    ("concern_action", "done"): "Safeguarding, done: {safeguarding}",
    ("concern_action", "answered"): "Safeguarding, answer written: {safeguarding}",
    ("concern_action", "not-needed"): "Safeguarding, not needed: {safeguarding}",
    ("concern_action", "escalated"): "Safeguarding overdue: manager and guardian told",
    ("dash_score", "scored"): "DASH score written",
    ("dash_score", "marac"): "MARAC written",
    ("mappa", "written"): "MAPPA written",
    ("measure", "taken"): "Measure taken: {measure}",
    ("measure", "taken-again"): "Measure corrected: {measure}",
    ("attendance", "planned"): "Session planned",
    ("attendance", "attempted"): "Attempt at contact recorded",
    ("attendance", "recorded"): "Session recorded",
    ("attendance", "cancelled"): "Session cancelled",
    ("attendance", "moved"): "Session moved: {moved}",
    ("case", "few-attempts"): "Closed after {attempts}: {few}",
    ("session_cap", "allowed"): "More sessions allowed: {most} in all",
    ("attendance", "corrected"): "What was recorded about a session was corrected",
    ("letter_link", "linked"): "Letters linked to this case",
    ("letter", "read"): "A letter about this case was read",
    ("letter_link", "unlinked"): "Link to letters taken back",
    ("group_member", "joined"): "Joined a group",
    ("group_waiting", "waits"): "Put on the waiting list of a group",
    ("group_waiting", "ended"): "No longer on the waiting list of a group",
    ("group_member", "left"): "Left a group",
    ("task", "done"): "Task done",
    ("task", "asked-again"): "Birthday: to ask again about agreement, contact and notice",
    ("person", "changed"): "Details of the person changed",
    ("person_link", "joined"): "Joined with another record of the same person",
    ("person_link", "parted"): "Parted from another record again",
    ("person_link", "told-apart"): "Another record found to be somebody else",
    ("person_link", "question-reopened"): "Whether another record is the same person is open again",
    ("relative", "added"): "Somebody of the family added",
    ("relative", "taken-over"): "Somebody of the family taken over from an earlier case",
    ("relative", "changed"): "Somebody of the family changed",
    ("professional", "added"): "Professional added",
    ("professional", "taken-over"): "Professional taken over from an earlier case",
    ("professional", "changed"): "Professional changed",
    ("competence", "assessed"): "Competence to decide assessed",
    ("label", "put"): "Label put: {label}",
    ("label", "taken-over"): "Label taken over from an earlier case: {label}",
    ("label", "reviewed"): "Label reviewed: {label}",
    ("label", "taken-off"): "Label taken off: {label}",
    ("label", "disputed"): "What the person says to a label was added: {label}",
    ("label", "dispute-withdrawn"): "What the person said to a label was taken back: {label}",
    ("service_agreement", "agreed"): "Agreement to take part recorded",
    ("service_agreement", "declined"): "They said no to taking part",
    ("service_agreement", "ended"): "Agreement to take part taken back",
    ("processing_basis", "set"): "Lawful basis recorded",
    ("processing_basis", "ended"): "Lawful basis ended",
    ("sharing_decision", "shared"): "Decided to share",
    ("sharing_decision", "not-shared"): "Decided not to share",
    ("sharing_decision", "ended"): "Sharing stopped",
    ("case", "copy-given"): "Their record in plain words was given to them",
    ("note", "written"): "Note written",
    ("note", "added-to"): "Note added to",
    ("note", "pinned"): "Note pinned",
    ("note", "taken-down"): "Note no longer pinned",
    ("mention", "named"): "A colleague named in a note",
    ("mention", "read"): "A note that names them read",
    ("task", "made"): "Task added",
    ("task", "given"): "Task given to a colleague",
    ("task", "changed"): "Task changed",
    ("task", "moved"): "Task moved to another day",
    ("task", "opened-again"): "Task opened again",
    ("case", "clock-paused"): "Standard paused: {clock}, {resting}",
    ("case", "clock-restarted"): "Standard goes on: {clock}",
    ("case", "printed"): "File printed: {printed}",
    ("document", "added"): "Document added: {document}",
    ("document", "written"): "Letter written: {template}",
    ("document", "removed"): "Document removed: {gone}",
    ("follow_up", "recorded"): "Follow-up recorded: {asked}",
}


def sentence(noun: str, what: str, codes: Mapping[str, Any], definition: Definition) -> str:
    """One event in words; a verb that nobody wrote a sentence for still reads as what it is."""
    pattern = SENTENCES.get((noun, what))
    if pattern is None:
        return f"{noun} {what}".replace("_", " ").replace("-", " ").capitalize()
    return pattern.format_map(_Words(codes, definition)).rstrip(": ")


class _Words(dict[str, str]):
    """The codes of an event in words, looked up only when a sentence asks for them."""

    def __init__(self, codes: Mapping[str, Any], definition: Definition) -> None:
        super().__init__()
        self.codes, self.definition = codes, definition

    def code(self, *names: str) -> str:
        return next((str(self.codes[name]) for name in names if name in self.codes), "")

    def __missing__(self, name: str) -> str:
        said: str = getattr(self, f"_{name}")()
        return said

    def _pause(self) -> str:
        return code_list("pause-reason").label(self.code("reason")).lower()

    def _moved(self) -> str:
        asked = code_list("who-asked").label(self.code("asked_by"))
        return (
            f"{asked.lower()} asked, {code_list('move-reason').label(self.code('reason')).lower()}"
        )

    def _attempts(self) -> str:
        number = self.code("attempts")
        return f"{number} attempt{'' if number == '1' else 's'} at contact"

    def _few(self) -> str:
        return code_list("few-attempts-reason").label(self.code("reason")).lower()

    def _most(self) -> str:
        return self.code("most")

    def _closure(self) -> str:
        reason = self.definition.closing(self.code("reason"))
        return (reason.label if reason else self.code("reason")).lower()

    def _planned(self) -> str:
        return "planned" if self.codes.get("planned") in {True, "True"} else "not planned"

    def _clock(self) -> str:
        labels: dict[str, str] = {one.name: one.label for one in self.definition.clocks}
        return labels.get(self.code("clock"), self.code("clock"))

    def _resting(self) -> str:
        return code_list("clock-pause-reason").label(self.code("reason")).lower()

    def _printed(self) -> str:
        reason = code_list("print-reason").label(self.code("reason")).lower()
        left = [code_list("print-part").label(code) for code in self.codes.get("without") or ()]
        return f"{reason} (left out: {', '.join(left).lower()})" if left else reason

    def _document(self) -> str:
        return code_list("document-kind").label(self.code("kind")).lower()

    def _template(self) -> str:
        return code_list("letter-template").label(self.code("template")).lower()

    def _gone(self) -> str:
        return code_list("document-removed-reason").label(self.code("reason")).lower()

    def _asked(self) -> str:
        return code_list("follow-up-result").label(self.code("result")).lower()

    def _level(self) -> str:
        labels = {level.code: level.label for level in self.definition.levels}
        return labels.get(self.code("level"), self.code("level"))

    def _risk(self) -> str:
        return code_list("risk-of-harm").label(self.code("risk")).lower()

    def _date(self) -> str:
        names: dict[str, str] = {one.name: one.label for one in self.definition.dates}
        return names.get(self.code("name"), "Date")

    def _label(self) -> str:
        return code_list("label-kind").label(self.code("kind")).lower()

    def _service(self) -> str:
        return code_list("onward-service").label(self.code("to")).lower()

    def _domain(self) -> str:
        return code_list("goal-domain").label(self.code("domain")).lower()

    def _safeguarding(self) -> str:
        return code_list("safeguarding-action").label(self.code("kind"))

    def _result(self) -> str:
        return code_list("goal-result").label(self.code("result")).lower()

    def _measure(self) -> str:
        key = self.code("key")
        measure = self.definition.measure(key) or shelf().measures.get(key)
        occasion = self.code("occasion").replace("-", " ")
        said = measure.label if measure else self.code("key")
        return f"{said} ({occasion})" if occasion else said
