"""Front lines that follow their cells: only the lines that change are joined anew.

A line runs along arcs between the same two holders, and ends where one of another pair
meets it. When cells pass from one holder to another, the lines along them and at their
corners are put together again; the others stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from controlmap.geometry.parts import Buckets

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from numpy.typing import NDArray
    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

    from controlmap.geometry.tessellation import Tessellation

    _Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A line between two holders, and the arcs that it runs along, ascending."""

    pair: int
    arcs: _Ints
    shape: LineString


class MovingFronts:
    """Front lines between holders, kept while cells pass from one to the other.

    Parameters
    ----------
    tessellation : Tessellation
    holder : ndarray of int, shape (n_cells,)
        Holder of each cell, -1 for none.
    names : sequence of str
        Names of the holders, sorted.
    """

    def __init__(
        self, tessellation: Tessellation, holder: _Ints, names: Sequence[str]
    ) -> None:
        edges = tessellation.half_edges
        self._tessellation = tessellation
        self._names = names
        self._origin = edges.origin
        self._around_cell = Buckets.of(edges.left, tessellation.n_cells)
        self._around_vertex = Buckets.of(edges.origin, len(edges.vertices))
        self._holder = np.full(tessellation.n_cells + 1, -1)  # the last: outside
        self._pair = np.full(len(tessellation.left), -1)
        self._line_at = np.full(len(tessellation.left), -1)
        self._lines: dict[int, _Line] = {}
        self._lines_of: dict[int, set[int]] = {}  # of a pair
        self._made = 0
        self.move(np.arange(tessellation.n_cells), holder)

    def move(self, cells: _Ints, holders: _Ints) -> set[tuple[str, str]]:
        """Give cells to other holders; which pairs have another front line then."""
        arcs = np.unique(self._around_cell.members(cells) // 2)
        self._holder[cells] = holders
        before, after = self._pair[arcs], self._pairs_at(arcs)
        differs = before != after
        arcs, before, after = arcs[differs], before[differs], after[differs]
        self._pair[arcs] = after
        pairs = set(np.concatenate([before, after]).tolist()) - {-1}
        ends = self._origin[np.concatenate([2 * arcs, 2 * arcs + 1])]
        met = np.unique(self._line_at[self._around_vertex.members(ends) // 2])
        gone = [n for n in met[met >= 0].tolist() if self._lines[n].pair in pairs]
        pool = np.unique(np.concatenate([arcs, *(self._take(n) for n in gone)]))
        self._line_at[pool] = -1
        self._join(pool[self._pair[pool] >= 0])
        return {self._names_of(pair) for pair in pairs}

    def shapes(
        self, pairs: Set[tuple[str, str]] | None = None
    ) -> dict[tuple[str, str], BaseGeometry]:
        """Front line in metres of each of some pairs, or of all, that has one."""
        found: dict[tuple[str, str], BaseGeometry] = {}
        for pair, numbers in self._lines_of.items():
            name = self._names_of(pair)
            if not numbers or (pairs is not None and name not in pairs):
                continue
            lines = sorted(
                (self._lines[n] for n in numbers), key=lambda line: int(line.arcs[0])
            )
            shapes = [line.shape for line in lines]
            found[name] = shapes[0] if len(shapes) == 1 else _several(shapes)
        return dict(sorted(found.items()))

    def _pairs_at(self, arcs: _Ints) -> _Ints:
        """Number of the pair of holders on the two sides of arcs; -1 for no front."""
        one = self._holder[self._tessellation.left[arcs]]
        other = self._holder[self._tessellation.right[arcs]]
        low, high = np.minimum(one, other), np.maximum(one, other)
        is_front = (low >= 0) & (low != high)
        return np.where(is_front, low * len(self._names) + high, -1)

    def _names_of(self, pair: int) -> tuple[str, str]:
        low, high = divmod(pair, len(self._names))
        return self._names[low], self._names[high]

    def _take(self, number: int) -> _Ints:
        line = self._lines.pop(number)
        self._lines_of[line.pair].remove(number)
        return line.arcs

    def _join(self, arcs: _Ints) -> None:
        """Lines of some arcs, ascending; no line runs along them yet."""
        if not len(arcs):
            return
        line = self._lines_along(arcs)
        order = np.argsort(line, kind="stable")
        joined = shapely.multilinestrings(
            self._tessellation.arc_lines(arcs[order]), indices=line[order]
        )
        shapes = np.asarray(shapely.normalize(shapely.line_merge(joined)))
        ends = np.flatnonzero(np.diff(line[order])) + 1
        for members, shape in zip(np.split(arcs[order], ends), shapes, strict=True):
            self._made += 1
            pair = int(self._pair[members[0]])
            self._lines[self._made] = _Line(pair, members, shape)
            self._lines_of.setdefault(pair, set()).add(self._made)
            self._line_at[members] = self._made

    def _lines_along(self, arcs: _Ints) -> _Ints:
        """Number of the line of each arc, from 0 on: two that meet alone go on."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        at = np.unique(self._origin[np.concatenate([2 * arcs, 2 * arcs + 1])])
        leaving = self._around_vertex.members(at)
        leaving = leaving[self._pair[leaving // 2] >= 0]
        key = self._origin[leaving] * len(self._names) ** 2 + self._pair[leaving // 2]
        order = np.argsort(key, kind="stable")
        _, first, count = np.unique(key[order], return_index=True, return_counts=True)
        two = first[count == 2]
        index = np.full(len(self._pair), -1)
        index[arcs] = np.arange(len(arcs))
        one, other = (index[leaving[order[two + step]] // 2] for step in (0, 1))
        both = (one >= 0) & (other >= 0)
        links = coo_array(
            (np.ones(both.sum()), (one[both], other[both])), shape=(len(arcs),) * 2
        )
        _, line = connected_components(links, directed=False)
        return np.asarray(line, dtype=np.int64)


def _several(lines: list[LineString]) -> BaseGeometry:
    several: BaseGeometry = shapely.multilinestrings(lines)
    return several
