"""Papers and public figures of the demo: a quarter published, a year ordered, a board paper made."""

from app import clocks
from app.actions import board_papers, editions, saved_views
from app.database import transaction
from app.models import BoardPaper
from app.operations import editions as making
from app.operations.demo.stage import Stage
from app.reporting import quarterly
from app.reporting.periods import Year, latest_whole

WORDS = {
    "introduction": (
        "This paper tells the board how the services that we commission did in the quarter. It "
        "counts; it does not prove an effect.\n\nNumbers below 5 are hidden, and so are as "
        "many others as it takes that nobody can work one out."
    ),
    "reach": (
        "Most people were reached through hospitals. Schools and routes reach many more, but nobody "
        "there is named, so the two are never added."
    ),
    "waits": "Where a first contact was late, providers tell us that nobody could be reached by phone.",
    "outcomes": "We asked providers to look at work that ended because somebody could not be found.",
}


def publish_quarter(set_up: Stage) -> None:
    """Publish the newest quarter that is over, as the commissioner."""
    with transaction(set_up.viewers["helen"]) as database:
        order = editions.publish(database, span=latest_whole(), confirmed=True)
    making.make(order.id)


def order_year(set_up: Stage) -> None:
    """Order the last whole year, as the commissioner: the worker prints it when it serves.

    All programmes of a year take as long as a quarter of the whole story, and nobody waits for them.
    """
    with transaction(set_up.viewers["helen"]) as database:
        editions.publish(database, span=Year.of(clocks.today()).before, confirmed=True)


def write_papers(set_up: Stage) -> None:
    """Write two papers as the commissioner, and make one of them."""
    with transaction(set_up.viewers["helen"]) as database:
        quarter = latest_whole()
        for title, made in (("Board paper", True), ("Paper for the chair", False)):
            paper = board_papers.begin(
                database, title=f"{title}, {quarter.label}", quarter=quarter, within="",
                sections=list(quarterly.SECTIONS) if made else ["overview", "reach", "money"],
            )  # fmt: skip
            board_papers.write(database, paper, WORDS)
            if made:
                board_papers.make(database, database.find(BoardPaper, paper.id, lock=True))
        saved_views.save(
            database, name="Waits, the newest quarter", address="/quarter/latest/waits", shared=True
        )
