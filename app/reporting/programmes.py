"""What the newest programme documents say that figures need: sides, directions of scores, words."""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Programme, ProgrammeVersion
from app.programmes.definition import Definition
from app.programmes.delivery import HANDED_ON
from app.programmes.loading import definition_of
from app.programmes.measures import least_sure, shelf
from app.reporting.measure import By


class Said(NamedTuple):
    """By programme code: its sides. By (programme, measure): 1 if a score is meant to rise, else -1.

    `words` are what programmes call their measures, reasons and stages. `marks` are the (programme,
    code) of which a document says something: "engaged" stages, kinds of session that are "training".
    `errors` has, for a measure that states its reliability and standard deviation, the change that
    its own error alone would make in 95 of 100. `kinds` is the kind of place a programme works in.
    """

    sides: dict[str, tuple[str, ...]]
    scales: dict[tuple[str, str], int]
    words: dict[By, dict[str, str]]
    marks: dict[str, frozenset[tuple[str, str]]]
    errors: dict[tuple[str, str], float]
    kinds: dict[str, str]


def said_by_programmes(database: Database) -> Said:
    """What the newest version of every programme says. Documents are read once per process."""
    rows = database.execute(
        select(col(ProgrammeVersion.id), col(Programme.code), col(Programme.name))
        .join(Programme, col(Programme.id) == ProgrammeVersion.programme_id)
        .order_by(col(Programme.code), col(ProgrammeVersion.number))
    )
    newest = {code: (version_id, code, name) for version_id, code, name in rows}
    key = tuple(newest.values())
    for version_id, _, _ in key:
        if version_id not in _definitions:
            version = database.find(ProgrammeVersion, version_id)
            _definitions[version_id] = definition_of(version)
    return _said(key)


_definitions: dict[UUID, Definition] = {}


@lru_cache(maxsize=16)
def _said(versions: tuple[tuple[UUID, str, str], ...]) -> Said:
    words: dict[By, dict[str, str]] = {By.scale: {}, By.reason: {}, By.stage: {}}
    said = Said({}, {}, words, {}, {}, {})
    marks: dict[str, set[tuple[str, str]]] = {"engaged": set(), "training": set()}
    for version_id, code, name in versions:
        definition = _definitions[version_id]
        said.sides[code] = tuple(definition.side_names)
        for own in [definition.for_side(side) for side in definition.side_names] or [definition]:
            for measure in (*own.measures, *shelf().measures.values()):
                said.scales[code, measure.key] = (
                    1 if measure.direction == "higher-is-better" else -1
                )
                words[By.scale][f"{code}:{measure.key}"] = f"{name}: {measure.label}"
                error = least_sure(measure)
                if error is not None:
                    said.errors[code, measure.key] = error
            for reason in (*own.closure, *HANDED_ON, *own.decline):
                words[By.reason].setdefault(reason.code, reason.label)
            for stage in own.settings.stages if own.settings else ():
                words[By.stage].setdefault(stage.code, stage.label)
            if own.sessions:
                kinds = own.sessions.of_shape("training")
                marks["training"] |= {(code, kind.code) for kind in kinds}
            if own.settings:
                marks["engaged"] |= {(code, stage) for stage in own.settings.engaged}
                said.kinds[code] = str(own.settings.kind)
    said.marks.update({name: frozenset(found) for name, found in marks.items()})
    return said
