"""Returns of the filled partnership: texts, a case study, a question, a restatement, with canaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clocks
from app.actions import case_studies
from app.actions.returns import preparing, restating, reviewing, submitting
from app.models import CaseStudy, Commission, QuarterReturn
from app.operations.return_printing import print_restatement, print_version
from app.queries.return_ledger import Figures
from app.queries.return_lists import own_provision
from app.reporting.bridge.bridge import Change, Crossing
from app.reporting.bridge.cells import CellKey
from app.reporting.bridge.explaining import Reason
from app.reporting.periods import latest_whole
from tests.access.people import OFFICE, OTHER_OFFICE, PROVIDER, RIVAL

if TYPE_CHECKING:
    from tests.access.filled import Filled

CELL = CellKey("referrals-received", "all", "")


def fill_returns(made: Filled) -> None:
    """A submitted return for two providers, each with everything that can hang on one."""
    for line, commission, worker, manager, office, provider, offices in (
        ("hospital", "hospital", "worker", "manager", "commissioner", PROVIDER, OFFICE),
        ("rival", "resettlement", "rival_worker", "rival_manager", "other_commissioner", RIVAL, OTHER_OFFICE),
    ):  # fmt: skip
        _report(made, line, commission, (worker, manager, office), provider, offices)


def _report(
    made: Filled,
    line: str,
    commission: str,
    people: tuple[str, str, str],
    provider: frozenset[str],
    offices: frozenset[str],
) -> None:
    world, quarter = made.world, latest_whole()
    worker, manager, office = (world.viewers[name] for name in people)
    readers = frozenset({people[1]}) | offices
    # Whoever works for the provider may read and write its case studies.
    writers = readers | {people[0]} | (provider & {"second_worker"})

    def hide(about: str, seen_by: frozenset[str] = readers) -> str:
        return made.secrets.word(f"{line}: {about}", seen_by, shown=False, held_by=provider)

    commission_id = world.commissions[commission].id
    with world.as_(worker) as database:
        _, asked = own_provision(database, commission_id)
        bought = database.find(Commission, commission_id)
        row = preparing.begin(database, bought, quarter, asked.definition)
        study = case_studies.write(
            database,
            row,
            pseudonym=hide("pseudonym", writers),
            age_band="14-17",
            words=hide("case study", writers),
            consent="in-writing",
            consent_on=clocks.today(),
        )
    with world.as_(manager) as database:
        case_studies.approve(database, database.find(CaseStudy, study.id, lock=True))
        found = database.find(QuarterReturn, row.id, lock=True)
        for part in asked.definition.narrative:
            if part.required:
                preparing.answer(database, found, f"narrative:{part.key}", hide(part.key))
        figures = Figures({CELL: 40}, 0, {})
        version = submitting.submit(database, found, asked, figures)
        crossing = Crossing(CELL, 40, 52, (Change(Reason.late, 12, 0),))
        restated = restating.restate(
            database, version, [crossing], known_at=0, words=hide("why it was restated")
        )
    print_version(version.id)
    print_restatement(restated.id)
    with world.as_(office) as database:
        found = database.find(QuarterReturn, row.id, lock=True)
        reviewing.query(database, found, version.id, CELL, hide("question on a cell"))
    with world.as_(manager) as database:
        found = database.find(QuarterReturn, row.id, lock=True)
        reviewing.reply(database, found, version.id, CELL, hide("answer to a question"))
    made.keep(
        "return", line, provider, commission_id=commission_id, code=quarter.code, number=1,
        study_id=study.id, query="?measure=referrals-received&by=all&value=",
    )  # fmt: skip
    made.keep(
        "received", line, provider | offices, return_id=row.id, restatement_id=restated.id,
        query="?measure=referrals-received&by=all&value=",
    )  # fmt: skip
