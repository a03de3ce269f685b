"""One problem out of everything that is printed about a year: issues, and what links them.

An *issue* is one printing of one span: the page of a quarter as it is now, an edition, a return. The
same number in two issues is one cell, printed as it was printed first. A number that changed is
another cell; between the two stands a change, which must not be given away either. A span adds up
from finer ones, with a rest where these are not all printed or were counted at another moment. A
restatement says of each number what came and what went since an earlier issue, for each reason
(`bridging.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.reporting.disclosure import price_of
from app.reporting.gate.bridging import link_of, over_bridge
from app.reporting.gate.marks import COMMISSIONER, Cell, Profile
from app.reporting.gate.places import Place, known_between, overlaps
from app.reporting.gate.problem import Problem
from app.reporting.gate.relations import Relation
from app.reporting.gate.spots import Issue, Link, Spot, place_at, spots_of
from app.reporting.measure import By
from app.reporting.periods import parts_of
from app.reporting.scopes import Scope, threshold_in


class Linked(NamedTuple):
    """The whole problem; the number at each place of each issue; and the table each change is of."""

    problem: Problem
    spots: dict[str, dict[Place, Spot]]
    changes: dict[Link, str]


def linked(
    issues: Sequence[Issue], scopes: tuple[Scope, ...], profile: Profile = COMMISSIONER
) -> Linked:
    """Make one problem of everything that is printed and is to be printed. Issues come oldest first."""
    spots = spots_of(issues)
    values: dict[Any, int] = {}
    printed: dict[Any, Cell] = {}
    tables: dict[Any, str] = {}
    for issue in issues:
        for place, value in issue.values.items():
            spot = spots[issue.name][place]
            values[spot] = value
            cell = issue.printed.get(place)
            # Printed once is printed, whatever another page does.
            if cell is not None and (spot not in printed or not cell.is_hidden):
                printed[spot] = cell
            if place in issue.tables:
                tables[spot] = issue.tables[place]
    tables = {spot: table for spot, table in tables.items() if spot not in printed}
    # Of a number that is in no table nothing is printed: it is only known to exist.
    latent: dict[Any, int | None] = {
        spot: 0 for spot in values if spot not in printed and spot not in tables
    }
    relations = [
        Relation({own[place]: n for place, n in one.weights.items() if place in own}, one.slack)
        for issue in issues
        for own in (spots[issue.name],)
        for one in known_between(issue.values, scopes)
    ]
    changes: dict[Link, str] = {}
    for link, value, relation, table in (*_changes(issues, spots), *_sums(issues, spots)):
        relations.append(relation)
        if link is not None:
            values[link], latent[link] = value, 0 if value >= 0 else None
            changes[link] = table
    for issue in issues:
        named = {step: link_of(issue, step, spots) for step in issue.bridge.values}
        values |= {link: issue.bridge.values[step] for step, link in named.items()}
        printed |= {named[step]: cell for step, cell in issue.bridge.printed.items()}
        tables |= {named[step]: table for step, table in issue.bridge.tables.items()}
        latent |= {link: 0 for link in named.values() if link not in printed | tables}
        relations += over_bridge(issue, spots, scopes)
    prices = {key: _price(place_at(key), values[key]) for key in tables}
    problem = Problem(values, relations, printed, latent, tables, prices, profile)
    problem.thresholds = _thresholds(problem, scopes)
    return Linked(problem, spots, changes)


def _thresholds(problem: Problem, scopes: tuple[Scope, ...]) -> dict[Any, int]:
    """The threshold of each cell: what was printed keeps the one it was printed under."""
    found = {}
    for key in problem.values:
        if key in problem.printed:
            found[key] = problem.printed[key].below
        else:
            own = threshold_in(scopes, place_at(key).where)
            found[key] = max(problem.profile.threshold, own)
    return found


def _price(place: Place, value: int) -> float:
    if len(place.where) > 1:
        return price_of(By.age, value)
    return price_of(place.where[0][0] if place.where else By.all, value)


Made = tuple[Link | None, int, Relation, str]


def _changes(issues: Sequence[Issue], spots: Mapping[str, Mapping[Place, Spot]]) -> Iterator[Made]:
    """From one number of a place to the next one: somebody came later, or was corrected."""
    before: dict[tuple[str, Place], tuple[int, Spot]] = {}
    for issue in issues:
        for place, value in issue.values.items():
            spot, name = spots[issue.name][place], (issue.span.code, place)
            if name in before and before[name][1] != spot:
                then, old = before[name]
                link = Link("change", spot)
                yield (
                    link,
                    value - then,
                    Relation({spot: 1, old: -1, link: -1}),
                    issue.tables.get(place, ""),
                )
            before[name] = value, spot


def _sums(issues: Sequence[Issue], spots: Mapping[str, Mapping[Place, Spot]]) -> Iterator[Made]:
    """A span and the finer spans that it is made of, as they were known before it or are known now."""
    for whole in issues:
        finer = parts_of(whole.span)
        if not finer:
            continue
        for moment in dict.fromkeys((whole.known_at, max(one.known_at for one in issues))):
            known = [one for one in issues if one.span in finer and one.known_at <= moment]
            if not known:
                continue
            for place, value in whole.values.items():
                # Of each finer span the newest printing that has the place.
                parts = {one.span: one for one in known if place in one.values}
                if parts:
                    yield from _sum(
                        whole, place, value, list(parts.values()), len(finer), spots, moment
                    )


def _sum(
    whole: Issue, place: Place, value: int, parts: Sequence[Issue], wanted: int,
    spots: Mapping[str, Mapping[Place, Spot]], moment: int,
) -> Iterator[Made]:  # fmt: skip
    spot = spots[whole.name][place]
    own = [spots[part.name][place] for part in parts]
    rest = value - sum(part.values[place] for part in parts)
    weights: dict[Any, int] = {spot: -1} | dict.fromkeys(own, 1)
    complete = len(parts) == wanted
    if overlaps(place.measure):
        # One person can be in several: a reader is taken to know how many are.
        if complete:
            yield None, 0, Relation(weights), ""
        for part in parts:
            slack = max(value - part.values[place], 0)
            yield None, 0, Relation({spot: 1, spots[part.name][place]: -1}, slack), ""
    elif complete and rest == 0:
        yield None, 0, Relation(weights), ""
    else:
        link = Link(f"rest at {moment}", spot)
        table = whole.tables.get(place, "") or next(
            (part.tables[place] for part in parts if place in part.tables), ""
        )
        yield link, rest, Relation(weights | {link: 1}), table
