"""Voronoi cells of points inside a polygon, as directed edges that tile it.

Qhull gives the edges between any two points at once. Only those of the cells along the
polygon's outline have to be cut with it; the others are taken as they are. Where that
does not fit together to the last edge, because points lie nearer than the grid can tell
apart, all edges are noded with the outline instead, by snap rounding.

Barber, Dobkin and Huhdanpaa (1996), The Quickhull Algorithm for Convex Hulls,
https://doi.org/10.1145/235815.235821; Hobby (1999), Practical Segment Intersection with
Finite Precision Output, https://doi.org/10.1016/S0925-7721(99)00021-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from controlmap.geometry.crs import GRID_M

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    _Ints = NDArray[np.int64]
    _Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Straight edges around cells, each with its cell on the left.

    Attributes
    ----------
    start, end : ndarray of float, shape (n, 2)
        Easting and northing in metres, on the grid.
    cell : ndarray of int, shape (n,)
        Index of the point whose cell it bounds.
    """

    start: _Floats
    end: _Floats
    cell: _Ints

    @classmethod
    def none(cls) -> Edges:
        """No edges at all."""
        return cls(np.empty((0, 2)), np.empty((0, 2)), np.empty(0, dtype=np.int64))

    def only(self, wanted: NDArray[np.bool_]) -> Edges:
        """Some of the edges."""
        return Edges(self.start[wanted], self.end[wanted], self.cell[wanted])

    def areas(self, points: _Floats) -> _Floats:
        """Area in m² of the cell of each point, by the shoelace formula."""
        a, b = self.start - points[self.cell], self.end - points[self.cell]
        doubled = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        return np.bincount(self.cell, doubled, minlength=len(points)) / 2

    def and_these(self, others: Edges) -> Edges:
        """These edges and others."""
        return Edges(
            np.concatenate([self.start, others.start]),
            np.concatenate([self.end, others.end]),
            np.concatenate([self.cell, others.cell]),
        )


def voronoi_edges(points: _Floats, polygon: BaseGeometry) -> Edges:
    """Edges of the Voronoi cells of some points, clipped to a polygon.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2), n at least 1
        On the grid and all different, inside the polygon.
    polygon : Geometry
        Polygon or MultiPolygon.
    """
    ridges = _ridges(points, polygon)
    outline = shapely.boundary(polygon)
    is_cut = _cells_at(outline, points, ridges) | _cells_at_short(ridges, len(points))
    beside_cut = is_cut[ridges.left] | is_cut[ridges.right]
    cut = _cut(points, polygon, ridges.only(beside_cut))
    whole = ridges.directed()
    made = cut.only(is_cut[cut.cell]).and_these(whole.only(~is_cut[whole.cell]))
    return made if _fits(made, outline) else _cut(points, polygon, ridges)


@dataclass(frozen=True, slots=True)
class _Ridges:
    """Edges between the cells of two points, before they are cut."""

    start: _Floats
    end: _Floats
    left: _Ints
    right: _Ints

    def only(self, wanted: NDArray[np.bool_]) -> _Ridges:
        return _Ridges(
            self.start[wanted], self.end[wanted], self.left[wanted], self.right[wanted]
        )

    def directed(self) -> Edges:
        return Edges(self.start, self.end, self.left).and_these(
            Edges(self.end, self.start, self.right)
        )

    def lines(self) -> NDArray[np.object_]:
        return np.asarray(shapely.linestrings(np.stack([self.start, self.end], axis=1)))


def _ridges(points: _Floats, polygon: BaseGeometry) -> _Ridges:
    """Edges between any two points.

    Eight more points, far away, close the cells at the rim; where those end is far
    outside the polygon.
    """
    from scipy.spatial import Voronoi

    bounds = np.array(shapely.bounds(polygon)).reshape(2, 2)
    angle = np.arange(8) * np.pi / 4
    far = bounds.mean(axis=0) + 8 * np.hypot(
        *(bounds[1] - bounds[0])
    ) * np.column_stack([np.cos(angle), np.sin(angle)])
    diagram = Voronoi(np.concatenate([points, far]))
    sides = np.asarray(diagram.ridge_points, dtype=np.int64)
    kept = np.flatnonzero(sides.max(axis=1) < len(points))
    ends = [diagram.ridge_vertices[ridge] for ridge in kept.tolist()]
    one, other = sides[kept, 0], sides[kept, 1]
    exact = diagram.vertices[np.array(ends, dtype=np.int64).reshape(-1, 2)]
    along, across = exact[:, 1] - exact[:, 0], points[one] - exact[:, 0]
    is_left = along[:, 0] * across[:, 1] > along[:, 1] * across[:, 0]
    rounded = np.round(exact / GRID_M) * GRID_M
    left, right = np.where(is_left, one, other), np.where(is_left, other, one)
    made = _Ridges(rounded[:, 0], rounded[:, 1], left, right)
    return made.only((made.start != made.end).any(axis=1))


def _cells_at(
    outline: BaseGeometry, points: _Floats, ridges: _Ridges
) -> NDArray[np.bool_]:
    """Which cells the outline runs through, or nearly touches."""
    from scipy.spatial import cKDTree

    shapely.prepare(outline)
    touched = ridges.only(shapely.dwithin(outline, ridges.lines(), 4 * GRID_M))
    _, holds = cKDTree(points).query(shapely.get_coordinates(outline))
    found = np.zeros(len(points), dtype=bool)
    for cells in (holds, touched.left, touched.right):
        found[cells] = True
    return found


def _cells_at_short(ridges: _Ridges, n_cells: int) -> NDArray[np.bool_]:
    """Cells with an edge so short that rounding may turn it."""
    length = np.hypot(*(ridges.end - ridges.start).T)
    found = np.zeros(n_cells, dtype=bool)
    short = ridges.only(length < 16 * GRID_M)
    found[short.left] = found[short.right] = True
    return found


def _cut(points: _Floats, polygon: BaseGeometry, ridges: _Ridges) -> Edges:
    """Edges of the faces that some ridges cut out of a polygon, noded by GEOS.

    Each face belongs to its nearest point.
    """
    from scipy.spatial import cKDTree

    lines = [*ridges.lines(), cast("BaseGeometry", shapely.boundary(polygon))]
    noded = shapely.union_all(lines, grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(polygon)
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    inside = shapely.contains_xy(polygon, inner[:, 0], inner[:, 1])
    faces = shapely.orient_polygons(faces[inside])
    _, owner = cKDTree(points).query(inner[inside])
    rings, face = shapely.get_rings(faces, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    coordinates = np.round(coordinates / GRID_M) * GRID_M
    follows = np.flatnonzero(ring[1:] == ring[:-1])
    return Edges(
        coordinates[follows],
        coordinates[follows + 1],
        np.asarray(owner, dtype=np.int64)[face[ring[follows]]],
    )


def _fits(edges: Edges, outline: BaseGeometry) -> bool:
    """Whether cells are closed, and each edge has two sides or is along the outline."""
    ends = np.concatenate([edges.start, edges.end])
    steps = np.round(ends / GRID_M).astype(np.int64)
    _, number = np.unique(_paired(steps[:, 0], steps[:, 1]), return_inverse=True)
    start, end = number.reshape(2, -1)
    leaving, arriving = _paired(edges.cell, start), _paired(edges.cell, end)
    if (np.sort(leaving) != np.sort(arriving)).any():
        return False
    there, back = _paired(start, end), _paired(end, start)
    alone = np.flatnonzero(~np.isin(there, back))
    middles = shapely.points((edges.start[alone] + edges.end[alone]) / 2)
    shapely.prepare(outline)
    at_rim = shapely.dwithin(outline, middles, 2 * GRID_M)
    return bool(len(np.unique(there)) == len(there) and at_rim.all())


def _paired(one: _Ints, other: _Ints) -> _Ints:
    """One number for each pair, in the order of the pairs."""
    least = other.min(initial=0)
    paired: _Ints = one * (other.max(initial=0) - least + 1) + (other - least)
    return paired
