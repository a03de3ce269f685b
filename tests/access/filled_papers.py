"""A board paper in the making, one that was made, and a saved view, in the filled partnership."""

from typing import TYPE_CHECKING

from app.actions import board_papers, editions, saved_views
from app.models import BoardPaper
from app.operations import editions as making
from app.reporting.periods import latest_whole
from tests.access.people import OFFICE
from tests.access.whom import PUBLIC

if TYPE_CHECKING:
    from tests.access.filled import Filled

KINDS = {"draft": "paper", "made": "paper made", "to go": "paper to go"}
SECTIONS = ("overview", "reach", "areas")


def write_papers(made: "Filled") -> None:
    """What the commissioner writes is for their office, and for nobody else."""
    for name, kind in KINDS.items():
        words = {
            part: made.secrets.word(f"{part} of a paper ({name})", OFFICE, sealed=False)
            for part in ("introduction", "reach")
        }
        title = made.secrets.word(f"title of a paper ({name})", OFFICE, sealed=False)
        with made.world.as_(made.world.commissioner) as database:
            paper = board_papers.begin(
                database, title=title, quarter=latest_whole(), within="", sections=SECTIONS
            )
            board_papers.write(database, paper, words)
        if name == "made":
            with made.world.as_(made.world.commissioner) as database:
                board_papers.make(database, database.find(BoardPaper, paper.id, lock=True))
        made.keep(kind, "office", OFFICE, paper_id=paper.id)
    name = made.secrets.word("name of a saved view", OFFICE, sealed=False)
    with made.world.as_(made.world.commissioner) as database:
        view = saved_views.save(database, name=name, address="/quarter/latest/reach")
    made.keep("saved view", "office", OFFICE, view_id=view.id)
    _publish(made)


def _publish(made: "Filled") -> None:
    """A quarter that everybody can read."""
    with made.world.as_(made.world.commissioner) as database:
        order = editions.publish(database, span=latest_whole(), confirmed=True)
    edition_id = making.make(order.id)
    made.keep("published", "office", PUBLIC, edition_id=edition_id, table="public-all")
