"""Cells of places: a Voronoi tessellation of a study area, with shared arcs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from controlmap.errors import GeometryError
from controlmap.geometry.outline import HalfEdges, dissolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Place
    from controlmap.geometry.study_area import StudyArea

GRID_M = 0.01
"""Vertices of cells are rounded to a grid of this width, in metres."""


@dataclass(frozen=True)
class Tessellation:
    """Cells that tile a study area, as a planar graph of shared arcs.

    Attributes
    ----------
    crs : CRS
        Projected equal-area system of the coordinates, in metres.
    place_ids : tuple of str
        Place of each cell, in the order of the cells.
    area_km2 : ndarray of float, shape (n_cells,)
    vertices : ndarray of float, shape (n_vertices, 2)
        Easting and northing in metres; no two are equal.
    arc_offsets : ndarray of int, shape (n_arcs + 1,)
        Arc ``i`` runs over ``arc_vertices[arc_offsets[i]:arc_offsets[i + 1]]``.
    arc_vertices : ndarray of int
        Indices into ``vertices``. A closed arc repeats its first vertex.
    left, right : ndarray of int, shape (n_arcs,)
        Cell on the left and on the right of each arc, -1 outside the study area;
        never equal.
    """

    crs: CRS
    place_ids: tuple[str, ...]
    area_km2: NDArray[np.float64]
    vertices: NDArray[np.float64]
    arc_offsets: NDArray[np.int64]
    arc_vertices: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.place_ids)

    def arc_lines(self, arcs: NDArray[np.int64]) -> NDArray[np.object_]:
        """LineStrings of some arcs, in metres."""
        counts = np.diff(self.arc_offsets)[arcs]
        starts = np.repeat(self.arc_offsets[:-1][arcs], counts)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        coordinates = self.vertices[self.arc_vertices[starts + within]]
        lines: NDArray[np.object_] = shapely.linestrings(
            coordinates, indices=np.repeat(np.arange(len(arcs)), counts)
        )
        return lines

    def area_of(self, is_inside: NDArray[np.bool_]) -> BaseGeometry:
        """Union of some cells, in metres, put together from the arcs around it.

        Parameters
        ----------
        is_inside : ndarray of bool, shape (n_cells,)

        Returns
        -------
        Geometry
            Polygon or MultiPolygon, empty if no cell is inside.
        """
        return cast("BaseGeometry", self.dissolve(np.where(is_inside, 0, -1), 1)[0])

    def cells(self) -> NDArray[np.object_]:
        """Polygon of each cell, in metres, in their order."""
        return self.dissolve(np.arange(self.n_cells), self.n_cells)

    def dissolve(self, group: NDArray[np.int64], n_groups: int) -> NDArray[np.object_]:
        """Union of the cells of each group, in metres.

        Parameters
        ----------
        group : ndarray of int, shape (n_cells,)
            Group of each cell, below ``n_groups``; -1 for none.
        n_groups : int

        Returns
        -------
        ndarray of Geometry, shape (n_groups,)
            Polygon, or MultiPolygon where the cells of a group lie apart or are none.
        """
        return dissolve(self._half_edges, group, n_groups)

    @cached_property
    def _half_edges(self) -> HalfEdges:
        return HalfEdges.of(self)


def takes_part(place: Place) -> bool:
    """Whether a place can have a cell: it has a point of its own and is no area."""
    return place.is_located and place.kind != "area"


def tessellate(places: Iterable[Place], study_area: StudyArea) -> Tessellation:
    """Voronoi cells of the places in a study area, clipped to it.

    The Voronoi edges and the outline are noded together, on a grid of ``GRID_M``,
    and the faces between them given to their nearest place: so neighbours share
    their vertices exactly. Of places at one point, the first by identifier has the
    cell.

    Parameters
    ----------
    places : iterable of Place
        In any order; those without a point, of kind area, or outside the study area
        are left out.
    study_area : StudyArea

    Returns
    -------
    Tessellation
        Cells by place identifier. Without any place inside, no cells.

    Raises
    ------
    GeometryError
        If the cells do not add up to the study area.
    """
    from scipy.spatial import cKDTree

    candidates = sorted(filter(takes_part, places), key=lambda place: place.place_id)
    points = np.round(study_area.points_of(candidates) / GRID_M) * GRID_M
    points = points.reshape(-1, 2)
    _, first = np.unique(points, axis=0, return_index=True)
    chosen = np.sort(first[study_area.covers(points[first])])
    ids = tuple(candidates[index].place_id for index in chosen)
    if not ids:
        return _assemble(study_area.crs, (), np.empty(0, dtype=object), _ints([]))
    faces = _faces(points[chosen], study_area.polygon)
    inner = shapely.point_on_surface(faces)
    _, owner = cKDTree(points[chosen]).query(shapely.get_coordinates(inner))
    tessellation = _assemble(study_area.crs, ids, faces, _ints(owner))
    gap = abs(tessellation.area_km2.sum() - study_area.area_km2)
    if gap * 1e6 > GRID_M * study_area.polygon.length:  # more than rounding can do
        raise GeometryError(f"cells and study area differ by {gap:.6f} km²")
    return tessellation


def _ints(values: object) -> NDArray[np.int64]:
    return np.asarray(values, dtype=np.int64)


def _faces(points: NDArray[np.float64], polygon: BaseGeometry) -> NDArray[np.object_]:
    """Pieces of a polygon that the Voronoi edges of some points cut out of it."""
    lines = [shapely.boundary(polygon)]
    if len(points) > 1:
        edges = shapely.voronoi_polygons(
            shapely.multipoints(points), extend_to=polygon, only_edges=True
        )
        lines.append(edges)
    noded = shapely.union_all(lines, grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(polygon)
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    inside = shapely.contains_xy(polygon, inner[:, 0], inner[:, 1])
    kept: NDArray[np.object_] = shapely.orient_polygons(faces[inside])
    return kept


def _assemble(
    crs: CRS,
    place_ids: tuple[str, ...],
    faces: NDArray[np.object_],
    owner: NDArray[np.int64],
) -> Tessellation:
    """Tessellation of faces, each oriented with its inside on the left."""
    start, end, cell, vertices = _segments(faces, owner)
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((start > end, high, low))
    low, high, cell = low[order], high[order], cell[order]
    forward = (start < end)[order]
    is_first = np.ones(len(low), dtype=bool)
    is_first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    index = np.cumsum(is_first) - 1
    left = np.full(index[-1] + 1 if len(index) else 0, -1, dtype=np.int64)
    right = left.copy()
    left[index[forward]] = cell[forward]
    right[index[~forward]] = cell[~forward]
    low, high = low[is_first], high[is_first]
    real = left != right
    offsets, arc_vertices, arc_left, arc_right = _chain(
        low[real], high[real], left[real], right[real]
    )
    areas = np.bincount(owner, shapely.area(faces), minlength=len(place_ids)) / 1e6
    return Tessellation(
        crs, place_ids, areas, vertices, offsets, arc_vertices, arc_left, arc_right
    )


def _segments(
    faces: NDArray[np.object_], owner: NDArray[np.int64]
) -> tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]
]:
    """Directed segments of all rings as vertex numbers, with the cell on the left."""
    rings, face_of_ring = shapely.get_rings(faces, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    vertices, number = np.unique(coordinates, axis=0, return_inverse=True)
    number = number.reshape(-1).astype(np.int64)
    follows = np.flatnonzero(ring[1:] == ring[:-1]) if len(ring) else _ints([])
    cell = owner[face_of_ring[ring[follows]]] if len(follows) else _ints([])
    return number[follows], number[follows + 1], cell, vertices.reshape(-1, 2)


def _chain(
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Segments between the same two cells, joined end to end into arcs.

    Each segment runs from ``low`` to ``high``. An arc ends where three cells meet.
    """
    at: dict[int, list[int]] = {}
    for segment, ends in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        for vertex in ends:
            at.setdefault(vertex, []).append(segment)
    through = {
        vertex: segments
        for vertex, segments in at.items()
        if len(segments) == 2 and len({_pair(left, right, s) for s in segments}) == 1
    }
    walker = _Walker(low.tolist(), high.tolist(), through)
    starts = [(s, v) for v in sorted(at) if v not in through for s in at[v]]
    starts += [(s, int(low[s])) for s in range(len(low))]  # closed arcs
    arcs: list[list[int]] = []
    sides: list[tuple[int, int]] = []
    for segment, begin in starts:
        if segment in walker.used:
            continue
        arcs.append(walker.walk(segment, begin))
        pair = (int(left[segment]), int(right[segment]))
        sides.append(pair if begin == low[segment] else pair[::-1])
    offsets = np.cumsum([0, *(len(vertices) for vertices in arcs)], dtype=np.int64)
    flat = _ints([vertex for vertices in arcs for vertex in vertices])
    both = _ints(sides).reshape(-1, 2)
    return offsets, flat, both[:, 0], both[:, 1]


def _pair(
    left: NDArray[np.int64], right: NDArray[np.int64], segment: int
) -> tuple[int, int]:
    one, other = int(left[segment]), int(right[segment])
    return (one, other) if one < other else (other, one)


class _Walker:
    """Walks from segment to segment until an arc ends."""

    def __init__(
        self, low: list[int], high: list[int], through: dict[int, list[int]]
    ) -> None:
        self._low = low
        self._high = high
        self._through = through
        self.used: set[int] = set()

    def walk(self, segment: int, begin: int) -> list[int]:
        """Vertices of the arc that leaves a vertex by a segment."""
        vertices = [begin]
        current = segment
        while current not in self.used:
            self.used.add(current)
            is_forward = self._low[current] == vertices[-1]
            vertices.append(self._high[current] if is_forward else self._low[current])
            ahead = self._through.get(vertices[-1])
            if ahead is None:
                break
            current = ahead[1] if ahead[0] == current else ahead[0]
        return vertices
