"""What a reader of a restatement knows between its steps: what came and what went, number by number."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.reporting.gate.places import Place, known_between
from app.reporting.gate.relations import Relation
from app.reporting.gate.spots import Issue, Link, Spot, Step
from app.reporting.scopes import Scope


def link_of(issue: Issue, step: Step, spots: Mapping[str, Mapping[Place, Spot]]) -> Link:
    """The name of a step among the cells of a problem."""
    return Link(f"{issue.name} {step.way} {step.reason}", spots[issue.name][step.place])


def over_bridge(
    issue: Issue, spots: Mapping[str, Mapping[Place, Spot]], scopes: tuple[Scope, ...]
) -> Iterator[Relation]:
    """What a reader knows between the steps of a bridge: where they lead, and what they add up to."""
    links = {step: link_of(issue, step, spots) for step in issue.bridge.values}
    if not links:
        return
    before, own = spots[issue.bridge.since], spots[issue.name]
    of_place: dict[Place, list[Step]] = {}
    for step in links:
        of_place.setdefault(step.place, []).append(step)
    for place, steps in of_place.items():
        if place in before:
            weights: dict[Any, int] = {links[one]: _sign(one.way) for one in steps}
            if before[place] != own[place]:
                weights |= {before[place]: 1, own[place]: -1}
            yield Relation(weights)
    for known in known_between(issue.values, scopes):
        if known.slack is None:
            for reason in {one.reason for at in known.weights for one in of_place.get(at, ())}:
                yield from _added_up(known.weights, reason, issue.bridge.values, links)


def _added_up(
    weights: Mapping[Place, int],
    reason: str,
    values: Mapping[Step, int],
    links: Mapping[Step, Link],
) -> Iterator[Relation]:
    """What is known of the steps of one reason where the numbers add up so.

    A thing has one reason wherever it is counted, so what came less what went adds up as the numbers
    do; and into the parts comes (and out of them goes) no less than into the whole.
    """
    net: dict[Any, int] = {}
    # A total stands on one side and its parts on the other, on whichever.
    turned = -1 if sum(weights.values()) < 0 else 1
    for way in ("came", "went"):
        steps = {Step(place, reason, way): n * turned for place, n in weights.items()}
        there = {one: n for one, n in steps.items() if one in links}
        net |= {links[one]: n * _sign(way) for one, n in there.items()}
        more = sum(values[one] * n for one, n in there.items())
        if more >= 0 and there:
            yield Relation({links[one]: n for one, n in there.items()}, more)
    yield Relation(net)


def _sign(way: str) -> int:
    return 1 if way == "came" else -1
