"""The whole file of a case for paper, part by part, as far as each is wanted."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from app.database import Database
from app.programmes.lists import code_list
from app.queries import case_person, case_sharing, concerns
from app.queries.case_file import CaseFile
from app.queries.case_plan import measures
from app.queries.case_referral import read_referral
from app.queries.documents import documents
from app.queries.shown_to import shown_to
from app.queries.timeline import timeline
from app.queries.whole_plan import QUESTIONS, assessments, reviews_in_full, risk_ratings, whole_plan

# Entries of the history; more than any case has.
MOST = 5000


def whole_file(database: Database, file: CaseFile, parts: Collection[str]) -> dict[str, Any]:
    """What the template of the print needs of each part (codes of the list `print-part`).

    What is not wanted is not read. Row policies decide what exists of each.
    """
    found: dict[str, Any] = {}
    for part, read in READERS.items():
        if part in parts:
            found |= read(database, file)
    return found


def _others(database: Database, file: CaseFile) -> dict[str, Any]:
    return {
        "relatives": case_person.relatives(database, file),
        "professionals": case_person.professionals(database, file),
    }


def _labels(database: Database, file: CaseFile) -> dict[str, Any]:
    return {
        "labels": case_person.labels(database, file),
        "competences": case_person.competences(database, file),
    }


def _plan(database: Database, file: CaseFile) -> dict[str, Any]:
    return {
        "plan": whole_plan(database, file),
        "questions": QUESTIONS,
        "who": code_list("step-by"),
        "needs": assessments(database, file),
        "risks": risk_ratings(database, file),
        "reviews": reviews_in_full(database, file),
        "review_with": code_list("review-with"),
    }


def _safety(database: Database, file: CaseFile) -> dict[str, Any]:
    return {
        "concerns": concerns.in_full(database, file),
        "scores": concerns.dash_scores(database, file),
        "mappa": concerns.mappa_of(database, file),
    }


def _sharing(database: Database, file: CaseFile) -> dict[str, Any]:
    decided = case_sharing.decisions(database, file)
    return {
        "agreements": case_sharing.agreements(database, file),
        "bases": case_sharing.bases(database, file),
        "decisions": decided,
        "shown": shown_to(database, file, decided),
    }


READERS: Mapping[str, Callable[[Database, CaseFile], dict[str, Any]]] = {
    "referral": lambda database, file: {"said": read_referral(database, file)},
    "plan": _plan,
    "measures": lambda database, file: {"measures": measures(database, file)},
    "labels": _labels,
    "others": _others,
    "safety": _safety,
    "sharing": _sharing,
    "documents": lambda database, file: {"documents": documents(database, file)},
    "history": lambda database, file: {"timeline": timeline(database, file, most=MOST)},
}
