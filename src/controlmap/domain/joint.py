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
    matches: dict[int, Match] = {}
    for members in _reports(queries):
        for at in members:
            matches[at] = match(queries[at].name, queries[at].context)
            if tick is not None:
                tick(len(matches), len(queries))
        last: dict[int, Context] = {at: queries[at].context for at in members}
        for _ in range(_ROUNDS if len(members) > 1 else 0):
            contexts = _contexts(queries, members, matches)
            for at, context in contexts.items():
                if context != last[at]:
                    matches[at] = match(queries[at].name, context)
            last = contexts
    return [matches[at] for at in range(len(queries))]


def _reports(queries: Iterable[Query]) -> list[list[int]]:
    """Positions of the queries of each report, in order; each of none is alone."""
    members: dict[object, list[int]] = defaultdict(list)
    for at, query in enumerate(queries):
        members[query.report or at].append(at)
    return list(members.values())


def _contexts(
    queries: Sequence[Query], members: Sequence[int], matches: Mapping[int, Match]
) -> dict[int, Context]:
    """Context of each query of a report, with the places of its other names."""
    points = _points(queries, members, matches)
    contexts = {}
    for at in members:
        key, context = spelling_of(queries[at].name), queries[at].context
        others = (point for each, point in points.items() if each != key)
        near = tuple(dict.fromkeys((*context.near, *others)))
        contexts[at] = replace(context, near=near)
    return contexts


def _points(
    queries: Sequence[Query], members: Sequence[int], matches: Mapping[int, Match]
) -> Mapping[object, tuple[float, float]]:
    """Points that a report's names were taken for, one for each spelling."""
    found: dict[object, tuple[float, float]] = {}
    for at in members:
        entry = matches[at].entry
        if entry is not None and entry.lon is not None and entry.lat is not None:
            found[spelling_of(queries[at].name)] = (entry.lon, entry.lat)
    return found
