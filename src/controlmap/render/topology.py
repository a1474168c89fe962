"""The cells of a page: what places do not foretell of them, in an order that packs.

Three cells that meet do so at a corner as far from each of their places. So the page
needs, for each cell, its neighbours in the order around it, and by how much each corner
lies elsewhere. Only the outline, and what is odd, is written out as arcs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.crs import UNITS_A_DEGREE, in_units, to_degrees
from controlmap.render.ground import Ground
from controlmap.render.junctions import find_junctions
from controlmap.render.vlq import deltas, encode_vlq

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation
    from controlmap.render.junctions import Junctions

    _Ints = NDArray[np.int64]

_CURVE_BITS = 16


@dataclass(frozen=True, slots=True)
class Topology:
    """A tessellation in whole units of longitude and latitude.

    Attributes
    ----------
    order : ndarray of int, shape (n_cells,)
        The cells of the tessellation in the order of the page, along a Hilbert curve
        through their places: neighbours are near each other.
    points : ndarray of int, shape (n_cells, 2)
        Longitude and latitude of the cells' places, in that order.
    areas : ndarray of int, shape (n_cells,)
        Thousandths of a km², in that order.
    vertices : ndarray of int, shape (n_vertices, 2)
        As in the tessellation.
    arcs : Arcs
        With the cells numbered in the order of the page.
    """

    order: _Ints
    points: _Ints
    areas: _Ints
    vertices: _Ints
    arcs: Arcs

    def to_columns(self) -> dict[str, object]:
        """Give the columns of the payload that decode to this."""
        ground = Ground.around(self.points[:, 1], UNITS_A_DEGREE)
        junctions = find_junctions(self.arcs)
        corners = self.points[junctions.cells]
        foreseen = ground.corners(corners[:, 0], corners[:, 1], corners[:, 2])
        names = np.concatenate([junctions.vertices, junctions.other_vertices])
        number = np.empty(len(self.vertices), np.int64)
        number[names] = np.arange(len(names))
        others = self.vertices[junctions.other_vertices]
        west, south = self.vertices.min(axis=0) / UNITS_A_DEGREE
        east, north = self.vertices.max(axis=0) / UNITS_A_DEGREE
        areas = ground.areas(self._doubled_areas(), self.points[:, 1])
        return {
            "scale": UNITS_A_DEGREE,
            "bounds": [float(west), float(south), float(east), float(north)],
            **ground.to_columns(),
            **_fan_columns(junctions),
            "corners": encode_vlq(self.vertices[junctions.vertices] - foreseen),
            "vertices": encode_vlq(np.diff(others, axis=0, prepend=[[0, 0]])),
            "arcs": _arc_column(self.arcs, junctions.other_arcs, number),
            "areas": encode_vlq(self.areas - areas),
        }

    def _doubled_areas(self) -> _Ints:
        """Twice the area of each cell in square units, exact."""
        arcs = self.arcs
        x, y = self.vertices[arcs.vertices].T
        turns = x[:-1] * y[1:] - x[1:] * y[:-1]
        turns[arcs.offsets[1:-1] - 1] = 0  # from one arc to the next
        sums = np.add.reduceat(turns, arcs.offsets[:-1])
        doubled = np.zeros(len(self.points) + 1, np.int64)  # the last is outside
        np.add.at(doubled, arcs.left, sums)
        np.add.at(doubled, arcs.right, -sums)
        return doubled[:-1]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Runs of vertices between two cells, as in a tessellation."""

    offsets: _Ints
    vertices: _Ints
    left: _Ints
    right: _Ints

    def run(self, arc: int) -> list[int]:
        """Vertices of one arc."""
        run: list[int] = self.vertices[
            self.offsets[arc] : self.offsets[arc + 1]
        ].tolist()
        return run


def make_topology(tessellation: Tessellation, lon_lat: NDArray[np.float64]) -> Topology:
    """Topology of a page.

    Parameters
    ----------
    tessellation : Tessellation
    lon_lat : ndarray of float, shape (n_cells, 2)
        Degrees of the place of each cell.
    """
    points = in_units(lon_lat)
    order = np.argsort(_along_curve(points), kind="stable")
    rank = np.full(len(order) + 1, -1)  # the last is outside
    rank[order] = np.arange(len(order))
    areas_km2 = tessellation.area_km2[order]
    return Topology(
        order=order,
        points=points[order],
        areas=np.rint(areas_km2 * 1000).astype(np.int64),
        vertices=in_units(to_degrees(tessellation.vertices, tessellation.crs)),
        arcs=Arcs(
            tessellation.arc_offsets,
            tessellation.arc_vertices,
            rank[tessellation.left],
            rank[tessellation.right],
        ),
    )


def point_columns(points: _Ints) -> dict[str, object]:
    """Columns ``lon`` and ``lat`` of points, each less the one before."""
    return {
        "lon": encode_vlq(deltas(points[:, 0])),
        "lat": encode_vlq(deltas(points[:, 1])),
    }


def _fan_columns(junctions: Junctions) -> dict[str, object]:
    """Neighbours around each cell, as runs, each less the cell."""
    return {
        "runs": encode_vlq(junctions.runs),
        "lengths": encode_vlq(junctions.lengths),
        "neighbours": encode_vlq(junctions.neighbours),
    }


def _arc_column(arcs: Arcs, others: list[int], number: _Ints) -> str:
    """Arcs that are written out: length, cells and vertices of each.

    The lower cell is on the left, and outside, -1, on the right.
    """
    numbers: list[int] = []
    left = vertex = 0
    for arc in others:
        run = number[arcs.run(arc)].tolist()
        sides = int(arcs.left[arc]), int(arcs.right[arc])
        if sides[0] < 0 or 0 <= sides[1] < sides[0]:
            sides, run = sides[::-1], run[::-1]
        numbers += (len(run), sides[0] - left, sides[1] - sides[0])
        left = sides[0]
        for index in run:
            numbers.append(index - vertex)
            vertex = index
    return encode_vlq(numbers)


def _along_curve(points: _Ints) -> _Ints:
    """Position of each point on a Hilbert curve of 2^16 by 2^16 steps.

    References
    ----------
    Skilling (2004), Programming the Hilbert curve, doi:10.1063/1.1751381.
    """
    if len(points) == 0:
        return np.zeros(0, np.int64)
    low = points.min(axis=0)
    span = max(int((points.max(axis=0) - low).max()), 1)
    x, y = ((points - low) * ((1 << _CURVE_BITS) - 1) // span).T
    position = np.zeros(len(points), np.int64)
    for bit in range(_CURVE_BITS - 1, -1, -1):
        side = 1 << bit
        right, up = x >> bit & 1, y >> bit & 1
        position += side * side * (3 * right ^ up)
        x, y = x & (side - 1), y & (side - 1)
        is_flipped = (up == 0) & (right == 1)
        x, y = (np.where(is_flipped, side - 1 - part, part) for part in (x, y))
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
    return position
