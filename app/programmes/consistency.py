"""What a schema cannot see: names in a document that must fit each other and the code lists."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from app.programmes.definition import Definition
from app.programmes.lists import code_list, list_names
from app.programmes.parts import UNKNOWN
from app.programmes.questions import CORE_FIELDS, Question
from app.programmes.safeguarding import loosened

Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """What is wrong at a place of the document; `allowed` are the words that would be right."""

    path: Path
    says: str
    word: str = ""
    allowed: tuple[str, ...] = ()


def faults(definition: Definition) -> list[Fault]:
    """Every fault of a document that has the right shape, in no particular order.

    A programme with sides is checked once for each; a fault is placed where it was written.
    """
    found: list[Fault] = []
    for side, part in definition.sides.items():
        own = definition.for_side(side)
        for fault in _all(own):
            written = fault.path[0] in part.model_fields_set
            found.append(fault._replace(path=("sides", side, *fault.path)) if written else fault)
        if own.letterbox and own.letterbox.to == side:
            says = "a side cannot write to itself"
            found.append(Fault(("sides", side, "letterbox", "to"), says))
    if not definition.sides:
        found.extend(_all(definition))
    return list(dict.fromkeys(found))


def _all(own: Definition) -> Iterator[Fault]:
    for check in CHECKS:
        yield from check(own)


def unknown(path: Path, word: str | None, allowed: Iterable[str], what: str) -> Iterator[Fault]:
    """A fault if there is a word and it is not one of the allowed ones."""
    words = tuple(allowed)
    if word and word not in words:
        yield Fault(path, f"“{word}” is not {what}", word, words)


def from_list(path: Path, codes: Iterable[str], name: str) -> Iterator[Fault]:
    """Faults for codes that the code list never had."""
    for position, code in enumerate(codes):
        allowed = code_list(name).codes()
        yield from unknown((*path, position), code, allowed, f"in the list {name}")


def twice(path: Path, words: Iterable[str], field: str) -> Iterator[Fault]:
    """Faults for names that are given to two things."""
    seen: set[str] = set()
    for position, word in enumerate(words):
        if word in seen:
            yield Fault((*path, position, field), f"“{word}” is there twice")
        seen.add(word)


def asked_fields(own: Definition) -> Iterator[Fault]:
    """The quick form and the offer name what is asked, and the offer nothing sensitive."""
    asked = {question.key: question for question in own.questions}
    for block, keys in (("quick", own.referral.quick), ("offer", own.referral.offer)):
        for position, key in enumerate(keys):
            path = ("referral", block, position)
            yield from unknown(path, key, (*asked, *CORE_FIELDS), "a question or a core field")
            if block == "offer" and key in asked and asked[key].sensitive:
                yield Fault(path, f"“{key}” is sensitive and cannot be in an offer")


def questions(own: Definition) -> Iterator[Fault]:
    """Keys are free, lists exist, and a condition names an earlier question and its answers."""
    earlier: dict[str, Question] = {}
    for number, section in enumerate(own.referral.sections):
        for position, question in enumerate(section.questions):
            path = ("referral", "sections", number, "questions", position)
            if question.key in earlier:
                yield Fault((*path, "key"), f"“{question.key}” is there twice")
            if question.key in CORE_FIELDS:
                yield Fault((*path, "key"), f"“{question.key}” is asked by the platform already")
            if question.type == "setting" and own.settings is None:
                yield Fault((*path, "type"), "the programme has no settings to choose from")
            yield from _answers(path, question)
            yield from _condition(path, question, earlier)
            earlier[question.key] = question


def _answers(path: Path, question: Question) -> Iterator[Fault]:
    yield from twice((*path, "options"), (option.code for option in question.options), "code")
    yield from unknown((*path, "list"), question.list_code, list_names(), "a code list")
    if question.list_code in list_names():
        yield from from_list((*path, "only"), question.only, question.list_code or "")


def _condition(path: Path, question: Question, earlier: dict[str, Question]) -> Iterator[Fault]:
    when = question.shown_when
    if when is None:
        return
    at = (*path, "shown_when")
    yield from unknown((*at, "key"), when.key, earlier, "an earlier question")
    asked = earlier.get(when.key)
    if asked is None or (asked.list_code and asked.list_code not in list_names()):
        return
    codes = {entry.code for entry in asked.entries()} or {UNKNOWN}
    for code in when.is_:
        yield from unknown((*at, "is"), code, codes, f"an answer to “{asked.key}”")


def names(own: Definition) -> Iterator[Fault]:
    """Nothing has the name of something else of its kind."""
    yield from twice(("referral", "sections"), (one.key for one in own.referral.sections), "key")
    yield from twice(("clocks",), (clock.name for clock in own.clocks), "name")
    yield from twice(("levels",), (level.code for level in own.levels), "code")
    yield from twice(("measures",), (measure.key for measure in own.measures), "key")
    yield from twice(("closure",), (reason.code for reason in own.closure), "code")
    yield from twice(("decline",), (reason.code for reason in own.decline), "code")
    if own.sessions:
        yield from twice(("sessions", "kinds"), (kind.code for kind in own.sessions.kinds), "code")
    if own.settings:
        stages = [stage.code for stage in own.settings.stages]
        yield from twice(("settings", "stages"), stages, "code")
        for position, code in enumerate(own.settings.engaged):
            yield from unknown(("settings", "engaged", position), code, stages, "a stage")


def referral_codes(own: Definition) -> Iterator[Fault]:
    """Sources, kinds of agreement and retention are those of the lists."""
    yield from from_list(("referral", "sources"), own.referral.sources, "referral-source")
    agreement, path = own.referral.agreement, ("referral", "agreement")
    yield from from_list((*path, "kinds"), agreement.kinds, "agreement")
    when = (*path, "reason_when")
    yield from unknown(when, agreement.reason_when, agreement.kinds, "one of the kinds")
    allowed = code_list("retention").codes()
    for field, code in own.retention:
        yield from unknown(("retention", field), code, allowed, "in the list retention")


def session_codes(own: Definition) -> Iterator[Fault]:
    """Methods and purposes are those of the lists."""
    if own.sessions is None:
        return
    methods = code_list("session-method").codes()
    yield from from_list(("sessions", "methods"), own.sessions.methods, "session-method")
    yield from from_list(("sessions", "purposes"), own.sessions.purposes, "session-purpose")
    for position, kind in enumerate(own.sessions.kinds):
        path = ("sessions", "kinds", position, "method")
        yield from unknown(path, kind.method, own.sessions.methods or methods, "one of the methods")


def activity_codes(own: Definition) -> Iterator[Fault]:
    """Audiences, rows of head counts and incidents are those of the lists."""
    if own.training:
        path: Path = ("training", "audiences")
        yield from from_list(path, own.training.audiences, "professional-role")
    if own.incidents:
        yield from from_list(("incidents", "types"), own.incidents.types, "incident-type")
        yield from from_list(("incidents", "severities"), own.incidents.severities, "severity")
    if own.headcounts:
        yield from from_list(("headcounts", "audiences"), own.headcounts.audiences, "audience")
        for position, row in enumerate(own.headcounts.rows):
            path = ("headcounts", "rows", position)
            yield from unknown((*path, "list"), row.list_code, list_names(), "a code list")
            if row.list_code in list_names():
                yield from from_list((*path, "only"), row.only, row.list_code)


def moving_dates(own: Definition) -> Iterator[Fault]:
    """A clock towards a date needs that date, and a date needs the questions that say it."""
    dates = {date.name for date in own.dates}
    for position, clock in enumerate(own.clocks):
        path = ("clocks", position, "before")
        yield from unknown(path, clock.before, dates, "one of the dates of the document")
    asked = {question.key: question for question in own.questions}
    for position, date in enumerate(own.dates):
        for field in ("question", "kind", "confidence"):
            key = getattr(date, field)
            yield from unknown(("dates", position, field), key, asked, "a question")
        question = asked.get(date.question)
        if question and question.type != "date":
            says = f"“{date.question}” does not ask for a date"
            yield Fault(("dates", position, "question"), says)


def delivery(own: Definition) -> Iterator[Fault]:
    """What is promised can be delivered and counted."""
    if own.sessions is None:
        yield Fault(("delivery",), "there are no sessions to deliver")
        return
    if own.delivery != "named" and not own.headcounts and not own.training:
        yield Fault(("delivery",), f"“{own.delivery}” needs headcounts or training")
    planned, complete = own.sessions.planned, own.counting.completion
    if own.sessions.cap and planned and own.sessions.cap < planned:
        yield Fault(("sessions", "cap"), "the cap is less than what is planned")
    levels = [level.code for level in own.levels]
    for code in own.sessions.caps:
        yield from unknown(("sessions", "caps"), code, levels, "one of the levels")
    if complete and planned and complete > planned:
        yield Fault(("counting", "completion"), "complete needs more sessions than are planned")


def ages(own: Definition) -> Iterator[Fault]:
    """Somebody can be of the right age."""
    lowest, highest = own.audience.minimum_age, own.audience.maximum_age
    if lowest is not None and highest is not None and lowest > highest:
        yield Fault(("audience", "minimum_age"), "minimum_age is more than maximum_age")


def later(own: Definition) -> Iterator[Fault]:
    """What is measured at follow-up is followed up; what a missed session asks for can be sent."""
    for position, measure in enumerate(own.measures):
        if "follow-up" in measure.occasions and not own.follow_up:
            path = ("measures", position, "occasions")
            yield Fault(path, "follow-up is measured, but the document has no follow_up")
    if own.letterbox:
        kinds = [kind.code for kind in own.letterbox.kinds]
        code = own.letterbox.after_missed_session
        yield from unknown(("letterbox", "after_missed_session"), code, kinds, "one of the kinds")


def safeguarding(own: Definition) -> Iterator[Fault]:
    """Times are set for actions that there are, once each, and never looser than guidance."""
    known = code_list("safeguarding-action")
    yield from twice(("safeguarding",), (one.action for one in own.safeguarding), "action")
    for position, one in enumerate(own.safeguarding):
        path, entry = ("safeguarding", position, "action"), known.get(one.action)
        yield from unknown(path, one.action, known.codes(), "in the list safeguarding-action")
        if entry and loosened(entry, one):
            yield Fault(path, f"“{one.action}” gets more time than published guidance gives")


def named_people(own: Definition) -> Iterator[Fault]:
    """Whoever is referred is told, is asked why, may be declined, and the case can end."""
    for field in ("sources", "quick", "offer", "sections"):
        if not getattr(own.referral, field):
            yield Fault(("referral",), f"“{field}” is missing")
    if not own.referral.agreement.kinds:
        yield Fault(("referral",), "“agreement” with its kinds is missing")
    for field in ("clocks", "closure", "decline", "privacy_notice"):
        if not getattr(own, field):
            yield Fault((field,), f"“{field}” is missing")
    reason = own.question("reason")
    if own.questions and (reason is None or reason.type != "choices"):
        says = "a question with the key “reason” and the type choices is missing"
        yield Fault(("referral", "sections"), says)
    elif own.questions and "reason" not in own.referral.quick:
        yield Fault(("referral", "quick"), "the quick form must ask “reason”")


CHECKS: tuple[Callable[[Definition], Iterator[Fault]], ...] = (
    asked_fields,
    questions,
    names,
    referral_codes,
    session_codes,
    activity_codes,
    moving_dates,
    delivery,
    ages,
    later,
    safeguarding,
    named_people,
)
