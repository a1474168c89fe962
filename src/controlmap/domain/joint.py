"""Names of one report matched together: each is context for the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from controlmap.domain.rating import Context
from controlmap.domain.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from controlmap.domain.matching import Match

    Matching = Callable[[str, Context], Match]

_ROUNDS = 2
"""Rounds in which the others' places are taken from the round before."""


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be matched.

    Attributes
    ----------
    name : str
    context : Context
        What is known without the other names.
    report : str
        Names of the same report are context for each other; empty for none.
    """

    name: str
    context: Context = field(default_factory=Context)
    report: str = ""


def match_together(
    queries: Sequence[Query],
    match: Matching,
    tick: Callable[[int, int], None] | None = None,
) -> list[Match]:
    """Matches of all queries, in their order.

    First each name is matched with what is known of it alone. Then, twice, each name
    of a report is matched again, near the places that its other names were taken for.
    So one name that is clear settles those that are not, and a name that was taken
    for a namesake far from all others is given up.

    Parameters
    ----------
    queries : sequence of Query
    match : callable
        Match of a name in a context.
    tick : callable or None
        Told how many names have been looked up, of how many.
    """
    matches: list[Match] = []
    for query in queries:
        matches.append(match(query.name, query.context))
        if tick is not None:
            tick(len(matches), len(queries))
    for members in _reports(queries):
        for _ in range(_ROUNDS):
            _match_again(queries, members, matches, match)
    return matches


def _reports(queries: Iterable[Query]) -> list[list[int]]:
    """Positions of the queries of each report of more than one name."""
    members: dict[str, list[int]] = defaultdict(list)
    for at, query in enumerate(queries):
        if query.report:
            members[query.report].append(at)
    return [each for each in members.values() if len(each) > 1]


def _match_again(
    queries: Sequence[Query],
    members: Sequence[int],
    matches: list[Match],
    match: Matching,
) -> None:
    """Put better matches of one report's names in the place of the last ones."""
    points = _points(queries, members, matches)
    for at in members:
        query = queries[at]
        key = spelling_of(query.name)
        others = [point for each, point in points.items() if each != key]
        near = tuple(dict.fromkeys((*query.context.near, *others)))
        if near != query.context.near:
            matches[at] = match(query.name, replace(query.context, near=near))


def _points(
    queries: Sequence[Query], members: Sequence[int], matches: Sequence[Match]
) -> Mapping[object, tuple[float, float]]:
    """Points that a report's names were taken for, one for each spelling."""
    found: dict[object, tuple[float, float]] = {}
    for at in members:
        entry = matches[at].entry
        if entry is not None and entry.lon is not None and entry.lat is not None:
            found[spelling_of(queries[at].name)] = (entry.lon, entry.lat)
    return found
