"""What a public edition rests on: the commissioner's own editions of the same period.

Whoever commissions reads the public pages too. Had these a source of their own, the two could be
laid side by side: 7 kept back in one and `*` in the other is 5 to 7, and that can be enough to tell
its neighbour. So the public is told nothing that does not follow from what an edition of the
commissioner prints: a number that stands there is rounded or marked; a small one gets the public
mark, which says less; of any other that is hidden there nothing is said. The proof of those editions
is then the proof of both together, today and for every edition to come.
"""

from collections.abc import Iterable, Mapping

from app.errors import Refused
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.gate.spots import Issue
from app.reporting.periods import Span


class NotBacked(Refused):
    """The commissioner has no edition of the period as it is known now: one has to be made first."""


def backing(
    issues: Iterable[Issue], span: Span, now: Mapping[Place, int], places: Iterable[Place]
) -> dict[Place, Cell]:
    """How the commissioner's editions print the numbers of a span as they are now.

    `issues` come oldest first. A place of which they print another number than `now` is not there.
    Raises NotBacked where there is none of the span, or one of the `places` has changed since.
    """
    found: dict[Place, Cell] = {}
    printed: dict[Place, int] = {}
    own = [issue for issue in issues if issue.span == span]
    for issue in own:
        for place, value in issue.values.items():
            if printed.get(place) != value:
                found.pop(place, None)
            cell = issue.printed.get(place)
            # Printed once is printed, whatever a later edition hides.
            if cell is not None and (place not in found or not cell.is_hidden):
                found[place] = cell
            printed[place] = value
    wanted = [place for place in places if place in printed]
    if not own or any(printed[place] != now.get(place, 0) for place in wanted):
        raise NotBacked("The commissioner's own edition of this period comes first.")
    return {place: cell for place, cell in found.items() if printed[place] == now.get(place, 0)}


def may_be_told(cell: Cell | None, public_threshold: int) -> bool:
    """Whether the public may be told something of a number that a commissioner reads so."""
    if cell is None or cell.why in {"protects", "kept-back"}:
        return False
    # The public mark of small numbers must not say more than the commissioner's.
    return not cell.is_hidden or cell.below <= public_threshold
