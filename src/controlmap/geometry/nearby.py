"""Which of some positions lie near others, nearest first, as tables of columns.

The k-d tree is SciPy's; importing it takes longer than a few distances do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from controlmap.geometry.crs import GRID_M

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.spatial import cKDTree
    from shapely.geometry.base import BaseGeometry

FEW = 2_000_000
"""Most distances that are kept in a table with every other position."""
NEAREST = 64
"""Neighbours that are looked up at first where there are more distances."""

_SLACK_M = 1e-3
"""More than what rounding does to a distance from a limit."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """The neighbours of some positions, nearest first.

    Attributes
    ----------
    distance_m : ndarray of float, shape (m, k)
        Infinite where there is no further neighbour.
    index : ndarray of int, shape (m, k)
        Which neighbour; -1 where there is none. Of neighbours just as near, the first
        given comes first.
    horizon_m : ndarray of float, shape (m,)
        Every neighbour nearer than this is among them; infinite where all are.
    """

    distance_m: NDArray[np.float64]
    index: NDArray[np.int64]
    horizon_m: NDArray[np.float64]


class Neighbourhood:
    """Positions and those around them, looked up once for many questions.

    Parameters
    ----------
    points : ndarray of float, shape (m, 2)
        Easting and northing in metres.
    others : ndarray of float, shape (n, 2)
        The possible neighbours, in the same system.
    limits : Geometry or None
        Lines across which nobody is a neighbour; to touch one is to cross it.
    """

    def __init__(
        self,
        points: NDArray[np.float64],
        others: NDArray[np.float64],
        limits: BaseGeometry | None = None,
    ) -> None:
        self._points = points
        self._others = others
        self._limits: BaseGeometry | None = None
        if limits is not None and not limits.is_empty:
            self._limits = shapely.transform(limits, _in_steps)
            shapely.prepare(self._limits)

    def of(self, rows: NDArray[np.int64], k: int = 0) -> Nearby:
        """Neighbours of some of the positions.

        Parameters
        ----------
        rows : ndarray of int
            Which positions.
        k : int
            At least so many; 0 for what is at hand.
        """
        if k <= self._table.index.shape[1]:
            table = self._table
            return Nearby(
                table.distance_m[rows], table.index[rows], table.horizon_m[rows]
            )
        return self._look_up(self._points[rows], k)

    @cached_property
    def _table(self) -> Nearby:
        is_few = len(self._points) * len(self._others) <= FEW
        return self._look_up(self._points, len(self._others) if is_few else NEAREST)

    @cached_property
    def _tree(self) -> cKDTree[None]:
        from scipy.spatial import cKDTree

        return cKDTree(self._others)

    def _look_up(self, points: NDArray[np.float64], k: int) -> Nearby:
        n_others = len(self._others)
        if k >= n_others:
            index = np.tile(np.arange(n_others), (len(points), 1))
            horizon = np.full(len(points), np.inf)
        else:
            index = np.asarray(self._tree.query(points, k=k)[1], dtype=np.int64)
            horizon = np.full(len(points), -np.inf)
        apart = points[:, None, :] - self._others[index]
        distance = np.sqrt(apart[..., 0] ** 2 + apart[..., 1] ** 2)  # as a page does
        if k < n_others:
            horizon = distance.max(axis=1)
        if self._limits is not None:
            distance = self._cut_off(points, index, distance)
            index = np.where(np.isinf(distance), -1, index)
        order = np.lexsort((index, distance))
        return Nearby(
            np.take_along_axis(distance, order, axis=1),
            np.take_along_axis(index, order, axis=1),
            horizon,
        )

    def _cut_off(
        self,
        points: NDArray[np.float64],
        index: NDArray[np.int64],
        distance: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Distances, infinite where the straight way crosses a limit."""
        starts = shapely.points(_in_steps(points))
        to_limit = np.asarray(shapely.distance(starts, self._limits)) * GRID_M
        is_long = distance > np.maximum(to_limit - _SLACK_M, 0)[:, None]
        row, column = np.nonzero(is_long)
        ways = np.stack([points[row], self._others[index[row, column]]], axis=1)
        is_cut = shapely.intersects(self._limits, shapely.linestrings(_in_steps(ways)))
        open_only = distance.copy()
        open_only[row[is_cut], column[is_cut]] = np.inf
        return open_only


def _in_steps(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Positions in whole steps of the grid.

    Whether whole numbers lie on a line is worked out exactly, here and by a page.
    """
    steps: NDArray[np.float64] = np.round(points / GRID_M)
    return steps
