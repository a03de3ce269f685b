"""Signing and submitting a return: a definition, a moment of the ledger, exact cells, one hash."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import col, select

from app.actions.returns.moves import advance
from app.database import Database
from app.errors import Refused, Stale
from app.models import (
    CaseStudy,
    QuarterReturn,
    ReturnAnswer,
    ReturnCell,
    ReturnSource,
    ReturnStudy,
    ReturnVersion,
    ReturnWords,
    StudyState,
)
from app.models.return_version import copied_from_version
from app.queries.return_ledger import Figures
from app.reporting.bridge.cells import CellKey
from app.reporting.periods import Quarter
from app.reporting.returns.documents import Asked

CHANGED = (
    "The figures changed since you opened this page: something was entered or corrected meanwhile. "
    "Look at them again before you sign."
)


def submit(
    database: Database,
    found: QuarterReturn,
    asked: Asked,
    figures: Figures,
    *,
    seen: str | None = None,
) -> ReturnVersion:
    """Submit a return as it stands: its next version, which never changes again.

    `seen` is the word of the figures that the signer looked at. Raises Refused while the quarter runs
    or a text is missing, and Stale where the figures are no longer those that were looked at.
    """
    quarter = Quarter(found.year, found.quarter)
    if not quarter.is_over:
        raise Refused("This quarter is not over. A return is submitted after its last day.")
    if seen is not None and seen != figures.seen:
        raise Stale(CHANGED)
    words = _words(database, found)
    missing = [
        part.label
        for part in asked.definition.narrative
        if part.required and not words.get(f"narrative:{part.key}")
    ]
    if missing:
        raise Refused(f"Write this first: {'; '.join(missing)}")
    advance(found, "submit", database.viewer)
    found.newest += 1
    studies = _studies(database, found)
    salt = secrets.token_hex(16)
    version = ReturnVersion(
        return_id=found.id,
        organisation_id=found.organisation_id,
        commission_id=found.commission_id,
        side=found.side,
        number=found.newest,
        document_version_id=asked.id,
        source=ReturnSource.own_system if figures.system else ReturnSource.ledger,
        system=figures.system,
        known_at=figures.known_at,
        salt=salt,
        hash=hash_of(
            salt,
            {
                "return": [str(found.commission_id), str(found.side), quarter.code, found.newest],
                "definition": asked.fingerprint,
                "known_at": figures.known_at,
                "system": figures.system,
                "cells": sorted([*key, n] for key, n in figures.cells.items()),
                "words": sorted(words.items()),
                "studies": sorted(str(one) for one in studies),
            },
        ),
        joined={str(one): str(other) for one, other in figures.joined.items()},
        signed_by_id=database.viewer.account_id,
        signed_as=", ".join(filter(None, (database.viewer.name, database.viewer.job))),
    )
    database.add(version)
    database.flush()
    _keep(database, version, figures.cells, words, studies)
    database.record(version, "submitted", number=version.number)
    database.later("return", version.id)
    return version


def hash_of(salt: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of everything in a version. The salt keeps few small numbers from being guessed."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def _keep(
    database: Database,
    version: ReturnVersion,
    cells: Mapping[CellKey, int],
    words: Mapping[str, str],
    studies: Sequence[UUID],
) -> None:
    """Keep cells, texts and case studies as they were. A cell of nought is kept only in all."""
    hanging = copied_from_version(version)
    database.execute(
        insert(ReturnCell),
        [
            {**hanging, "measure": key.measure, "by": key.by, "value": key.value, "n": n}
            for key, n in cells.items()
            if n or key.by == "all"
        ],
    )
    database.add_all(
        [ReturnWords(**hanging, part=part, words=said) for part, said in words.items()]
        + [ReturnStudy(**hanging, study_id=one) for one in studies]
    )
    database.flush()


def _words(database: Database, found: QuarterReturn) -> dict[str, str]:
    rows = database.exec(select(ReturnAnswer).where(ReturnAnswer.return_id == found.id)).all()
    return {row.part: row.words for row in rows if row.words}


def _studies(database: Database, found: QuarterReturn) -> list[UUID]:
    return list(
        database.exec(
            select(col(CaseStudy.id)).where(
                CaseStudy.return_id == found.id, CaseStudy.state == StudyState.approved
            )
        ).all()
    )
