"""Where three cells meet, and the arcs that follow from that alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from controlmap.render.topology import Arcs

    _Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Junctions:
    """Corners of three cells, as runs of neighbours around the lowest of the three.

    Two junctions that name the same two cells are the ends of the arc between these,
    where no other junction names both: so these arcs need not be written out.

    Attributes
    ----------
    vertices : ndarray of int, shape (n,)
        Vertex of each junction, in the order of the runs.
    cells : ndarray of int, shape (n, 3)
        Its cells counterclockwise, the lowest first.
    runs : list of int
        Of each cell, how many runs are around it.
    lengths : list of int
        Of each run, how many junctions it has.
    neighbours : list of int
        Of each run, the cells counterclockwise, each less the cell that they are
        around: one more than it has junctions.
    other_vertices, other_arcs : list of int
        The rest, in the order of the arcs; these by their cells.
    """

    vertices: _Ints
    cells: _Ints
    runs: list[int]
    lengths: list[int]
    neighbours: list[int]
    other_vertices: _Ints
    other_arcs: list[int]


def find_junctions(arcs: Arcs) -> Junctions:
    """Junctions of a tessellation whose cells are numbered as on the page."""
    vertices, cells = _meetings_of_three(arcs)
    is_used, follows = _arcs_that_follow(arcs, vertices, cells)
    vertices, cells = vertices[is_used], cells[is_used]
    n_cells = int(max(arcs.left.max(initial=-1), arcs.right.max(initial=-1))) + 1
    order, runs, lengths, neighbours = _fans(cells, n_cells)
    others = np.flatnonzero(~follows)
    others = others[
        np.lexsort((others, arcs.right[others], arcs.left[others]))
    ].tolist()
    is_junction = np.zeros(int(arcs.vertices.max(initial=-1)) + 1, bool)
    is_junction[vertices] = True
    used = [v for arc in others for v in arcs.run(arc) if not is_junction[v]]
    return Junctions(
        vertices[order],
        cells[order],
        runs,
        lengths,
        neighbours,
        np.fromiter(dict.fromkeys(used), np.int64),
        others,
    )


def _meetings_of_three(arcs: Arcs) -> tuple[_Ints, _Ints]:
    """Vertices where three cells meet, and the cells counterclockwise."""
    firsts, lasts = (
        arcs.vertices[arcs.offsets[:-1]],
        arcs.vertices[arcs.offsets[1:] - 1],
    )
    vertex = np.concatenate([firsts, lasts])
    # around the start of an arc, the cell on its left comes after that on its right
    before = np.concatenate([arcs.right, arcs.left])
    after = np.concatenate([arcs.left, arcs.right])
    order = np.argsort(vertex, kind="stable")
    found, starts, counts = np.unique(
        vertex[order], return_index=True, return_counts=True
    )
    three = starts[counts == 3][:, None] + np.arange(3)
    before, after = before[order][three], after[order][three]
    row = np.arange(len(three))
    lowest = before.argmin(axis=1)
    a, b = before[row, lowest], after[row, lowest]
    c = after[row, (before == b[:, None]).argmax(axis=1)]
    is_ring = after[row, (before == c[:, None]).argmax(axis=1)] == a
    is_good = is_ring & (a >= 0) & (a != b) & (b != c) & (a != c)
    return found[counts == 3][is_good], np.stack((a, b, c), axis=1)[is_good]


def _arcs_that_follow(
    arcs: Arcs, vertices: _Ints, cells: _Ints
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of the junctions can be used, and which arcs then follow from them.

    One cannot if an arc would follow that is not there.
    """
    firsts, lasts = (
        arcs.vertices[arcs.offsets[:-1]],
        arcs.vertices[arcs.offsets[1:] - 1],
    )
    turned = arcs.left > arcs.right
    ends = np.where(turned, lasts, firsts), np.where(turned, firsts, lasts)
    low, high = np.minimum(arcs.left, arcs.right), np.maximum(arcs.left, arcs.right)
    key = low * (high.max(initial=0) + 1) + high
    plain = np.flatnonzero((np.diff(arcs.offsets) == 2) & (low >= 0))
    there = {(key[arc], ends[0][arc], ends[1][arc]): arc for arc in plain.tolist()}
    is_used = np.ones(len(vertices), bool)
    while True:
        following = _following(vertices, cells, is_used, int(high.max(initial=0)) + 1)
        missing = [pair for pair in following if pair[0] not in there]
        if not missing:
            break
        for _, junctions in missing:
            is_used[list(junctions)] = False
    follows = np.zeros(len(arcs.left), bool)
    follows[[there[arc] for arc, _ in following]] = True
    return is_used, follows


def _following(
    vertices: _Ints, cells: _Ints, is_used: NDArray[np.bool_], n_cells: int
) -> list[tuple[tuple[int, int, int], tuple[int, int]]]:
    """Arcs that junctions give, as cells and end vertices, and the junctions."""
    used = np.flatnonzero(is_used)
    one, other = cells[used].ravel(), np.roll(cells[used], -1, axis=1).ravel()
    junction = np.repeat(used, 3)
    # an arc with the lower cell on its left ends where the higher one comes after it
    is_end = one < other
    key = np.minimum(one, other) * n_cells + np.maximum(one, other)
    order = np.lexsort((is_end, key))
    key, is_end, junction = key[order], is_end[order], junction[order]
    _, starts, counts = np.unique(key, return_index=True, return_counts=True)
    pair = starts[counts == 2]
    pair = pair[~is_end[pair] & is_end[pair + 1]]
    first, last = junction[pair], junction[pair + 1]
    arcs = zip(
        key[pair].tolist(),
        vertices[first].tolist(),
        vertices[last].tolist(),
        strict=True,
    )
    both = zip(first.tolist(), last.tolist(), strict=True)
    return list(zip(arcs, both, strict=True))


def _fans(
    cells: _Ints, n_cells: int
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Junctions in the order of the runs, and the runs."""
    around: list[dict[int, tuple[int, int]]] = [{} for _ in range(n_cells)]
    for junction, (a, b, c) in enumerate(cells.tolist()):
        around[a][b] = c, junction
    order: list[int] = []
    runs: list[int] = []
    lengths: list[int] = []
    neighbours: list[int] = []
    for cell, steps in enumerate(around):
        count = 0
        for run, junctions in _runs(steps):
            count += 1
            order += junctions
            lengths.append(len(junctions))
            neighbours += [other - cell for other in run]
        runs.append(count)
    return order, runs, lengths, neighbours


def _runs(steps: dict[int, tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Neighbours that follow each other, and the junctions between them."""
    heads = sorted(steps.keys() - {after for after, _ in steps.values()})
    while steps:
        at = heads.pop(0) if heads else min(steps)
        run, junctions = [at], []
        while at in steps:
            at, junction = steps.pop(at)
            run.append(at)
            junctions.append(junction)
        yield run, junctions
