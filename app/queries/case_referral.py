"""The referral of a case in words: under the programme version it was made under."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Account, Referral, ReferralContent, ReferralOffer, ReferralQuestion, Setting
from app.programmes.answers import Said
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile

# What the platform asks beside the questions of the programme.
ALONGSIDE = {
    "handed_over": "What the service before says",
    "what_matters": "What matters to them",
    "responsible_adult": "Who has parental responsibility",
    "interpreter": "Interpreter needed",
    "sender_name": "Name of the sender",
    "sender_organisation": "Organisation of the sender",
    "sender_contact": "How to reach the sender",
}


class Asked(NamedTuple):
    """A question the provider asked before it decided, and the sender's answer."""

    asked_at: Any
    question: str
    answered_at: Any
    answer: str | None


class ReferralSaid(NamedTuple):
    """A referral as the case file shows it: facts about it, answers by section, questions asked."""

    facts: list[tuple[str, str]]
    sections: list[tuple[str, list[tuple[str, str]]]]
    person: dict[str, Any]
    asked: list[Asked]
    row: Referral


def read_referral(database: Database, file: CaseFile) -> ReferralSaid:
    """What the sender wrote: three statements, and one for the places it names."""
    found = database.execute(
        select(
            Referral,
            col(ReferralOffer.answers),
            col(ReferralContent.answers),
            col(ReferralContent.person),
            col(Account.name),
            col(Setting.name),
        )
        .outerjoin(ReferralOffer, col(ReferralOffer.referral_id) == col(Referral.id))
        .outerjoin(ReferralContent, col(ReferralContent.referral_id) == col(Referral.id))
        .outerjoin(Account, col(Account.id) == col(Referral.sent_by_id))
        .outerjoin(Setting, col(Setting.id) == col(Referral.setting_id))
        .where(col(Referral.id) == file.referral.id)
    ).one()
    row, offer, content, person, sent_by, place = found
    answers = {**(offer or {}), **(content or {})}
    questions = database.execute(
        select(
            col(ReferralQuestion.asked_at),
            col(ReferralQuestion.question),
            col(ReferralQuestion.answered_at),
            col(ReferralQuestion.answer),
        )
        .where(col(ReferralQuestion.referral_id) == row.id)
        .order_by(col(ReferralQuestion.asked_at))
    ).all()
    said = file.definition.in_words(answers)
    places = _places(database, said)
    sections: dict[str, list[tuple[str, str]]] = {}
    for one in said:
        sections.setdefault(one.section, []).append((one.question.short_label, _text(one, places)))
    return ReferralSaid(
        _facts(file, row, sent_by, place, answers),
        list(sections.items()),
        person or {},
        [Asked(*question) for question in questions],
        row,
    )


def _facts(
    file: CaseFile, row: Referral, sent_by: str | None, place: str | None, answers: dict[str, Any]
) -> list[tuple[str, str]]:
    sender = file.referral.sender if row.organisation_id != row.provider_id else None
    kept = [
        ("Sent by", ", ".join(filter(None, (sent_by, sender)))),
        ("Source", code_list("referral-source").label(row.source)),
        ("How it came", code_list("referral-channel").label(row.channel)),
        ("Place", place or ""),
        ("Agreement", code_list("agreement").label(row.agreement)),
        ("Why without agreement", str(answers.get("agreement_reason") or "")),
        ("Privacy notice", _notice(row)),
    ]
    alongside = [(label, str(answers.get(key) or "")) for key, label in ALONGSIDE.items()]
    return [(label, text) for label, text in kept + alongside if text]


def _notice(row: Referral) -> str:
    if not row.notice_how:
        return ""
    how = code_list("notice-given").label(row.notice_how)
    return f"{how} (version {row.notice_version})" if row.notice_version else how


def _places(database: Database, said: tuple[Said, ...]) -> dict[str, str]:
    """The names of the settings that answers name by id."""
    wanted = [UUID(one.text) for one in said if one.question.type == "setting" and _is_id(one.text)]
    if not wanted:
        return {}
    rows = database.execute(
        select(col(Setting.id), col(Setting.name)).where(col(Setting.id).in_(wanted))
    ).all()
    return {str(row_id): name for row_id, name in rows}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _text(one: Said, places: dict[str, str]) -> str:
    if one.question.type == "setting":
        return places.get(one.text, one.text)
    if one.question.type == "date":
        try:
            day = date.fromisoformat(one.text)
        except ValueError:
            return one.text
        return f"{day.day} {day:%B %Y}"
    return one.text
