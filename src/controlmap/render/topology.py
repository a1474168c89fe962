"""The cells of a page: quantised vertices and shared arcs, in an order that packs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from controlmap.errors import GeometryError
from controlmap.geometry.crs import to_degrees
from controlmap.render.vlq import deltas, encode_vlq

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation

SCALES = (100_000, 1_000_000, 10_000_000)
"""Units per degree that are tried in turn; the first is about a metre."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A run of vertices between two cells; ``right`` is -1 outside the study area."""

    left: int
    right: int
    vertices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """A tessellation in whole units of longitude and latitude.

    Attributes
    ----------
    scale : int
        Units per degree.
    order : tuple of int
        The cells of the tessellation, in the order of the page: neighbours near
        each other, so that differences are small.
    vertices : ndarray of int, shape (n_vertices, 2)
        Longitude and latitude in units, numbered as the arcs first use them.
    arcs : tuple of Arc
        By cells; ``left`` below ``right`` unless that is -1.
    """

    scale: int
    order: tuple[int, ...]
    vertices: NDArray[np.int64]
    arcs: tuple[Arc, ...]

    def to_columns(self) -> dict[str, object]:
        """Give the columns of the payload that decode to this.

        ``vertices`` holds longitude and latitude in turn, each less that of the
        vertex before; ``bounds`` is (west, south, east, north) in degrees. ``arcs``
        holds for each arc its number of vertices, its left cell less that of the arc
        before, its right cell less its left one, then its vertices, each less the
        one named before it.
        """
        steps = np.diff(self.vertices, axis=0, prepend=np.zeros((1, 2), np.int64))
        numbers: list[int] = []
        left = vertex = 0
        for arc in self.arcs:
            numbers += (len(arc.vertices), arc.left - left, arc.right - arc.left)
            left = arc.left
            for index in arc.vertices:
                numbers.append(index - vertex)
                vertex = index
        west, south = self.vertices.min(axis=0) / self.scale
        east, north = self.vertices.max(axis=0) / self.scale
        return {
            "scale": self.scale,
            "bounds": [float(west), float(south), float(east), float(north)],
            "vertices": encode_vlq(steps.ravel().tolist()),
            "arcs": encode_vlq(numbers),
        }


def make_topology(tessellation: Tessellation) -> Topology:
    """Topology of a page, on the coarsest grid that keeps every vertex apart.

    Raises
    ------
    GeometryError
        If two vertices are nearer than the finest grid can tell.
    """
    scale, vertices = _quantise(tessellation)
    order = _cell_order(tessellation, vertices)
    rank = {cell: place for place, cell in enumerate(order)} | {-1: -1}
    arcs = _sorted_arcs(tessellation, rank)
    number: dict[int, int] = {}
    for arc in arcs:
        for vertex in arc.vertices:
            number.setdefault(vertex, len(number))
    renumbered = tuple(
        Arc(arc.left, arc.right, tuple(number[v] for v in arc.vertices)) for arc in arcs
    )
    kept = np.fromiter(number, np.int64, len(number))
    return Topology(scale, order, vertices[kept], renumbered)


def quantise_points(lon_lat: NDArray[np.float64], scale: int) -> NDArray[np.int64]:
    """Whole units of points in degrees, the same shape."""
    return np.rint(lon_lat * scale).astype(np.int64)


def point_columns(points: NDArray[np.int64]) -> dict[str, object]:
    """Columns ``lon`` and ``lat`` of points, each less the one before."""
    return {
        "lon": encode_vlq(deltas(points[:, 0].tolist())),
        "lat": encode_vlq(deltas(points[:, 1].tolist())),
    }


def _quantise(tessellation: Tessellation) -> tuple[int, NDArray[np.int64]]:
    """Scale and vertices in units of longitude and latitude."""
    degrees = to_degrees(tessellation.vertices, tessellation.crs)
    for scale in SCALES:
        units = quantise_points(degrees, scale)
        if len(np.unique(units, axis=0)) == len(units):
            return scale, units
    raise GeometryError(
        "two vertices of the tessellation are nearer than a centimetre; "
        "snap them when it is made"
    )


def _cell_order(
    tessellation: Tessellation, vertices: NDArray[np.int64]
) -> tuple[int, ...]:
    """Cells along a Z-order curve through one vertex of each."""
    count = len(tessellation.place_ids)
    corner = np.zeros(count, np.int64)
    firsts = tessellation.arc_vertices[tessellation.arc_offsets[:-1]]
    for side in (tessellation.right, tessellation.left):
        inside = side >= 0
        corner[side[inside]] = firsts[inside]
    keys = _morton(vertices[corner])
    return tuple(int(cell) for cell in np.argsort(keys, kind="stable"))


def _morton(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position of each point on a Z-order curve of 2^16 by 2^16 steps."""
    low = points.min(axis=0)
    span = max(int((points.max(axis=0) - low).max()), 1)
    steps = (points - low) * 65_535 // span
    keys = np.zeros(len(points), np.int64)
    for bit in range(16):
        keys |= ((steps[:, 0] >> bit) & 1) << (2 * bit)
        keys |= ((steps[:, 1] >> bit) & 1) << (2 * bit + 1)
    return keys


def _sorted_arcs(tessellation: Tessellation, rank: dict[int, int]) -> list[Arc]:
    """Arcs with renumbered cells, the lower cell on the left, sorted."""
    arcs = []
    offsets = tessellation.arc_offsets.tolist()
    runs = tessellation.arc_vertices.tolist()
    sides = zip(tessellation.left.tolist(), tessellation.right.tolist(), strict=True)
    for i, (left_cell, right_cell) in enumerate(sides):
        left, right = rank[left_cell], rank[right_cell]
        run = runs[offsets[i] : offsets[i + 1]]
        if left < 0 or 0 <= right < left:
            left, right = right, left
            run = run[::-1]
        arcs.append(Arc(left, right, tuple(run)))
    arcs.sort(key=lambda arc: (arc.left, arc.right, arc.vertices))
    return arcs
