"""Cells of places: a Voronoi tessellation of a study area, with shared arcs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from controlmap.errors import GeometryError
from controlmap.geometry.arcs import Segments, chain
from controlmap.geometry.crs import GRID_M
from controlmap.geometry.outline import HalfEdges, dissolve
from controlmap.geometry.voronoi import Edges, voronoi_edges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Place
    from controlmap.geometry.study_area import StudyArea


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
        return dissolve(self.half_edges, group, n_groups)

    @cached_property
    def half_edges(self) -> HalfEdges:
        """Each arc in both directions."""
        return HalfEdges.of(self)


def takes_part(place: Place) -> bool:
    """Whether a place can have a cell: it has a point of its own and is no area."""
    return place.is_located and place.kind != "area"


def tessellate(places: Iterable[Place], study_area: StudyArea) -> Tessellation:
    """Voronoi cells of the places in a study area, clipped to it.

    Vertices lie on a grid of ``GRID_M``, and neighbours share theirs exactly. Of places
    at one point, the first by identifier has the cell.

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
    candidates = sorted(filter(takes_part, places), key=lambda place: place.place_id)
    points = np.round(study_area.points_of(candidates) / GRID_M) * GRID_M
    points = points.reshape(-1, 2)
    _, first = np.unique(points, axis=0, return_index=True)
    chosen = np.sort(first[study_area.covers(points[first])])
    ids = tuple(candidates[index].place_id for index in chosen)
    if not ids:
        return _assemble(study_area.crs, (), np.empty((0, 2)), Edges.none())
    edges = voronoi_edges(points[chosen], study_area.polygon)
    tessellation = _assemble(study_area.crs, ids, points[chosen], edges)
    gap = abs(tessellation.area_km2.sum() - study_area.area_km2)
    if gap * 1e6 > GRID_M * study_area.polygon.length:  # more than rounding can do
        raise GeometryError(f"cells and study area differ by {gap:.6f} km²")
    return tessellation


def _assemble(
    crs: CRS, place_ids: tuple[str, ...], points: NDArray[np.float64], edges: Edges
) -> Tessellation:
    """Tessellation of the edges around the cells of some points."""
    both_ends = np.concatenate([edges.start, edges.end])
    vertices, number = np.unique(both_ends, axis=0, return_inverse=True)
    start, end = number.reshape(2, -1).astype(np.int64)
    offsets, arc_vertices, left, right = chain(Segments.of(start, end, edges.cell))
    km2 = edges.areas(points) / 1e6
    return Tessellation(
        crs, place_ids, km2, vertices, offsets, arc_vertices, left, right
    )
