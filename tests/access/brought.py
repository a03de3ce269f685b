"""Spreadsheets with open cases: one on its way in for each of two providers, and one that is over."""

from app.actions import imports
from app.models import Commission, ImportRun
from tests.access.filled import Filled
from tests.access.people import PROVIDER, RIVAL

COLUMNS = {
    "preferred_name": "First name",
    "sex": "Sex",
    "referred_on": "Referred",
    "source": "From",
}


def bring_in(made: Filled) -> None:
    """A canary in the name of the file and in its cells."""
    for kind, who, commission, seen_by in (
        ("import run", "manager", "hospital", PROVIDER),
        ("import run", "rival_manager", "resettlement", RIVAL),
        ("import run that is over", "manager", "hospital", PROVIDER),
    ):
        meet, over = {who}, kind.endswith("over")
        name = made.secrets.word(f"name of a file of the {who}", seen_by, shown=meet)
        cell = made.secrets.word(
            f"cell of a file of the {who}", seen_by, shown=set() if over else meet
        )
        rows = [[cell, "of the sea", "2026-01-05", "self"], ["Quillon", "male", "5.1.2026", "self"]]
        with made.world.as_(made.world.viewers[who]) as database:
            run = imports.begin(
                database,
                database.find(Commission, made.world.commissions[commission].id),
                name=name,
                content=f"{kind} {cell}".encode(),
                header=["First name", "Sex", "Referred", "From"],
                rows=rows,
            )
            imports.remember(database, run, columns=COLUMNS, values={"source": {"self": "self"}})
            if over:
                imports.drop(database, database.find(ImportRun, run.id, lock=True))
        made.keep(kind, commission, seen_by, run_id=run.id)
        made.secrets.mark(run.id, f"id of a run of the {who}", seen_by)
