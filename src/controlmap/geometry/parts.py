"""Territories that follow their cells: only the parts that change are made anew.

A part is one polygon of a territory. When cells pass from one group to another, the
rings that run along them, or end at their corners, are traced anew; the others stay as
they are, and so does each part whose rings all stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from controlmap.geometry.outline import linear_rings, shells_around, trace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely import LinearRing, Polygon
    from shapely.geometry.base import BaseGeometry

    from controlmap.geometry.tessellation import Tessellation

    _Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One polygon of a territory.

    Attributes
    ----------
    group : int
        Whose territory it is.
    polygon : Polygon
        In metres, its outer ring anticlockwise.
    first : int
        Least half-edge of its outer ring: parts are ordered by it.
    """

    group: int
    polygon: Polygon
    first: int


@dataclass(frozen=True, slots=True, eq=False)
class _Ring:
    """A ring around, or a hole in, one part."""

    group: int
    members: _Ints
    shape: LinearRing
    is_outer: bool
    first: int


class MovingParts:
    """Parts of all groups of cells, kept while cells pass from group to group.

    Parameters
    ----------
    tessellation : Tessellation
    group : ndarray of int, shape (n_cells,)
        Group of each cell; -1 for none.
    """

    def __init__(self, tessellation: Tessellation, group: _Ints) -> None:
        edges = tessellation.half_edges
        self._edges = edges
        self._group = np.full(tessellation.n_cells + 1, -1)  # the last: outside
        self._ring_at = np.full(len(edges.left), -1)
        self._rings: dict[int, _Ring] = {}
        self._walk_of: dict[int, tuple[int, ...]] = {}  # of a ring that touches others
        self._part_of: dict[int, int] = {}  # of a ring
        self._parts: dict[int, Part] = {}
        self._rings_of: dict[int, frozenset[int]] = {}  # of a part
        self._made = 0
        self._around_cell = Buckets.of(edges.left, tessellation.n_cells)
        self._around_vertex = Buckets.of(edges.origin, len(edges.vertices))
        self._is_scattered = shapely.get_num_geometries(tessellation.cells()) > 1
        self.move(np.arange(tessellation.n_cells), group)

    @property
    def group(self) -> _Ints:
        """Group of each cell, -1 for none, shape (n_cells,)."""
        return self._group[:-1]

    def parts(self, groups: Iterable[int] | None = None) -> list[Part]:
        """Parts of some groups, or of all, by group and first half-edge."""
        wanted = None if groups is None else set(groups)
        found = (p for p in self._parts.values() if wanted is None or p.group in wanted)
        return sorted(found, key=lambda part: (part.group, part.first))

    def shapes(self, groups: Iterable[int] | None = None) -> dict[int, BaseGeometry]:
        """Territory in metres of each of some groups, or of all, that has any."""
        polygons: dict[int, list[Polygon]] = {}
        for part in self.parts(groups):
            polygons.setdefault(part.group, []).append(part.polygon)
        return {
            group: members[0] if len(members) == 1 else shapely.multipolygons(members)
            for group, members in polygons.items()
        }

    def move(self, cells: _Ints, groups: _Ints) -> tuple[list[Part], list[Part]]:
        """Give cells to other groups.

        Parameters
        ----------
        cells : ndarray of int
            No cell twice.
        groups : ndarray of int
            New group of each.

        Returns
        -------
        closed, opened : list of Part
            Parts that are no more, and those that have come in their place.
        """
        moved = self._group[cells] != groups
        cells, groups = cells[moved], groups[moved]
        along = self._around_cell.members(cells)
        along = np.concatenate([along, along ^ 1])
        corners = self._around_vertex.members(np.unique(self._edges.origin[along]))
        met = np.unique(self._ring_at[np.concatenate([corners, corners ^ 1])])
        gone = self._whole_walks(met[met >= 0].tolist())
        parts = {self._part_of[ring] for ring in gone} | self._surrounding(cells)
        self._group[cells] = groups
        new = self._traced(gone, along)
        return self._regrouped(parts, gone - new, new)

    def _whole_walks(self, numbers: list[int]) -> set[int]:
        """Rings, and the others of their walks: a walk leads from ring to ring."""
        found = set(numbers)
        for number in numbers:
            found.update(self._walk_of.get(number, ()))
        return found

    def _surrounding(self, cells: _Ints) -> set[int]:
        """Parts that hold cells in their midst, where no ring runs along the cell."""
        found: set[int] = set()
        groups = self._group[cells]
        for group in np.unique(groups[groups >= 0]).tolist():
            members = cells[groups == group]
            numbers = [n for n, part in self._parts.items() if part.group == group]
            if self._is_scattered[members].any():
                found.update(numbers)
                continue
            inner = [cell for cell in members.tolist() if not self._has_ring(cell)]
            if not inner:
                continue
            spots = self._spots_beside(np.array(inner, dtype=np.int64))
            tree = shapely.STRtree([self._parts[n].polygon for n in numbers])
            _, around = tree.query(spots, predicate="within")
            found.update(numbers[index] for index in around.tolist())
        return found

    def _has_ring(self, cell: int) -> bool:
        return bool((self._ring_at[self._around_cell.of_one(cell)] >= 0).any())

    def _spots_beside(self, cells: _Ints) -> NDArray[np.object_]:
        """A point of the outline of each cell, between it and a neighbour."""
        edges = self._edges
        one = self._around_cell.first(cells)
        ends = edges.arc_vertices[
            [edges.first[one], edges.first[one] + edges.step[one]]
        ]
        spots: NDArray[np.object_] = shapely.points(edges.vertices[ends].mean(axis=0))
        return spots

    def _traced(self, gone: set[int], along: _Ints) -> set[int]:
        """Rings that run now where others did, or along changed cells."""
        old = {self._key(self._rings[n]): n for n in sorted(gone)}
        is_met = np.zeros(len(self._ring_at), dtype=bool)
        is_met[along] = True
        for number in gone:
            is_met[self._rings[number].members] = True
        pool = np.flatnonzero(is_met)
        self._ring_at[pool] = -1
        edges, group = self._edges, self._group
        on_left = group[edges.left[pool]]
        walked = pool[(on_left >= 0) & (on_left != group[edges.right[pool]])]
        walked, lead, walk = trace(edges, group, walked)
        shapes = linear_rings(edges, walked, lead)
        is_outer = shapely.is_ccw(shapes).tolist()
        firsts = np.minimum.reduceat(walked, lead[:-1]).tolist() if len(walked) else []
        owners = group[edges.left[walked[lead[:-1]]]].tolist()
        found: list[int] = []
        for index, (start, end) in enumerate(pairwise(lead.tolist())):
            members = walked[start:end]
            owner = owners[index]
            ring = _Ring(owner, members, shapes[index], is_outer[index], firsts[index])
            number = old.get(self._key(ring), 0)
            if not number:
                number = self._made = self._made + 1
                self._rings[number] = ring
            self._ring_at[members] = number
            found.append(number)
        self._note_walks(gone, found, walk)
        return set(found)

    def _note_walks(self, gone: set[int], rings: list[int], walk: _Ints) -> None:
        """Keep which of some new rings were cut from one walk, in place of old ones."""
        for number in gone:
            self._walk_of.pop(number, None)
        if not rings or walk[-1] == len(rings) - 1:
            return
        starts = np.flatnonzero(np.diff(walk, prepend=-1)).tolist()
        for start, end in pairwise([*starts, len(rings)]):
            if end - start > 1:
                cut = tuple(rings[start:end])
                self._walk_of.update(dict.fromkeys(cut, cut))

    @staticmethod
    def _key(ring: _Ring) -> tuple[int, bytes]:
        return ring.group, ring.members.tobytes()

    def _regrouped(
        self, parts: set[int], gone: set[int], new: set[int]
    ) -> tuple[list[Part], list[Part]]:
        """Parts of the rings that some parts have left and of new ones."""
        rings = set(new).union(*(self._rings_of[n] for n in parts)) - gone
        before = {self._rings_of[number]: number for number in sorted(parts)}
        nested = sorted(self._nested(sorted(rings)).items())
        new_parts = [
            (outer, holes)
            for outer, holes in nested
            if before.pop(frozenset((outer, *holes)), None) is None
        ]
        opened = self._open(new_parts)
        closed = [self._close(number) for number in before.values()]
        for ring in gone:
            del self._rings[ring], self._part_of[ring]
        return closed, opened

    def _nested(self, numbers: list[int]) -> dict[int, list[int]]:
        """Outer rings, each with the holes of its part."""
        nested: dict[int, list[int]] = {
            number: [] for number in numbers if self._rings[number].is_outer
        }
        outers_of: dict[int, list[int]] = {}
        for outer in nested:
            outers_of.setdefault(self._rings[outer].group, []).append(outer)
        unsure: list[int] = []
        for number in numbers:
            ring = self._rings[number]
            if ring.is_outer:
                continue
            if len(outers_of[ring.group]) == 1:
                nested[outers_of[ring.group][0]].append(number)
            else:
                unsure.append(number)
        if unsure:
            outers = [n for n in nested if len(outers_of[self._rings[n].group]) > 1]
            around = shells_around(
                np.asarray(shapely.polygons(self._shapes(outers))),
                self._groups(outers),
                self._shapes(unsure),
                self._groups(unsure),
            )
            for hole, index in zip(unsure, around.tolist(), strict=True):
                nested[outers[index]].append(hole)
        return nested

    def _shapes(self, numbers: list[int]) -> NDArray[np.object_]:
        return np.array([self._rings[n].shape for n in numbers], dtype=object)

    def _groups(self, numbers: list[int]) -> _Ints:
        return np.array([self._rings[n].group for n in numbers], dtype=np.int64)

    def _open(self, nested: list[tuple[int, list[int]]]) -> list[Part]:
        """Parts of outer rings and their holes, by their first half-edges."""
        rings = self._rings
        polygons = np.asarray(shapely.polygons(self._shapes([n for n, _ in nested])))
        opened: list[Part] = []
        for index, (outer, holes) in enumerate(nested):
            ring, polygon = rings[outer], polygons[index]
            if holes:
                inner = sorted(holes, key=lambda n: rings[n].first)
                polygon = shapely.polygons(ring.shape, holes=self._shapes(inner))
            self._made += 1
            part = Part(ring.group, polygon, ring.first)
            self._parts[self._made] = part
            self._rings_of[self._made] = frozenset((outer, *holes))
            for number in (outer, *holes):
                self._part_of[number] = self._made
            opened.append(part)
        return opened

    def _close(self, number: int) -> Part:
        del self._rings_of[number]
        return self._parts.pop(number)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Which elements have which value, for values from 0 on."""

    order: _Ints
    ends: _Ints

    @classmethod
    def of(cls, values: _Ints, n_values: int) -> Buckets:
        """Buckets of the value that each element has."""
        order = np.argsort(values, kind="stable")
        ends = np.searchsorted(values[order], np.arange(n_values + 1))
        return cls(order, ends)

    def of_one(self, value: int) -> _Ints:
        """Elements with a value."""
        found: _Ints = self.order[self.ends[value] : self.ends[value + 1]]
        return found

    def first(self, values: _Ints) -> _Ints:
        """First element with each value."""
        found: _Ints = self.order[self.ends[values]]
        return found

    def members(self, values: _Ints) -> _Ints:
        """Elements with any of some values, by value."""
        starts, counts = self.ends[values], self.ends[values + 1] - self.ends[values]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        found: _Ints = self.order[np.repeat(starts, counts) + within]
        return found
