"""Arcs: segments between the same two cells, joined end to end, in NumPy.

Segments are told in two directions, as ``2 * segment`` (from its lower vertex to its
higher) and ``2 * segment + 1`` (back). Going on from each to the next of its arc, and
turning round where the arc ends, visits all of them in cycles: so arcs are found by
following cycles, all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Segments:
    """Straight pieces between two vertices, each once.

    Attributes
    ----------
    low, high : ndarray of int, shape (n,)
        Vertices at the ends; each segment runs from the lower to the higher.
    left, right : ndarray of int, shape (n,)
        Cell on either side, -1 for none; never equal.
    """

    low: _Ints
    high: _Ints
    left: _Ints
    right: _Ints

    @classmethod
    def of(cls, start: _Ints, end: _Ints, cell: _Ints) -> Segments:
        """Segments of directed pieces, each with a cell on its left.

        A piece that runs along another, in the other direction, is its other side.
        Pieces with the same cell on both sides vanish.
        """
        low, high = np.minimum(start, end), np.maximum(start, end)
        order = np.lexsort((start > end, high, low))
        low, high, cell = low[order], high[order], cell[order]
        forward = (start < end)[order]
        is_first = np.ones(len(low), dtype=bool)
        is_first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        index = np.cumsum(is_first) - 1
        left = np.full(np.count_nonzero(is_first), -1, dtype=np.int64)
        right = left.copy()
        left[index[forward]] = cell[forward]
        right[index[~forward]] = cell[~forward]
        real = left != right
        low, high = low[is_first], high[is_first]
        return cls(low[real], high[real], left[real], right[real])


def chain(segments: Segments) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Arcs of segments: each as long as it lies between the same two cells.

    An arc ends where three cells meet, where it touches another arc, or at itself. It
    runs from its lower end to its higher; a closed one starts along its first segment.

    Parameters
    ----------
    segments : Segments

    Returns
    -------
    offsets : ndarray of int, shape (n_arcs + 1,)
        Arc ``i`` runs over ``vertices[offsets[i]:offsets[i + 1]]``.
    vertices : ndarray of int
        A closed arc repeats its first vertex.
    left, right : ndarray of int, shape (n_arcs,)
        Cell on either side of each arc.
    """
    n = 2 * len(segments.low)
    origin = np.column_stack([segments.low, segments.high]).reshape(-1)
    goes_through, following = _following(segments, origin)
    cycle, left_to_go = cycles(following)
    is_open = np.zeros(n, dtype=bool)
    # An open arc is told by one cycle, there and back; a closed one by two.
    ends = np.flatnonzero(~goes_through)
    ends = ends[np.lexsort((ends, origin[ends], cycle[ends]))]
    open_heads = ends[np.unique(cycle[ends], return_index=True)[1]]
    is_open[cycle[open_heads]] = True
    closed_heads = np.flatnonzero((cycle == np.arange(n)) & ~is_open[cycle])
    open_heads = open_heads[np.lexsort((open_heads, origin[open_heads]))]
    head = np.concatenate([open_heads, closed_heads[closed_heads % 2 == 0]])
    size = np.bincount(cycle, minlength=n)[cycle[head]]
    length = np.where(is_open[cycle[head]], size // 2, size)
    along = _along(cycle, left_to_go, head, length)
    return _arcs(segments, origin, along, length)


def _following(segments: Segments, origin: _Ints) -> tuple[NDArray[np.bool_], _Ints]:
    """For each direction, whether its arc goes through its origin, and what follows.

    At its end an arc turns round.
    """
    n = len(origin)
    one = np.minimum(segments.left, segments.right).repeat(2)
    other = np.maximum(segments.left, segments.right).repeat(2)
    order = np.argsort(origin, kind="stable")
    around = origin[order]
    count = np.bincount(origin) if n else np.zeros(0, dtype=np.int64)
    first = np.searchsorted(around, around, side="left")
    partner = np.full(n, -1, dtype=np.int64)  # the other that leaves the same vertex
    pairs = np.flatnonzero(count[around] == 2)
    partner[order[pairs]] = order[2 * first[pairs] + 1 - pairs]
    same = (one == one[partner]) & (other == other[partner])
    goes_through = (partner >= 0) & same
    back = np.arange(n) ^ 1
    return goes_through, np.where(goes_through[back], partner[back], back)


def _along(cycle: _Ints, left_to_go: _Ints, head: _Ints, length: _Ints) -> _Ints:
    """Directions of the first so many steps of each cycle from its head on."""
    order = np.lexsort((-left_to_go, cycle))
    position = np.empty_like(order)
    position[order] = np.arange(len(order))
    sorted_cycle = cycle[order]
    base = np.searchsorted(sorted_cycle, cycle[head], side="left")
    size = np.searchsorted(sorted_cycle, cycle[head], side="right") - base
    step = _within(length)
    base, size = np.repeat(base, length), np.repeat(size, length)
    from_base = np.repeat(position[head], length) - base
    along: _Ints = order[base + (from_base + step) % size]
    return along


def _within(counts: _Ints) -> _Ints:
    """0, 1, 2 … for each count, one after the other."""
    within: _Ints = np.arange(counts.sum()) - np.repeat(
        np.cumsum(counts) - counts, counts
    )
    return within


def _arcs(
    segments: Segments, origin: _Ints, along: _Ints, length: _Ints
) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Vertices and sides of arcs, from the directions that each goes along."""
    offsets = np.concatenate([[0], np.cumsum(length + 1)]).astype(np.int64)
    last = np.cumsum(length) - 1
    vertices = np.empty(offsets[-1], dtype=np.int64)
    is_end = np.zeros(len(vertices), dtype=bool)
    is_end[offsets[1:] - 1] = True
    vertices[~is_end] = origin[along]
    vertices[is_end] = origin[along[last] ^ 1]
    lead = along[last + 1 - length]
    is_back = lead % 2 == 1
    left, right = segments.left[lead // 2], segments.right[lead // 2]
    return (
        offsets,
        vertices,
        np.where(is_back, right, left),
        np.where(is_back, left, right),
    )


def cycles(ahead: _Ints) -> tuple[_Ints, _Ints]:
    """For each element of a permutation, its cycle and the steps to the cycle's end.

    A cycle goes by its least element, which is also its end. By pointer doubling:
    Wyllie (1979), The Complexity of Parallel Computations.
    """
    n = len(ahead)
    cycle, jump = np.arange(n), ahead
    while True:
        shorter = np.minimum(cycle, cycle[jump])
        if (shorter == cycle).all() and (cycle[ahead] == cycle).all():
            break
        cycle, jump = shorter, jump[jump]
    is_end = np.arange(n) == cycle
    steps = np.where(is_end, 0, 1)
    jump = np.where(is_end, np.arange(n), ahead)
    while not is_end[jump].all():
        steps, jump = steps + steps[jump], jump[jump]
    return cycle, steps
