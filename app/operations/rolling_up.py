"""The papers of a quarter from the command line: everything as PDF and workbook, for one office."""

from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from app.access import Permission, may
from app.actions import board_papers
from app.database import Viewer, transaction
from app.errors import CannotStart
from app.interchange.board_papers import board_paper
from app.models import Account, Membership, Role
from app.queries.memberships import viewer_as
from app.reporting.papers.sheets import workbook
from app.reporting.periods import Quarter, latest_whole


def write_papers(mail: str, folder: Path, code: str | None = None) -> list[Path]:
    """Write a PDF and a workbook of every section of a quarter (the newest that is over) to a folder.

    Figures are asked for as the commissioner or evaluator with this email address: nothing is written
    that they could not open. Raises CannotStart for a quarter or a person that there is not.
    """
    quarter = latest_whole() if code is None else Quarter.parse(code)
    if quarter is None or not quarter.has_started:
        raise CannotStart(
            f"There is no quarter {code}. Write the year and the quarter, as in 2026-2."
        )
    with transaction(viewer_of(mail)) as database:
        paper = board_papers.everything(database, quarter)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, body in (("pdf", board_paper(paper, draft=False)), ("xlsx", workbook(paper))):
        file = folder / f"throughline-{quarter.code}-everything.{kind}"
        file.write_bytes(body)
        written.append(file)
    return written


def viewer_of(mail: str) -> Viewer:
    """Whoever commissions under this email address. Raises CannotStart."""
    with transaction() as database:
        rows = database.execute(
            select(col(Membership.id), col(Membership.role))
            .join(Account, col(Account.id) == Membership.account_id)
            .where(col(Account.mail) == mail.strip().lower(), col(Account.disabled_at).is_(None))
        ).all()
        for membership_id, role in rows:
            if may(Role(role), Permission.commission):
                found = viewer_as(database, membership_id)
                if found is not None:
                    return found
    raise CannotStart(f"Nobody who commissions or evaluates signs in as {mail}.")
